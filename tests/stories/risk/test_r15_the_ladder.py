"""R15: an unknown is reminded 4, 7, 10 and 14 days after creation, then weekly until it is answered."""

import pytest

from schemas.words import Answer, ObligationKind, Question, Role, SubjectKind
from streams.policies.bundle import load_bundle
from tests.given.casefile import Data, in_sentinel, of_type, only, person, snapshot
from tests.given.casework import answered, assessed, person_left
from tests.given.core import Core, Event
from tests.given.duties import ended, hours_to, london, opened, posts_told, reminders
from tests.given.messages import at, closed, lead_officer, person_added, policy_activated

DAY = 24
ANNA = person("P-1", name="Anna Example")
BEN = person("P-2", name="Ben Example")
UNANSWERED = ObligationKind.UNANSWERED_QUESTION
VULNERABLE, REPEAT = Question.VULNERABLE, Question.REPEAT_VICTIM
DOCUMENT = load_bundle()[-1].document


def of_vulnerable(events: list[Event], person_ref: str = "P-1") -> list[Data]:
    return reminders(events, UNANSWERED, VULNERABLE, person_ref)


def rungs(found: list[Data]) -> list[int]:
    return [each["rung"] for each in found]


def under(core: Core, **ladder: object) -> None:
    """From the second day of the story on, questions have this ladder."""
    terms = {**DOCUMENT["obligations"]["unanswered-question"], **ladder}
    changed = {**DOCUMENT["obligations"], "unanswered-question": terms}
    core.tell(policy_activated(0, effective_from="2026-06-02", obligations=changed))


def test_r15_an_unknown_is_reminded_on_the_days_of_the_practice_each_rung_once(core: Core) -> None:
    in_sentinel(core, ANNA)
    core.tell(assessed(hours=DAY))

    found = of_vulnerable(core.move_to(DAY * 30, every=12))

    # Assessed on 2 June at ten o'clock in London.
    assert [(each["rung"], london(each["due_at"])) for each in found] == [
        (1, "2026-06-06 10:00"),
        (2, "2026-06-09 10:00"),
        (3, "2026-06-12 10:00"),
        (4, "2026-06-16 10:00"),
        (5, "2026-06-23 10:00"),
        (6, "2026-06-30 10:00"),
    ]
    assert all(each["stands_for"] == [each["rung"]] for each in found)


def test_r15_the_other_reading_counts_each_rung_from_the_one_before(core: Core) -> None:
    under(core, reading="intervals")
    in_sentinel(core, ANNA)
    core.tell(assessed(hours=DAY))

    found = of_vulnerable(core.move_to(DAY * 44, every=12))

    assert [london(each["due_at"])[:10] for each in found] == [
        "2026-06-06",
        "2026-06-13",
        "2026-06-23",
        "2026-07-07",
        "2026-07-14",
    ]


def test_r15_working_days_are_counted_where_the_policy_says_so(core: Core) -> None:
    under(core, count="working-days")
    in_sentinel(core, ANNA)
    core.tell(assessed(hours=DAY))

    found = of_vulnerable(core.move_to(DAY * 13, every=12))

    # Tuesday 2 June and four working days, then seven.
    assert [london(each["due_at"])[:10] for each in found] == ["2026-06-08", "2026-06-11"]


@pytest.mark.parametrize(
    ("created", "due"),
    [("2026-10-22T09:30", "2026-10-26 09:30"), ("2027-03-25T09:30", "2027-03-29 09:30")],
)
def test_r15_days_are_londons_also_when_the_clocks_change(core: Core, created: str, due: str) -> None:
    hours = hours_to(created)
    in_sentinel(core, ANNA)
    core.tell(assessed(hours=hours))

    early = core.move_to(hours_to(due) - 0.5)
    found = of_vulnerable(core.move_to(hours_to(due)))

    assert of_vulnerable(early) == []
    assert [london(each["due_at"]) for each in found] == [due]


