"""R21: every week each beat is told what is missing, whose it is and how old, until it is put right."""

import json

import pytest

from schemas.words import Answer, GapKind, Question
from tests.given.casefile import in_sentinel, of_type, person
from tests.given.casework import answered, assessed, duty_declined, go_live, person_left
from tests.given.core import Core, Event
from tests.given.messages import closed, incident, lead_officer, opened_in_sentinel, victim

# The story begins on a Monday at ten in London; the check is made on Mondays at seven.
WEEK = 24 * 7
MONDAY = WEEK - 3
ANNA = person("P-1", name="Anna Example")


def reports(events: list[Event]) -> list[dict]:
    return of_type(events, "ComplianceReported")


def report(events: list[Event], beat: str | None = None) -> dict:
    """The one report of a beat, or of the force."""
    [found] = [each for each in reports(events) if each["beat"] == beat]
    return found


def listed(found: dict) -> set[tuple[str, str | None]]:
    """The gaps by kind and case reference."""
    return {(gap["gap"], gap["reference"]) for gap in found["gaps"]}


def number(found: dict, gap: GapKind) -> dict:
    [one] = [each for each in found["outstanding"] if each["gap"] == gap]
    return one


def test_r21_a_case_with_a_missing_assessment_is_told_to_its_beat_until_it_is_put_right(core: Core) -> None:
    in_sentinel(core, ANNA, beat="B1")
    core.tell(lead_officer("SEN-1", "PC 4411"))

    first = report(core.move_to(MONDAY + 1), "B1")
    second = report(core.move_to(MONDAY + WEEK + 1), "B1")
    core.tell(assessed(person_ref="P-1", hours=MONDAY + WEEK + 2))
    third = report(core.move_to(MONDAY + 2 * WEEK + 1), "B1")

    [gap] = first["gaps"]
    assert (gap["gap"], gap["reference"], gap["lead_officer"]) == ("no-assessment", "SEN-1", "PC 4411")
    assert gap["about"]["subject"] == {"kind": "victim", "ref": "P-1"}
    assert (gap["since"], gap["age_days"]) == ("2026-06-01T09:00:00Z", 7)
    assert second["gaps"][0]["age_days"] == 14
    assert ("no-assessment", "SEN-1") not in listed(third)


def test_r21_what_nobody_answered_is_listed_once_it_was_assessed(core: Core) -> None:
    in_sentinel(core, ANNA, beat="B1")
    core.tell(lead_officer("SEN-1"), assessed(person_ref="P-1", hours=3))
    core.tell(answered(Question.REPEAT_VICTIM, Answer.NO, hours=4))
    core.tell(answered(Question.VULNERABLE, Answer.YES, hours=5, text=""))

    found = report(core.move_to(MONDAY + 1), "B1")

    by_question = {gap["about"]["question"]: gap["gap"] for gap in found["gaps"] if gap["about"]["question"]}
    assert by_question == {"vulnerable": "yes-without-text", "safeguarding": "unknown-answer"}


def test_r21_a_yes_without_text_is_listed_before_anybody_is_assessed(core: Core) -> None:
    in_sentinel(core, ANNA, beat="B1")
    core.tell(lead_officer("SEN-1"), answered(Question.VULNERABLE, Answer.YES, hours=5, text=""))

    found = report(core.move_to(MONDAY + 1), "B1")

    assert ("yes-without-text", "SEN-1") in listed(found)


def test_r21_a_safeguarding_yes_without_its_form_is_listed(core: Core) -> None:
    in_sentinel(core, ANNA, beat="B1")
    core.tell(lead_officer("SEN-1"), answered(Question.SAFEGUARDING, Answer.YES, hours=5))

    found = report(core.move_to(MONDAY + 1), "B1")

    assert ("no-safeguarding-form", "SEN-1") in listed(found)


