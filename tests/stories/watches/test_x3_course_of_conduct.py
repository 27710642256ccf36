"""X3: repeated Personal incidents against one victim are reviewed by a person within 24 hours; no rule decides."""

import pytest

from schemas.words import GapKind, NoticeKind, ObligationKind
from tests.given.casework import duty_declined
from tests.given.core import Core
from tests.given.corrections import deleted
from tests.given.duties import ended, opened
from tests.given.messages import at, victim
from tests.given.watches import (
    ANN_BY_ALL,
    ANN_BY_NAME,
    BEN,
    DAY,
    GRAVE,
    by,
    conduct,
    personal,
    report,
    reviewed,
    suspect,
    told,
    withdrawn,
)

REVIEW = ObligationKind.CRIME_RECORDING_REVIEW
SEEN = NoticeKind.COURSE_OF_CONDUCT


def test_a_second_personal_incident_is_reviewed_within_24_hours_of_its_report(core: Core) -> None:
    core.tell(personal("A", 0))

    events = core.tell(personal("B", 10))

    [seen] = told(events, "CourseOfConductSeen")
    [duty] = opened(events, REVIEW)
    assert conduct(events) == [("NOM-1", ["A", "B"])]
    assert by(seen, "review_by") == "2026-06-12 10:00"
    assert (duty["obligation_id"], by(duty, "due_at")) == (seen["obligation_id"], "2026-06-12 10:00")
    assert (duty["incident_id"], duty["case_id"]) == ("B", None)
    assert duty["about"]["subject"] == {"kind": "victim", "ref": "NOM-1"}


def test_it_says_that_it_is_no_decision_that_there_is_a_crime(core: Core) -> None:
    [seen] = told(core.tell(personal("A", 0), personal("B", 10)), "CourseOfConductSeen")

    assert seen["sentence"].endswith("This is not a decision that there is one.")


def test_who_is_to_review_is_reminded_when_the_24_hours_are_over(core: Core) -> None:
    core.tell(personal("A", 0), personal("B", 10))

    before, after = core.move_to(11 * DAY - 1), core.move_to(11 * DAY + 1)

    assert [data for data in told(before, "ReminderFellDue") if data["kind"] == REVIEW] == []
    assert [data["level"] for data in told(after, "ReminderFellDue") if data["kind"] == REVIEW] == [
        "sergeant"
    ]


def test_nuisance_is_no_course_of_conduct(core: Core) -> None:
    assert conduct(core.tell(personal("A", 0), report("B", 10), report("C", 20))) == []


@pytest.mark.parametrize(("day", "is_seen"), [(180, True), (181, False)])
def test_incidents_are_in_one_window_of_days(core: Core, day: int, is_seen: bool) -> None:
    core.tell(personal("A", 0))

    assert bool(conduct(core.tell(personal("B", day)))) is is_seen


def test_a_second_victim_is_not_averaged_in(core: Core) -> None:
    events = core.tell(personal("A", 0), personal("B", 10, BEN))

    assert conduct(events) == []


def test_two_incidents_by_perpetrators_known_to_be_different_are_no_series(core: Core) -> None:
    ann = victim(nominal_ref="NOM-1")

    different = core.tell(personal("A", 0, ann, suspect("NOM-8")), personal("B", 1, ann, suspect("NOM-9")))
    same = core.tell(personal("C", 2, ann, suspect("NOM-9")))

    assert conduct(different) == []
    assert conduct(same) == [("NOM-1", ["B", "C"])]
    assert [data["suspect_ref"] for data in told(same, "CourseOfConductSeen")] == ["NOM-9"]


def test_what_nobody_is_named_for_may_be_by_the_same(core: Core) -> None:
    ann = victim(nominal_ref="NOM-1")

    events = core.tell(personal("A", 0, ann, suspect()), personal("B", 1, ann))

    assert conduct(events) == [("NOM-1", ["A", "B"])]
    assert [data["suspect_ref"] for data in told(events, "CourseOfConductSeen")] == [None]


def test_a_third_before_the_review_joins_the_series_and_its_clock_runs_on(core: Core) -> None:
    core.tell(personal("A", 0), personal("B", 10))

    third = core.tell(personal("C", 10.5))

    assert conduct(third) == [("NOM-1", ["A", "B", "C"])]
    assert opened(third, REVIEW) == []
    assert [by(data, "review_by") for data in told(third, "CourseOfConductSeen")] == ["2026-06-12 10:00"]


@pytest.mark.parametrize("crime", [True, False])
def test_a_persons_decision_ends_it_either_way(core: Core, crime: bool) -> None:
    [duty] = opened(core.tell(personal("A", 0), personal("B", 10)), REVIEW)

    events = core.tell(reviewed(duty["obligation_id"], 10.5, crime=crime))

    assert ended(events, REVIEW) == [("done", None)]
    assert withdrawn(events, SEEN) == ["decided"]