def test_r15_repeat_and_vulnerable_are_mailed_and_safeguarding_is_listed_only(core: Core) -> None:
    case_id = in_sentinel(core, ANNA)
    core.tell(assessed(hours=DAY))

    found = reminders(core.move_to(DAY * 10), UNANSWERED)

    assert {each["about"]["question"] for each in found} == {VULNERABLE, REPEAT}
    shown = [
        each["about"]["question"] for each in snapshot(core, case_id)["open_obligations"] if each["about"]
    ]
    assert Question.SAFEGUARDING in shown


def test_r15_before_anybody_is_assessed_the_missing_assessment_nags_and_not_its_questions(core: Core) -> None:
    in_sentinel(core, ANNA)

    found = core.move_to(DAY * 20, every=12)

    assert reminders(found, UNANSWERED) == []
    assert reminders(found, ObligationKind.RISK_ASSESSMENT) != []


# What ends it


@pytest.mark.parametrize("answer", [Answer.YES, Answer.NO])
def test_r15_an_answer_ends_the_ladder_and_takes_its_reminders_back(core: Core, answer: Answer) -> None:
    in_sentinel(core, ANNA)
    core.tell(assessed(hours=DAY))
    core.move_to(DAY * 9)

    told = core.tell(answered(VULNERABLE, answer, DAY * 9 + 1))
    later = core.move_to(DAY * 40, every=12)

    assert ended(told, UNANSWERED) == [("done", None)]
    assert only(told, "ReminderCancelled")["last_rung"] == 2
    assert of_vulnerable(later) == []


def test_r15_an_answer_in_time_is_never_reminded_and_nothing_is_taken_back(core: Core) -> None:
    in_sentinel(core, ANNA)
    core.tell(assessed(hours=DAY))

    told = core.tell(answered(VULNERABLE, Answer.NO, DAY * 2))
    later = core.move_to(DAY * 40, every=12)

    assert of_type(told, "ReminderCancelled") == []
    assert of_vulnerable(later) == []


def test_r15_an_answer_of_unknown_does_not_stop_it_nor_begin_it_again(core: Core) -> None:
    in_sentinel(core, ANNA)
    core.tell(assessed(hours=DAY))
    core.tell(answered(VULNERABLE, Answer.UNKNOWN, DAY * 3), answered(VULNERABLE, Answer.UNKNOWN, DAY * 6, 2))

    core.move_to(DAY * 12, every=12)

    assert [london(each["due_at"])[:10] for each in of_vulnerable(core.published)] == [
        "2026-06-06",
        "2026-06-09",
        "2026-06-12",
    ]


def test_r15_an_answer_that_is_set_back_to_unknown_begins_a_new_ladder(core: Core) -> None:
    in_sentinel(core, ANNA)
    core.tell(assessed(hours=DAY), answered(VULNERABLE, Answer.NO, DAY * 2))

    told = core.tell(answered(VULNERABLE, Answer.UNKNOWN, DAY * 20, revision=2))
    core.tell(answered(VULNERABLE, Answer.UNKNOWN, DAY * 22, revision=3))
    found = of_vulnerable(core.move_to(DAY * 28, every=12))

    assert [london(each["due_at"]) for each in opened(told, UNANSWERED)] == ["2026-06-25 10:00"]
    assert [(each["rung"], london(each["due_at"])[:10]) for each in found] == [
        (1, "2026-06-25"),
        (2, "2026-06-28"),
    ]


def test_r15_a_person_who_leaves_the_case_is_no_longer_asked_about(core: Core) -> None:
    in_sentinel(core, ANNA, BEN)
    core.tell(assessed(hours=DAY), assessed(hours=DAY, person_ref="P-2"))
    core.move_to(DAY * 6)

    told = core.tell(person_left("SEN-1", "P-1", DAY * 6 + 1))
    later = core.move_to(DAY * 10)

    assert set(ended(told, UNANSWERED)) == {("withdrawn", "person-left")}
    assert of_vulnerable(later, "P-1") == []
    assert rungs(of_vulnerable(later, "P-2")) == [2]


