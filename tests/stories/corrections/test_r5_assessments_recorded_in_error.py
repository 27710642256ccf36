"""R5: an assessment that was recorded in error never counted, and whoever was told of it is told so."""

from schemas.words import Band, SubjectKind
from tests.given.casefile import in_sentinel, of_type, only, person, shown, snapshot, to_be_assessed
from tests.given.casework import assessed
from tests.given.core import Core
from tests.given.corrections import assessment_withdrawn
from tests.given.messages import HOME

HIGH = {"vulnerability": "high", "violence": "yes"}
LOW = {"frequency": "one-off"}
VICTIM = (SubjectKind.VICTIM, "P-1")


def test_r5_the_result_is_taken_back_by_name_and_the_assessment_is_owed_again(core: Core) -> None:
    case_id = in_sentinel(core, person("P-1"))
    core.tell(assessed(answers=HIGH))
    published = next(event for event in core.published if event.type == "RiskAssessed")

    led_to = core.tell(assessment_withdrawn())

    assert only(led_to, "AssessmentTakenBack") == {
        "case_id": case_id,
        "reference": "SEN-1",
        "subject": {"kind": "victim", "ref": "P-1"},
        "reason": "found-false",
        "corrects": published.headers["ce_id"],
    }
    assert shown(core, case_id, "P-1")["risk"] == "unknown"
    assert VICTIM in to_be_assessed(core, case_id)


def test_r5_what_was_recorded_before_it_does_not_come_back(core: Core) -> None:
    case_id = in_sentinel(core, person("P-1"))
    core.tell(assessed(answers=LOW), assessed(answers=HIGH, revision=2))

    core.tell(assessment_withdrawn(revision=3))

    assert shown(core, case_id, "P-1")["risk"] == "unknown"


def test_r5_an_assessment_made_anew_counts(core: Core) -> None:
    case_id = in_sentinel(core, person("P-1"))
    core.tell(assessed(answers=HIGH), assessment_withdrawn())

    led_to = core.tell(assessed(answers=LOW, revision=3, hours=80))

    assert only(led_to, "RiskAssessed")["band"] == Band.LOW
    assert shown(core, case_id, "P-1")["risk"] == Band.LOW


def test_r5_a_withdrawal_that_comes_late_takes_nothing_from_what_was_recorded_after_it(core: Core) -> None:
    case_id = in_sentinel(core, person("P-1"))
    core.tell(assessed(answers=HIGH), assessed(answers=LOW, revision=3, hours=80))

    led_to = core.tell(assessment_withdrawn())

    assert of_type(led_to, "AssessmentTakenBack") == []
    assert shown(core, case_id, "P-1")["risk"] == Band.LOW


def test_r5_a_withdrawal_that_comes_first_keeps_what_it_is_of_from_ever_counting(core: Core) -> None:
    case_id = in_sentinel(core, person("P-1"))
    core.tell(assessment_withdrawn())

    led_to = core.tell(assessed(answers=HIGH))

    assert of_type(led_to, "RiskAssessed") == []
    assert shown(core, case_id, "P-1")["risk"] == "unknown"


def test_r5_a_place_that_was_only_assessed_in_error_is_no_place_of_the_case(core: Core) -> None:
    case_id = in_sentinel(core, person("P-1"))
    core.tell(
        assessed(person_ref=HOME, kind=SubjectKind.LOCATION, matrix="location", answers={"trend": "falling"})
    )

    core.tell(assessment_withdrawn(person_ref=HOME, kind=SubjectKind.LOCATION))

    assert snapshot(core, case_id)["places"] == []