def test_a_decision_that_came_before_the_incidents_counts(core: Core) -> None:
    elsewhere = Core(core.domain, force=core.force)
    [duty] = opened(elsewhere.tell(personal("A", 0), personal("B", 10)), REVIEW)

    events = core.tell(reviewed(duty["obligation_id"], 10.5), personal("A", 0), personal("B", 10))

    assert (conduct(events), opened(events, REVIEW)) == ([], [])


def test_a_duty_declined_is_decided_as_well(core: Core) -> None:
    [duty] = opened(core.tell(personal("A", 0), personal("B", 10)), REVIEW)

    events = core.tell(duty_declined(duty["obligation_id"], 10.5 * DAY))

    assert [how for how, _ in ended(events, REVIEW)] == ["declined"]
    assert withdrawn(events, SEEN) == ["decided"]


def test_a_further_incident_after_the_review_opens_a_new_one(core: Core) -> None:
    [first] = opened(core.tell(personal("A", 0), personal("B", 10)), REVIEW)
    core.tell(reviewed(first["obligation_id"], 10.5))

    events = core.tell(personal("C", 20))

    [second] = opened(events, REVIEW)
    assert second["obligation_id"] != first["obligation_id"]
    assert by(second, "due_at") == "2026-06-22 10:00"
    assert conduct(events) == [("NOM-1", ["A", "B", "C"])]


def test_a_series_that_falls_apart_takes_notice_and_duty_back(core: Core) -> None:
    core.tell(personal("A", 0), personal("B", 10))

    events = core.tell(personal("A", 0, revision=2, recorded=11 * DAY, closing_code="104"))

    assert withdrawn(events, SEEN) == ["recoded"]
    assert ended(events, REVIEW) == [("withdrawn", "recoded")]


def test_an_incident_that_is_personal_no_longer_takes_it_back(core: Core) -> None:
    core.tell(personal("A", 0), personal("B", 10))

    events = core.tell(report("B", 10, revision=2, recorded=11 * DAY))

    assert withdrawn(events, SEEN) == ["recoded"]
    assert ended(events, REVIEW) == [("withdrawn", "recoded")]


def test_a_deleted_log_takes_it_back_and_the_log_itself_brings_it_again(core: Core) -> None:
    core.tell(personal("A", 0), personal("B", 10))

    gone = core.tell(deleted("B", 11 * DAY))
    again = core.tell(personal("B", 10, revision=3, recorded=12 * DAY))

    assert (withdrawn(gone, SEEN), ended(gone, REVIEW)) == (["deleted"], [("withdrawn", "deleted")])
    assert conduct(again) == [("NOM-1", ["A", "B"])]


def test_an_incident_told_late_moves_the_review_to_whichever_completed_the_series(core: Core) -> None:
    core.tell(personal("A", 0))
    [first] = opened(core.tell(personal("C", 20)), REVIEW)

    events = core.tell(personal("B", 10, recorded=20 * DAY))

    [earlier] = opened(events, REVIEW)
    assert (first["incident_id"], earlier["incident_id"]) == ("C", "B")
    assert ended(events, REVIEW) == [("withdrawn", "corrected")]


def test_one_woman_under_two_names_has_one_review(core: Core) -> None:
    [duty] = opened(core.tell(personal("A", 0, ANN_BY_NAME), personal("B", 10, ANN_BY_NAME)), REVIEW)
    core.tell(reviewed(duty["obligation_id"], 10.5))

    known = core.tell(report("C", 11, ANN_BY_ALL))

    assert (conduct(known), opened(known, REVIEW)) == ([], [])


def test_the_case_shows_the_review_and_the_sergeant_of_its_beat_is_told(core: Core) -> None:
    events = core.tell(personal("A", 0, text=GRAVE), personal("B", 10, text=GRAVE))

    case_id = core.incident("B").case_id
    [seen] = told(events, "CourseOfConductSeen")
    snapshot = core.latest("CaseSnapshot", case_id)
    assert snapshot is not None
    assert seen["case_ids"] == [case_id]
    assert REVIEW in [duty["kind"] for duty in snapshot["open_obligations"]]


def test_the_case_shows_it_no_longer_once_it_is_reviewed(core: Core) -> None:
    events = core.tell(personal("A", 0, text=GRAVE), personal("B", 10, text=GRAVE))
    [duty] = opened(events, REVIEW)

    core.tell(reviewed(duty["obligation_id"], 10.5))

    snapshot = core.latest("CaseSnapshot", core.incident("B").case_id)
    assert snapshot is not None
    assert REVIEW not in [one["kind"] for one in snapshot["open_obligations"]]


def test_the_review_that_is_not_done_is_a_gap_of_its_beat(core: Core) -> None:
    core.tell(personal("A", 0), personal("B", 10))

    events = core.move_to(at(22 * DAY))

    [report_of_force] = told(events, "ComplianceReported")[-1:]
    missing = {one["gap"]: one["now"] for one in report_of_force["outstanding"]}
    assert missing[GapKind.CRIME_RECORDING_NOT_REVIEWED] == 1
