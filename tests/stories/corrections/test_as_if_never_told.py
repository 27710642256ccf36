"""R5: what stands is what would stand had nobody ever told what was withdrawn; and what was sent has its correction.

Random cases with logs deleted, re-coded and no longer duplicates, assessments recorded in error, answers corrected,
people merged and no longer, consent withdrawn. Every step that a named officer is asked to confirm is confirmed.
"""

from collections import Counter
from collections.abc import Sequence
from random import Random
from typing import Any

import pytest
from pydantic import BaseModel

from schemas.rows import AssessmentRow, CaseRow, IncidentRow, MarkerRow, ObligationRow, ReferralRow
from schemas.words import (
    CaseStatus,
    MarkerStatus,
    ObligationKind,
    ObligationStatus,
    Placement,
    ReferralStatus,
    WithdrawalReason,
)
from tests.given.core import Core, Event
from tests.given.corrected_world import World
from tests.given.messages import START
from tests.given.steps import confirmed

WORLDS = 30
STANDING_MARKERS = {MarkerStatus.PROPOSED, MarkerStatus.ACTIVE}
OVER = {ReferralStatus.RECALLED, ReferralStatus.RETRACTED}
# What follows from the correction itself, or from what was asked when it was not known yet.
OF_THE_CORRECTION = {
    ObligationKind.CORRECTION_ACKNOWLEDGEMENT,
    ObligationKind.OFFICER_DECISION,
    ObligationKind.MARKER_WITHDRAWAL,
}
# By what each kind of event names the thing that it is about.
NAMED_BY = {
    "IncidentTagged": ("incident_id",),
    "DecisionMade": ("incident_id",),
    "IncidentJoined": ("case_id", "incident_id"),
    "RiskAssessed": ("reference", "subject"),
    "OfficerDecisionAsked": ("obligation_id",),
}

Data = dict[str, Any]


@pytest.mark.parametrize("seed", range(WORLDS))
def test_r5_what_stands_is_as_if_what_was_withdrawn_had_never_been_told(seed: int) -> None:
    world = World(seed)

    told, true = run(world.told), run(world.true)

    for standing in WHAT_STANDS:
        assert standing(told) == standing(true)


@pytest.mark.parametrize("seed", range(WORLDS))
def test_r5_so_it_is_in_whatever_order_a_case_of_sentinels_is_told_of(seed: int) -> None:
    world = World(seed, households=1)
    opened, *facts = world.told

    told = run([opened, *Random(seed).sample(facts, len(facts))])

    true = run(world.true)
    for standing in WHAT_STANDS:
        assert standing(told) == standing(true)


@pytest.mark.parametrize("seed", range(WORLDS))
def test_r5_what_was_sent_and_no_longer_stands_has_exactly_one_correction_that_names_it(seed: int) -> None:
    core = run(World(seed).told)
    published = {event.headers["ce_id"]: event for event in core.published}

    corrections = [event for event in core.published if event.data.get("corrects")]

    named = Counter((event.data["corrects"], event.type) for event in corrections)
    assert {what for what, times in named.items() if times > 1} == set()
    assert {event.data["corrects"] for event in corrections} <= published.keys()
    for event_type, standing in what_stands(core).items():
        assert not_taken_back(core, event_type) == standing, event_type
    assert taken_back_once(core, "MarkerProposed", "MarkerWithdrawn", "marker_id", markers(core))
    sent = [one for one in referrals(core) if one[1].status is not ReferralStatus.PROPOSED]
    assert taken_back_once(core, "ReferralMade", "ReferralRecalled", "referral_id", sent)


def test_the_worlds_hold_what_they_are_for() -> None:
    kinds: Counter[str] = Counter()
    worlds = 20
    for seed in range(worlds):
        for event in run(World(seed).told).published:
            kinds[event.type] += 1
            kinds[str(event.data.get("reason"))] += 1

    for kind in (
        "TagWithdrawn",
        "IncidentLeft",
        "AssessmentTakenBack",
        "MarkerWithdrawn",
        "ReferralMade",
        "ReferralRecalled",
        "ReferralCorrected",
        WithdrawalReason.DELETED,
        WithdrawalReason.FOUND_FALSE,
        WithdrawalReason.CONSENT_REFUSED,
    ):
        assert kinds[kind] > worlds / 8, kind


def run(messages: list[BaseModel]) -> Core:
    """Tell all, and confirm at once what is asked of named officers."""
    core = Core()
    asked: set[str] = set()
    for message in messages:
        waiting = core.tell(message)
        while steps := [each for each in confirmable(waiting) if each not in asked]:
            asked.update(steps)
            hours = (message.recorded_at - START).total_seconds() / 3600  # type: ignore[attr-defined]
            waiting = core.tell(*(confirmed(step_id, hours) for step_id in steps))
    return core


