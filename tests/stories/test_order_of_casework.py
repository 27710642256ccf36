"""Order (R10-R19, R22): in whatever order Sentinel and STORM tell their facts, and told twice, a case is the same.

Compared is what follows from facts: people and roles, bands and since when, runs of answers, which duties are open.
What was sent when does depend on the order; the journal records it.
"""

from collections import Counter
from random import Random
from typing import Any

import msgspec
import pytest
from pydantic import BaseModel

from schemas.ids import event_id
from schemas.rows import NO_RANK, AssessmentRow, MarkerRow, NoticeRow, ObligationRow, PersonRow
from schemas.words import NoticeKind, ObligationKind, ObligationStatus
from streams.rules import case_state, markers, questions, snapshot
from streams.rules.case_state import CaseState
from streams.rules.ledger import Ledger
from tests.given.casework import duty_declined
from tests.given.casework_world import World
from tests.given.core import FORCE, Core
from tests.given.messages import at

WORLDS = 200
# Of these every message is followed by a look.
WATCHED = 20
# As told, backwards, and shuffled with every message told twice under new ids.
ORDERS = 3
DOUBLED = 2
# Opened when something happened, and so not by facts alone.
ASKED = {ObligationKind.OFFICER_DECISION, ObligationKind.SENTINEL_REFERENCE}
# They follow what was sent, and from when it was.
OF_WHAT_WAS_SENT = {
    ObligationKind.CONFIRMATION,
    ObligationKind.REFERRAL_ANSWER,
    ObligationKind.CORRECTION_ACKNOWLEDGEMENT,
}
OF_CASEWORK = {
    ObligationKind.RISK_ASSESSMENT,
    ObligationKind.UNANSWERED_QUESTION,
    ObligationKind.SAFEGUARDING_FORM,
    ObligationKind.ACTION_PLAN,
    ObligationKind.REVIEW,
    ObligationKind.PARTNER_CONTACT,
}
# Of the snapshot: with ids and times of what was sent. Which notices and markers stand is compared beside it.
SENT = ("markers", "referrals", "notices")


@pytest.mark.parametrize("seed", range(WORLDS))
def test_a_case_comes_to_the_same_in_any_order(seed: int) -> None:
    world = World(seed)
    as_told = _run(world.messages, 0, seed)
    declined = _declined(as_told, seed)

    runs = [_run(world.messages + declined, order, seed) for order in range(1, ORDERS)]
    as_told.tell(*declined)

    first = _facts(as_told, world.case_id)
    for run in (as_told, *runs):
        facts = _facts(run, world.case_id)
        for name, fact in facts.items():
            assert fact == first[name], name
        assert _published(run, world.case_id) == _shown_now(run, world.case_id)
        assert [event for event in run.published if event.type == "Rejected"] == []


@pytest.mark.parametrize("seed", range(WATCHED))
def test_the_snapshot_is_current_after_every_message(seed: int) -> None:
    world, random = World(seed), Random(f"watched {seed}")
    core = Core()

    for message in random.sample(world.messages, len(world.messages)):
        core.tell(message)

        if core.latest("CaseSnapshot", world.case_id) is not None:
            assert _published(core, world.case_id) == _shown_now(core, world.case_id), message


def test_the_worlds_hold_what_they_are_for() -> None:
    kinds: Counter[str] = Counter()
    worlds = 30
    for seed in range(worlds):
        core = _run(World(seed).messages, 0, seed)
        core.tell(*_declined(core, seed))
        for event in core.published:
            kinds[event.type] += 1
            kinds[event.data.get("kind", "")] += 1

    duties = OF_CASEWORK
    events = {
        "CaseWithdrawn",
        "RiskAssessed",
        "AnswerRefused",
        "ObligationDone",
        "ObligationDeclined",
        "ObligationWithdrawn",
    }
    for kind in duties | events:
        assert kinds[kind] > worlds / 8, kind


def _run(messages: list[BaseModel], order: int, seed: int) -> Core:
    random = Random(f"{seed}/{order}")
    stream = [(message, f"m{number}") for number, message in enumerate(messages)]
    if order == 1:
        stream.reverse()
    elif order == DOUBLED:
        stream += [(message, f"again-{number}") for number, message in enumerate(messages)]
        random.shuffle(stream)
    core = Core()
    for message, ce_id in stream:
        core.tell(message, ce_id=ce_id)
    return core