def test_r21_high_risk_without_a_plan_a_review_and_its_partners_is_listed(core: Core) -> None:
    in_sentinel(core, ANNA, beat="B1")
    core.tell(lead_officer("SEN-1"))
    core.tell(assessed(person_ref="P-1", hours=3, answers={"vulnerability": "high", "violence": "yes"}))

    first = report(core.move_to(MONDAY + 1), "B1")
    third = report(core.move_to(MONDAY + 2 * WEEK + 1), "B1")

    assert ("no-action-plan", "SEN-1") in listed(first)
    assert ("no-partner-contact", "SEN-1") in listed(first)
    assert ("review-overdue", "SEN-1") not in listed(first)
    assert ("review-overdue", "SEN-1") in listed(third)


def test_r21_a_request_that_sentinel_does_not_answer_is_listed(core: Core) -> None:
    core.tell(incident("SK-1", 0, "They threatened her. She is frightened.", location={"beat": "B3"}))

    found = report(core.move_to(MONDAY + 1), "B3")

    [gap] = found["gaps"]
    assert (gap["gap"], gap["reference"], gap["age_days"]) == ("no-sentinel-reference", None, 7)


def test_r21_r6_a_record_that_says_nothing_is_listed_and_one_that_was_asked_about_as_an_ask(
    core: Core,
) -> None:
    core.tell(incident("SK-1", 0, location={"beat": "B3"}))
    core.tell(incident("SK-2", 1, "She is frightened", location={"beat": "B3"}))

    found = report(core.move_to(MONDAY + 1), "B3")

    assert {(gap["gap"], gap["incident_id"]) for gap in found["gaps"]} == {
        ("decision-unknown", "SK-1"),
        ("no-officer-decision", "SK-2"),
    }


def test_r21_r7_facts_whose_case_does_not_appear_are_listed_under_no_beat(core: Core) -> None:
    core.tell(assessed("SEN-8", hours=3))

    waiting = report(core.move_to(MONDAY + 1))
    core.tell(opened_in_sentinel("SEN-8", MONDAY + 2))
    appeared = report(core.move_to(MONDAY + WEEK + 1))

    assert ("case-unknown", "SEN-8") in listed(waiting)
    assert ("case-unknown", "SEN-8") not in listed(appeared)


def test_r21_the_lead_officer_is_the_one_of_the_day_of_the_report(core: Core) -> None:
    in_sentinel(core, ANNA, beat="B1")

    nobody = report(core.move_to(MONDAY + 1), "B1")
    core.tell(lead_officer("SEN-1", "PC 4411", hours=MONDAY + 2))
    one = report(core.move_to(MONDAY + WEEK + 1), "B1")
    core.tell(lead_officer("SEN-1", "PC 5522", hours=MONDAY + WEEK + 2, revision=2))
    another = report(core.move_to(MONDAY + 2 * WEEK + 1), "B1")

    officers = [{gap["lead_officer"] for gap in each["gaps"]} for each in (nobody, one, another)]
    assert officers == [{None}, {"PC 4411"}, {"PC 5522"}]
    assert ("no-lead-officer", "SEN-1") in listed(nobody)
    assert ("no-lead-officer", "SEN-1") not in listed(one)


@pytest.mark.parametrize("ended", ["closed", "left", "declined"])
def test_r21_what_is_no_longer_owed_is_no_longer_listed(core: Core, ended: str) -> None:
    in_sentinel(core, ANNA, beat="B1")
    core.tell(lead_officer("SEN-1"))
    core.move_to(MONDAY + 1)
    [duty] = [
        each for each in of_type(core.published, "ObligationOpened") if each["kind"] == "risk-assessment"
    ]

    core.tell(
        {
            "closed": closed("SEN-1", MONDAY + 2),
            "left": person_left("SEN-1", "P-1", MONDAY + 2),
            "declined": duty_declined(duty["obligation_id"], MONDAY + 2),
        }[ended]
    )

    found = report(core.move_to(MONDAY + WEEK + 1), "B1")
    subjects = [gap["about"]["subject"] for gap in found["gaps"] if gap["about"]]
    assert {"kind": "victim", "ref": "P-1"} not in subjects


