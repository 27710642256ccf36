"""A case that is over goes with all that is its own when its time is up, unless something rests on it (X8)."""

from datetime import timedelta

import pytest

from schemas.incoming import RejectionHandled
from schemas.rows import CaseRow, MarkerRow, ObligationRow, ReferralRow
from schemas.words import Answer, CaseStatus, MarkerStatus, ObligationStatus, Question, RejectionAction
from tests.given.casefile import person
from tests.given.casework import answered, assessed, duty_declined
from tests.given.core import Core
from tests.given.everything import everything_told
from tests.given.high_risk import declared
from tests.given.messages import (
    at,
    closed,
    incident,
    instruction,
    opened_in_sentinel,
    tag_override,
    victim,
)
from tests.given.partners import acknowledged, correction_acknowledged
from tests.given.retention import AGAIN, CASES, INCIDENTS, WATCHES, short_core
from tests.given.rights import lifted, restricted, subject
from tests.given.steps import asked, confirmed, kept

DAY = 24
HOME = "999000000077"
GRAVE = "They threatened her. She is frightened."
ANNA = person("P-1", nominal_ref="N-ANN", name="Anna Example")
ANN = victim(nominal_ref="N-ANN")
OVER = 20 * DAY
RETIRED = 10
# What belongs to no case and no incident, and stays: see the page.
KEPT = {"policy", "compliance", "feed", "directory", "go-live"}


@pytest.fixture
def core() -> Core:
    return short_core()


def a_case(core: Core, reference: str = "SEN-1", incident_id: str = "SK-1", **changes) -> str:
    """A case of Sentinel's with an incident of ours, somebody on it, an assessment and an answer; not closed."""
    core.tell(incident(incident_id, 0, uprn=HOME, people=(ANN,)))
    core.tell(
        opened_in_sentinel(reference, 1, **{"incident_ids": (incident_id,), "people": (ANNA,), **changes})
    )
    core.tell(assessed(reference, hours=2), answered(Question.VULNERABLE, Answer.YES, 3, reference=reference))
    case_id = core.incident(incident_id).case_id
    assert case_id
    return case_id


def left(core: Core, *parts: str) -> list[bytes]:
    """The keys of the rows that say anything of a case, apart from where the audit stands."""
    wanted = [part.encode() for part in parts]
    named = [key for key, _ in core.rows() if any(part in key for part in wanted)]
    return [*named, *(key for key in core.table.holding(wanted) if key not in named)]


def kinds(core: Core) -> set[str]:
    """The kinds of rows that there are, apart from the logs by which time passes."""
    return {key.split(b"|")[1].decode() for key, _ in core.rows() if b"|CLOCK-" not in key}


def open_duties(core: Core) -> list[str]:
    rows = [row for _, row in core.rows() if isinstance(row, ObligationRow)]
    return [row.obligation_id for row in rows if row.status is ObligationStatus.OPEN]


def referrals(core: Core) -> list[ReferralRow]:
    return [row for _, row in core.rows() if isinstance(row, ReferralRow)]


def acknowledge(core: Core, hours: float, *, corrections: bool) -> None:
    """Every partner acts on what it has, and has taken in what was corrected."""
    for row in referrals(core):
        core.tell(acknowledged(row.referral_id, row.partner, hours))
        for one in row.corrections if corrections else ():
            core.tell(correction_acknowledged(row.referral_id, row.partner, one.correction_id, hours + 1))


def test_x8_a_closed_case_goes_with_all_that_is_its_own(core):
    case_id = a_case(core)
    core.tell(closed("SEN-1", OVER))

    core.move_to(OVER + CASES * DAY - 1)
    before = kinds(core)
    told = core.move_to(OVER + (CASES + 1) * DAY)

    assert {"case", "sentinel", "assessment", "person", "obligation", "incident"} <= before
    assert not left(core, case_id, "SEN-1", "SK-1")
    assert [event.type for event in told if event.key in (case_id, "SK-1")] == []