def _declined(core: Core, seed: int) -> list[BaseModel]:
    """A named officer declines some of the duties that stay open, and one that never was."""
    random = Random(f"decline {seed}")
    ids = sorted(ident for ident, *_ in _open_duties(core))
    chosen = [*random.sample(ids, len(ids) // 4), event_id("nobody", "knows", "it")]
    return [duty_declined(ident, random.uniform(0, 900)) for ident in chosen]


def _facts(core: Core, case_id: str) -> dict[str, Any]:
    state = _state(core, case_id)
    return {
        "since": (state.case.status, state.since),
        "people": state.people,
        "places": (state.uprns, state.locations),
        "bands": state.band_runs,
        "assessments": {subject: _standing(row) for subject, row in state.assessments.items()},
        "answers": {ref: _runs(row) for ref, row in state.answers.items()},
        "acts": [(act.slot, act.at, act.officer) for act in state.sentinel.acts] if state.sentinel else [],
        "duties": _open_duties(core),
        "notices": _standing_notices(core),
        "markers": _markers_there(core),
        "snapshot": _without_what_was_sent(_published(core, case_id)),
    }


def _standing_notices(core: Core) -> set[Any]:
    """But of markers found false: that one was ever proposed depends on what came first."""
    rows = [row for _, row in core.rows() if isinstance(row, NoticeRow) and row.standing]
    return {(row.kind, row.owner, row.about) for row in rows if row.kind is not NoticeKind.MARKER_FOUND_FALSE}


def _markers_there(core: Core) -> set[Any]:
    """Where they are; of two at high risk in one place, whom the marker names is who was told of first."""
    rows = [row for _, row in core.rows() if isinstance(row, MarkerRow) and markers.is_there(row)]
    return {(row.kind, row.ref, row.adverse, row.status) for row in rows}


def _without_what_was_sent(shown: dict[str, Any]) -> dict[str, Any]:
    kept = {name: value for name, value in shown.items() if name not in SENT}
    duties = kept["open_obligations"]
    return {**kept, "open_obligations": [each for each in duties if each["kind"] not in OF_WHAT_WAS_SENT]}


def _standing(row: AssessmentRow) -> Any:
    return row.standing and msgspec.structs.replace(row.standing, rank=NO_RANK)


def _runs(row: PersonRow) -> Any:
    found = {
        question: (
            questions.standing(told),
            told[-1].without_text,
            questions.unknown_since(told),
            questions.yes_since(told),
        )
        for question, told in row.answers.items()
    }
    return found, row.form and msgspec.structs.replace(row.form, rank=NO_RANK)


def _open_duties(core: Core) -> set[Any]:
    by_facts = set(ObligationKind) - ASKED - OF_WHAT_WAS_SENT
    rows = [row for _, row in core.rows() if isinstance(row, ObligationRow) and row.kind in by_facts]
    return {
        (row.obligation_id, row.kind, row.about, row.since, row.due_at, row.without_text)
        for row in rows
        if row.status is ObligationStatus.OPEN
    }


def _ledger(core: Core) -> Ledger:
    return core.domain.looking(FORCE, at(0), core.table)


def _state(core: Core, case_id: str) -> CaseState:
    return case_state.of(core.case(case_id), _ledger(core))


def _published(core: Core, case_id: str) -> dict[str, Any]:
    """The last snapshot, without when and by what it changed."""
    found = core.latest("CaseSnapshot", case_id)
    assert found is not None
    return _by_facts(found)


def _shown_now(core: Core, case_id: str) -> dict[str, Any]:
    """The snapshot by what is known now: the last one published is always current (R17)."""
    return _by_facts(snapshot.of(_state(core, case_id), _ledger(core)).model_dump(mode="json"))


def _by_facts(found: dict[str, Any]) -> dict[str, Any]:
    kept = {name: value for name, value in found.items() if not name.startswith("changed_")}
    kept["open_obligations"] = [each for each in kept["open_obligations"] if each["kind"] not in ASKED]
    return kept