def test_r15_a_closed_case_is_silent_and_an_opened_one_goes_on_without_telling_twice(core: Core) -> None:
    in_sentinel(core, ANNA)
    core.tell(assessed(hours=DAY))
    core.move_to(DAY * 6)

    told = core.tell(closed("SEN-1", DAY * 7))
    silent = core.move_to(DAY * 12, every=12)
    core.tell(closed("SEN-1", DAY * 13, revision=2, is_closed=False))
    found = of_vulnerable(core.move_to(DAY * 23, every=12))

    assert ("withdrawn", "case-closed") in ended(told, UNANSWERED)
    assert reminders(silent, UNANSWERED) == []
    assert [(each["rung"], each["stands_for"]) for each in found] == [(4, [4]), (5, [5])]


# Whom it tells


def test_r15_it_always_tells_the_lead_officer_then_the_sergeant_too_then_the_inspector(core: Core) -> None:
    in_sentinel(core, ANNA, beat="SK12")
    core.tell(lead_officer("SEN-1", "PC 4411", 1), assessed(hours=DAY))

    found = of_vulnerable(core.move_to(DAY * 37, every=12))

    assert [(each["level"], posts_told(each)) for each in found] == [
        ("lead-officer", ["lead-officer"]),
        ("lead-officer", ["lead-officer"]),
        ("lead-officer", ["lead-officer"]),
        ("sergeant", ["lead-officer", "sergeant"]),
        ("sergeant", ["lead-officer", "sergeant"]),
        ("inspector", ["lead-officer", "inspector"]),
        ("inspector", ["lead-officer", "inspector"]),
    ]
    assert {each["addressees"][0]["officer"] for each in found} == {"PC 4411"}


def test_r15_the_level_goes_by_what_was_sent_and_not_by_what_was_missed(core: Core) -> None:
    in_sentinel(core, ANNA, beat="SK12")
    core.tell(lead_officer("SEN-1", "PC 4411", 1), assessed(hours=DAY))

    late = of_vulnerable(core.move_to(DAY * 100))
    following = of_vulnerable(core.move_to(DAY * 130, every=12))

    assert [posts_told(each) for each in late] == [["lead-officer"]]
    assert [posts_told(each)[1:] for each in following] == [[], [], ["sergeant"], ["sergeant"]]


def test_r15_a_case_that_was_closed_goes_on_at_the_level_it_had_come_to(core: Core) -> None:
    in_sentinel(core, ANNA, beat="SK12")
    core.tell(lead_officer("SEN-1", "PC 4411", 1), assessed(hours=DAY))
    core.move_to(DAY * 14, every=12)

    core.tell(closed("SEN-1", DAY * 14 + 1))
    core.tell(closed("SEN-1", DAY * 14 + 2, revision=2, is_closed=False))
    shut_again = core.tell(closed("SEN-1", DAY * 14 + 3, revision=3))
    core.tell(closed("SEN-1", DAY * 14 + 4, revision=4, is_closed=False))
    [found] = of_vulnerable(core.move_to(DAY * 16, every=12))

    assert (found["rung"], posts_told(found)) == (4, ["lead-officer", "sergeant"])
    # What was told was taken back when it was closed first.
    assert of_type(shut_again, "ReminderCancelled") == []


def test_r15_it_tells_whoever_leads_the_case_when_it_fires(core: Core) -> None:
    in_sentinel(core, ANNA, beat="SK12")
    core.tell(lead_officer("SEN-1", "PC 1", 1), assessed(hours=DAY))
    core.tell(lead_officer("SEN-1", "PC 2", DAY * 4, revision=2))

    found = of_vulnerable(core.move_to(DAY * 5))

    assert [each["addressees"] for each in found] == [[{"post": "lead-officer", "officer": "PC 2"}]]


@pytest.mark.parametrize(("beat", "addressee"), [("SK12", "sergeant"), (None, "fallback")])
def test_r15_without_a_lead_officer_it_tells_the_beats_sergeant_and_without_a_beat_the_fallback(
    core: Core, beat: str | None, addressee: str
) -> None:
    in_sentinel(core, ANNA, beat=beat)
    core.tell(lead_officer("SEN-1", "PC 1", 1), lead_officer("SEN-1", None, 2, revision=2))
    core.tell(assessed(hours=DAY))

    [found] = of_vulnerable(core.move_to(DAY * 5))

    assert (found["level"], posts_told(found), found["beat"]) == ("lead-officer", [addressee], beat)


# After an outage