def test_x8_everything_that_can_be_known_of_a_case_goes_with_it(core):
    everything_told(core)
    [case_id] = {row.case_id for _, row in core.rows() if isinstance(row, CaseRow)}
    core.tell(closed("SEN-1", 30, revision=3))
    acknowledge(core, 40, corrections=True)
    before = kinds(core)

    core.move_to((CASES + INCIDENTS) * DAY)

    assert not left(core, case_id, "SEN-1", "SK-1")
    assert {"marker", "referral", "partner-word", "step", "notice"} <= before
    assert kinds(core) <= KEPT


def test_x8_the_snapshot_goes_first_and_the_case_after_it(core):
    case_id = a_case(core)
    core.tell(closed("SEN-1", OVER))

    core.move_to(OVER + (RETIRED + 1) * DAY)

    assert core.messages
    assert core.case(case_id).snapshot_digest == b""
    assert core.case(case_id).falls_due == at(OVER) + timedelta(days=CASES)


def test_x8_a_case_that_was_closed_in_another_century_is_kept_from_when_that_was_told(core):
    core.tell(opened_in_sentinel("SEN-1", 0))
    core.tell(closed("SEN-1", OVER).model_copy(update={"closed_at": at(-100 * 365 * DAY)}))

    core.move_to(OVER + CASES * DAY - 1)
    before = kinds(core)
    core.move_to(OVER + (CASES + 1) * DAY)

    assert "case" in before
    assert "case" not in kinds(core)


def test_x8_a_case_that_is_opened_again_is_kept(core):
    case_id = a_case(core)
    core.tell(closed("SEN-1", OVER), closed("SEN-1", OVER + DAY, revision=2, is_closed=False))

    core.move_to(OVER + (CASES + 10) * DAY)

    assert core.case(case_id).status is CaseStatus.ACCEPTED


def test_x8_a_case_stays_until_the_time_of_each_of_its_incidents_is_up(core):
    case_id = a_case(core)
    core.tell(closed("SEN-1", OVER))
    core.tell(incident("SK-2", 19 * DAY, recorded=60 * DAY, uprn=HOME, people=(ANN,)))
    in_case = core.incident("SK-2").case_id
    for row in open_duties(core):
        core.tell(duty_declined(row, 61 * DAY))

    core.move_to(OVER + (CASES + 1) * DAY)
    before = left(core, case_id)
    core.move_to((60 + INCIDENTS + 1 + AGAIN) * DAY)

    assert in_case == case_id
    assert before
    assert not left(core, case_id, "SK-2")


def test_x8_a_case_with_a_marker_that_is_on_stays(core):
    case_id = a_case(core)
    core.tell(declared(hours=5))
    for step in asked(core.published, "marker"):
        core.tell(confirmed(step["step_id"], 6))
    core.tell(closed("SEN-1", OVER))

    core.move_to(80 * DAY)
    [marker] = [row for _, row in core.rows() if isinstance(row, MarkerRow)]
    core.tell(kept(marker.marker_id, 80 * DAY))
    core.move_to(OVER + (CASES + 10) * DAY)

    assert core.case(case_id)
    assert {row.status for _, row in core.rows() if isinstance(row, MarkerRow)} == {MarkerStatus.ACTIVE}


def test_x8_a_case_whose_correction_a_partner_has_not_taken_in_stays(core):
    everything_told(core)
    core.tell(closed("SEN-1", 30, revision=3))
    core.tell(incident("SK-1", 3, recorded=35, revision=2, uprn="999000000078", opening_code="201"))
    acknowledge(core, 40, corrections=False)

    core.move_to((CASES + INCIDENTS) * DAY)

    assert any(not each.acknowledged for row in referrals(core) for each in row.corrections)
    assert "case" in kinds(core)