def confirmable(events: list[Event]) -> list[str]:
    return [event.data["step_id"] for event in events if event.type == "ConfirmationAsked"]


def standing_tags(core: Core) -> Data:
    return {name: row.tag for name, row in standing_incidents(core).items()}


def standing_decisions(core: Core) -> Data:
    return {
        name: (row.links, row.outcome, row.managed, row.letters)
        for name, row in standing_incidents(core).items()
    }


def standing_incidents(core: Core) -> dict[str, IncidentRow]:
    rows = [row for _, row in core.rows() if isinstance(row, IncidentRow)]
    return {row.incident_id: row for row in rows if row.standing}


def standing_cases(core: Core) -> dict[str, Data]:
    """Each case that Sentinel has, as its snapshot shows it; of members only those that links hold in it."""
    found = {}
    for _, row in core.rows():
        if isinstance(row, CaseRow) and row.status is not CaseStatus.WITHDRAWN:
            snapshot = core.latest("CaseSnapshot", row.case_id)
            assert snapshot is not None
            found[row.case_id] = as_shown(snapshot, set(row.kept))
    return found


def as_shown(snapshot: Data, kept: set[str]) -> Data:
    duties = [
        (each["kind"], about(each))
        for each in snapshot["open_obligations"]
        if each["kind"] not in OF_THE_CORRECTION
    ]
    return {
        "status": snapshot["status"],
        "incidents": sorted(set(snapshot["latest_incident_ids"]) - kept),
        "risk": snapshot["highest_risk"],
        "people": snapshot["people"],
        "duties": sorted(duties, key=repr),
    }


def about(duty: Data) -> Data | None:
    named = duty["about"]
    return named and {
        name: value for name, value in named.items() if name not in ("step_id", "correction_id")
    }


def standing_markers(core: Core) -> set[tuple[Any, ...]]:
    """Each marker that is proposed or active, ids apart; of one on a location not at whose high risk it began.

    One that only stood in for something better known is its owner's to take off (R9).
    """
    return {
        (row.case_id, row.kind, row.ref, row.adverse, row.status)
        for _, row in markers(core)
        if row.withdrawal_proposed is not WithdrawalReason.CORRECTED
    }


def markers(core: Core) -> list[tuple[str, MarkerRow]]:
    rows = [row for _, row in core.rows() if isinstance(row, MarkerRow)]
    return [(row.marker_id, row) for row in rows if row.status in STANDING_MARKERS]


def standing_referrals(core: Core) -> set[tuple[Any, ...]]:
    return {
        (row.case_id, row.partner, row.subject_kind, row.subject_ref, row.status, row.because, row.consent)
        for _, row in referrals(core)
    }


def referrals(core: Core) -> list[tuple[str, ReferralRow]]:
    rows = [row for _, row in core.rows() if isinstance(row, ReferralRow)]
    return [(row.referral_id, row) for row in rows if row.status not in OVER]


def taken_back_once(
    core: Core, sent: str, taken_back: str, named: str, standing: Sequence[tuple[str, Any]]
) -> bool:
    """Whether each thing that was sent either stands or was taken back, once for each time that it was sent."""
    made = Counter(event.data[named] for event in core.published if event.type == sent)
    over = Counter(event.data[named] for event in core.published if event.type == taken_back)
    return over + Counter(ident for ident, _ in standing) == made


def not_taken_back(core: Core, event_type: str) -> set[tuple[str, ...]]:
    """What was published under this type and not taken back: of each thing the last that was said of it."""
    named = {event.data.get("corrects") for event in core.published}
    last: dict[tuple[str, ...], Event] = {}
    for event in core.published:
        if event.type == event_type:
            last[tuple(str(event.data[name]) for name in NAMED_BY[event_type])] = event
    return {what for what, event in last.items() if event.headers["ce_id"] not in named}


def what_stands(core: Core) -> dict[str, set[tuple[str, ...]]]:
    """The same by what is known."""
    incidents = standing_incidents(core)
    rows = [row for _, row in core.rows()]
    return {
        "IncidentTagged": {(name,) for name in incidents},
        "DecisionMade": {(name,) for name in incidents},
        "IncidentJoined": {
            (row.case_id, name) for name, row in incidents.items() if row.placement is Placement.JOIN
        },
        "RiskAssessed": {
            (row.reference, str({"kind": str(row.kind), "ref": row.ref}))
            for row in rows
            if isinstance(row, AssessmentRow) and row.standing is not None
        },
        "OfficerDecisionAsked": {
            (row.obligation_id,)
            for row in rows
            if isinstance(row, ObligationRow)
            and row.kind is ObligationKind.OFFICER_DECISION
            and row.status is ObligationStatus.OPEN
        },
    }


WHAT_STANDS = (standing_tags, standing_decisions, standing_cases, standing_markers, standing_referrals)