def test_r15_rungs_that_an_outage_missed_are_told_by_one_reminder_and_the_next_comes_on_its_day(
    core: Core,
) -> None:
    in_sentinel(core, ANNA)
    core.tell(assessed(hours=DAY))

    late = of_vulnerable(core.move_to(DAY * 13))
    following = of_vulnerable(core.move_to(DAY * 16, every=12))

    assert [(each["rung"], each["stands_for"], each["level"]) for each in late] == [
        (3, [1, 2, 3], "lead-officer")
    ]
    assert [(each["rung"], each["stands_for"]) for each in following] == [(4, [4])]
    assert [london(each["due_at"]) for each in following] == ["2026-06-16 10:00"]


# Each question of each person


def test_r15_each_person_and_question_has_a_ladder_of_its_own(core: Core) -> None:
    in_sentinel(core, ANNA, BEN)
    core.tell(assessed(hours=DAY), assessed(hours=DAY * 3, person_ref="P-2"))
    core.tell(answered(VULNERABLE, Answer.YES, DAY * 4))

    core.move_to(DAY * 8, every=12)

    found = reminders(core.published, UNANSWERED)
    assert {(each["about"]["person_ref"], each["about"]["question"], each["rung"]) for each in found} == {
        ("P-1", REPEAT, 1),
        ("P-1", REPEAT, 2),
        ("P-2", REPEAT, 1),
        ("P-2", VULNERABLE, 1),
    }


def test_r15_a_perpetrator_is_not_asked_whether_they_are_a_repeat_victim(core: Core) -> None:
    in_sentinel(core, person("P-3", Role.PERPETRATOR))
    kind, matrix = SubjectKind.PERPETRATOR, "perpetrator"
    core.tell(assessed(hours=DAY, person_ref="P-3", kind=kind, matrix=matrix, answers={"breach": "order"}))

    found = core.move_to(DAY * 20)

    assert reminders(found, UNANSWERED) == []
    assert opened(core.published, UNANSWERED) == []


# Where it begins


def counted_from(core: Core, beginning: str) -> None:
    questions = {**DOCUMENT["questions"], "counted_from": beginning}
    core.tell(policy_activated(0, effective_from="2026-06-02", questions=questions))


def test_r15_it_may_count_from_the_case(core: Core) -> None:
    counted_from(core, "case")
    in_sentinel(core, opened_at=at(DAY), recorded_at=at(DAY))
    core.tell(person_added("SEN-1", "P-1", DAY), assessed(hours=DAY * 3))

    found = of_vulnerable(core.move_to(DAY * 6))

    assert [london(each["due_at"]) for each in found] == ["2026-06-06 10:00"]


def test_r15_it_may_count_from_the_answer_that_said_unknown(core: Core) -> None:
    counted_from(core, "question")
    in_sentinel(core, ANNA)
    core.tell(assessed(hours=DAY), answered(VULNERABLE, Answer.UNKNOWN, DAY * 3))

    found = reminders(core.move_to(DAY * 7), UNANSWERED)

    # Nobody said anything of the other question: it counts from the assessment.
    assert {(each["about"]["question"], london(each["due_at"])[:10]) for each in found} == {
        (VULNERABLE, "2026-06-08"),
        (REPEAT, "2026-06-06"),
    }


# Order


def test_r15_an_answer_that_comes_before_its_case_is_known_when_the_case_appears(core: Core) -> None:
    core.tell(answered(VULNERABLE, Answer.NO, 1), assessed(hours=2))

    in_sentinel(core, ANNA, recorded_at=at(3))
    found = core.move_to(DAY * 20, every=12)

    assert of_vulnerable(found) == []
    assert rungs(reminders(found, UNANSWERED, REPEAT)) == [1, 2, 3, 4]


def test_r15_an_older_answer_that_comes_late_does_not_undo_the_answer_that_stands(core: Core) -> None:
    in_sentinel(core, ANNA)
    core.tell(assessed(hours=DAY), answered(VULNERABLE, Answer.NO, DAY * 3, revision=2))

    late = core.tell(answered(VULNERABLE, Answer.UNKNOWN, DAY * 2, revision=1))

    assert late == []
    assert of_vulnerable(core.move_to(DAY * 20)) == []