def test_x8_a_case_with_somebody_on_it_who_is_restricted_stays_until_that_is_lifted(core):
    case_id = a_case(core)
    ann = subject(nominal_ref="N-ANN")
    core.tell(closed("SEN-1", OVER), restricted(ann, OVER + 1))

    core.move_to(OVER + (CASES + 10) * DAY)
    before = left(core, case_id)
    core.tell(lifted(ann, OVER + (CASES + 11) * DAY))
    core.move_to(OVER + (CASES + 12 + AGAIN) * DAY)

    assert before
    assert not left(core, case_id, "SEN-1", "SK-1")


def test_x8_a_case_stays_while_somebody_is_restricted_whom_it_only_declares_at_high_risk(core):
    a_case(core)
    bob = subject(nominal_ref="N-BOB")
    core.tell(declared(ref="N-BOB", hours=5), restricted(bob, 6), closed("SEN-1", OVER))

    core.move_to(OVER + (CASES + 10) * DAY)
    told = core.tell(lifted(bob, OVER + (CASES + 11) * DAY))
    core.move_to(OVER + (CASES + 12 + AGAIN) * DAY)

    assert [event.type for event in told if event.type == "RestrictionLifted"] == ["RestrictionLifted"]
    assert not left(core, "SEN-1", "SK-1")


def test_x8_a_case_stays_while_somebody_on_it_is_on_another_that_is_not_over(core):
    case_id = a_case(core)
    core.tell(opened_in_sentinel("SEN-2", 10 * DAY, people=(ANNA,)))
    core.tell(closed("SEN-1", OVER))

    core.move_to(OVER + (CASES + 1) * DAY)
    before = left(core, case_id)
    core.tell(closed("SEN-2", OVER + (CASES + 2) * DAY))
    core.move_to(OVER + (CASES + 3 + AGAIN) * DAY)

    assert before
    assert not left(core, case_id, "SEN-1", "SK-1")


def test_x8_a_request_that_was_taken_back_goes_after_the_incident_that_made_it(core):
    core.tell(incident("SK-1", 0, GRAVE, uprn=HOME))
    case_id = core.incident("SK-1").case_id
    core.tell(tag_override("SK-1", asb=False, hours=2))
    core.tell(incident("SK-1", 0, recorded=60 * DAY, revision=2, uprn=HOME))

    core.move_to((CASES + 1) * DAY)
    before = left(core, case_id)
    core.move_to((60 + INCIDENTS + 1 + AGAIN) * DAY)

    assert case_id
    assert before
    assert not left(core, case_id, "SK-1")


def test_x8_what_is_counted_for_somebody_goes_once_nothing_is_left_to_count(core):
    core.tell(*(incident(f"SK-{day}", day * DAY, opening_code="201", people=(ANN,)) for day in (1, 3, 5)))
    watched = kinds(core)
    core.tell(*(duty_declined(row, 6 * DAY) for row in open_duties(core)))

    core.move_to((2 * INCIDENTS + 2 * WATCHES) * DAY)

    assert "watch" in watched
    assert kinds(core) <= KEPT


def test_x8_a_word_about_a_rejected_message_goes_when_its_time_is_up(core):
    core.tell(
        RejectionHandled(
            **instruction("handled-7", 1),
            officer="OP 1",
            rejected_offset=7,
            action=RejectionAction.DISCARDED,
            reason="The sender has corrected it.",
        )
    )
    before = kinds(core)

    core.move_to((WATCHES + 1) * DAY)

    assert "handled" in before
    assert "handled" not in kinds(core)


def test_x8_what_sentinel_tells_of_a_case_that_is_gone_begins_it_anew(core):
    case_id = a_case(core)
    core.tell(closed("SEN-1", OVER))
    core.move_to(OVER + (CASES + 1) * DAY)

    told = core.tell(opened_in_sentinel("SEN-1", 1, recorded_at=at(OVER + (CASES + 2) * DAY), revision=2))

    assert [(event.type, event.key) for event in told if event.type == "CaseAdopted"] == [
        ("CaseAdopted", case_id)
    ]