def test_r21_r7_what_was_due_before_go_live_is_listed_and_marked(core: Core) -> None:
    core.tell(go_live(MONDAY))
    in_sentinel(core, ANNA, beat="B1")
    core.tell(lead_officer("SEN-1"))

    events = core.move_to(MONDAY + 1)

    [gap] = report(events, "B1")["gaps"]
    assert gap["before_go_live"]
    assert of_type(core.published, "ReminderFellDue") == []


def test_r21_the_force_knows_how_many_are_outstanding_on_average_and_which_way_it_goes(core: Core) -> None:
    in_sentinel(core, ANNA, beat="B1")
    in_sentinel(core, ANNA, reference="SEN-2", beat="B2")

    first = number(report(core.move_to(MONDAY + 1, every=24)), GapKind.NO_ASSESSMENT)
    core.tell(assessed("SEN-2", "P-1", hours=MONDAY + 2))
    second = number(report(core.move_to(MONDAY + WEEK + 1, every=24)), GapKind.NO_ASSESSMENT)

    assert (first["now"], first["running_average"], first["trend"]) == (2, 2.0, None)
    assert (second["now"], second["running_average"], second["trend"]) == (1, 1.5, -1.0)


def test_r21_a_case_of_two_victims_is_one_of_the_cases_that_the_practice_counted(core: Core) -> None:
    in_sentinel(core, ANNA, person("P-2", name="Ben Example"), beat="B1")

    neither = report(core.move_to(MONDAY + 1), "B1")
    core.tell(assessed("SEN-1", "P-1", hours=MONDAY + 2))
    one = report(core.move_to(MONDAY + WEEK + 1), "B1")
    core.tell(assessed("SEN-1", "P-2", hours=MONDAY + WEEK + 2))
    both = report(core.move_to(MONDAY + 2 * WEEK + 1), "B1")

    told = (neither, one, both)
    assert [number(each, GapKind.NO_ASSESSMENT)["now"] for each in told] == [2, 1, 0]
    cases = [number(each, GapKind.CASE_NOT_ASSESSED) for each in told]
    assert [each["now"] for each in cases] == [1, 1, 0]
    assert [each["trend"] for each in cases] == [None, 0, -1]
    assert "case-not-assessed" not in {gap["gap"] for each in told for gap in each["gaps"]}


def test_r21_weeks_of_outage_make_one_late_report_and_the_next_comes_on_its_day(core: Core) -> None:
    in_sentinel(core, ANNA, beat="B1")
    core.move_to(MONDAY + 1)

    late = reports(core.move_to(MONDAY + 3 * WEEK + 30))
    proper = reports(core.move_to(MONDAY + 4 * WEEK + 1))

    assert [(each["beat"], each["as_at"]) for each in late] == [
        (None, "2026-06-29T06:00:00Z"),
        ("B1", "2026-06-29T06:00:00Z"),
    ]
    assert [(each["beat"], each["as_at"]) for each in proper] == [
        (None, "2026-07-06T06:00:00Z"),
        ("B1", "2026-07-06T06:00:00Z"),
    ]


def test_r21_a_report_names_nobody(core: Core) -> None:
    people = (victim(name="Anna Example", phone="01632 960123"),)
    core.tell(incident("SK-1", 0, "They threatened her. She is frightened.", people=people))
    ben = person("P-2", name="Ben Example", phone="01632 960124")
    core.tell(opened_in_sentinel("SEN-1", 1, people=(ANNA, ben), incident_ids=("SK-1",)))

    told = json.dumps(reports(core.move_to(MONDAY + 1)))

    assert "no-assessment" in told
    assert "Example" not in told
    assert "960123" not in told
