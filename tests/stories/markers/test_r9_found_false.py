"""R9, R5: a marker whose high risk never was so is taken off by itself, and its owner is told."""

from schemas.words import Answer, Letter, MarkerStatus, ObligationKind, Post
from tests.given.casefile import in_sentinel, of_type, only, person, snapshot
from tests.given.casework import assessed
from tests.given.core import Core
from tests.given.corrections import assessment_withdrawn
from tests.given.duties import ended
from tests.given.high_risk import declared
from tests.given.messages import (
    accepted,
    incident,
    lead_officer,
    officer_says,
    opened_in_sentinel,
    person_added,
)
from tests.given.steps import asked, confirmed

HIGH = {"violence": "yes", "vulnerability": "high"}
LOW = {"frequency": "one-off"}
CASE_MANAGE = {Letter.GATE: Answer.YES, Letter.VULNERABLE: Answer.YES}


def on(core: Core) -> tuple[str, str]:
    """A case whose victim is at high risk with a marker that is on since hour 50; the ids of both."""
    case_id = in_sentinel(core, person("P-1", nominal_ref="N-1"))
    core.tell(lead_officer("SEN-1"))
    core.tell(assessed(answers=HIGH))
    [marker] = snapshot(core, case_id)["markers"]
    core.tell(confirmed(marker["marker_id"], 50))
    return case_id, str(marker["marker_id"])


def test_r9_an_assessment_recorded_in_error_takes_its_marker_off_with_notice_to_the_owner(core: Core) -> None:
    case_id, marker_id = on(core)

    false = core.tell(assessment_withdrawn(hours=60))

    withdrawn, notice = only(false, "MarkerWithdrawn"), only(false, "MarkerFoundFalse")
    [activated] = [each for each in core.published if each.type == "MarkerActivated"]
    assert (withdrawn["reason"], withdrawn["officer"]) == ("found-false", None)
    assert withdrawn["corrects"] == activated.headers["ce_id"]
    assert notice["marker_id"] == marker_id
    assert notice["addressees"] == [{"post": Post.LEAD_OFFICER, "officer": "PC 4411"}]
    assert snapshot(core, case_id)["markers"] == []


def test_r9_it_stays_where_the_high_risk_stands_on_another_word(core: Core) -> None:
    case_id, _ = on(core)
    core.tell(declared(ref="P-1", hours=55))

    core.tell(assessment_withdrawn(hours=60))

    assert [one["status"] for one in snapshot(core, case_id)["markers"]] == [MarkerStatus.ACTIVE]
    assert not of_type(core.published, "MarkerFoundFalse")


def test_r9_one_whose_removal_was_proposed_is_taken_off_at_once_when_it_never_was_so(core: Core) -> None:
    _, _ = on(core)
    core.tell(assessed(answers=LOW, hours=80, revision=2))

    false = core.tell(assessment_withdrawn(hours=90, revision=3))

    assert only(false, "MarkerWithdrawn")["reason"] == "found-false"
    assert ended(false, ObligationKind.MARKER_WITHDRAWAL) == [("withdrawn", "found-false")]


def test_r9_a_nominal_reference_that_was_anothers_marks_nobody(core: Core) -> None:
    case_id, marker_id = on(core)

    corrected = core.tell(person_added("SEN-1", "P-1", 90, 2, nominal_ref="N-2"))

    assert only(corrected, "MarkerWithdrawn")["marker_id"] == marker_id
    assert only(corrected, "MarkerWithdrawn")["reason"] == "found-false"
    assert only(corrected, "ProtectiveAlertRaised")["marked"]["ref"] == "N-2"
    assert [one["marked"]["ref"] for one in snapshot(core, case_id)["markers"]] == ["N-2"]


def test_r9_r7_a_case_known_as_another_gives_its_marker_up_and_the_other_proposes_its_own(core: Core) -> None:
    core.tell(incident("SK-1", 0), officer_says("SK-1", CASE_MANAGE))
    ours = only(core.published, "CaseOpened")["case_id"]
    _, marker_id = on(core)

    known = core.tell(accepted(ours, "SEN-1", hours=70))

    assert only(known, "MarkerWithdrawn")["marker_id"] == marker_id
    assert only(known, "MarkerProposed")["case_id"] == ours
    assert of_type(known, "ProtectiveAlertRaised")


def test_r9_r7_an_adopted_case_that_is_known_as_another_was_not_false(core: Core) -> None:
    core.tell(opened_in_sentinel("SEN-1", 0), person_added("SEN-1", "P-1", hours=1, nominal_ref="N-1"))
    [request] = asked(core.tell(assessed(answers=HIGH, hours=2)))
    core.tell(confirmed(request["step_id"], 3))
    core.tell(incident("SK-1", 5, "They threatened her. She is frightened."))

    ours = core.tell(accepted(core.incident("SK-1").case_id, "SEN-1", 6))

    assert only(ours, "MarkerWithdrawn")["reason"] == "known-as-another"
    assert not of_type(ours, "MarkerFoundFalse")
