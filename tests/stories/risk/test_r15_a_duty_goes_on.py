"""R15, R7: a duty whose beginning or name was merely corrected goes on where it was; nothing is told twice."""

from schemas.words import Answer, ObligationKind, Post, Question
from tests.given.casefile import Data, in_sentinel, person
from tests.given.casework import answered, assessed, duty_declined
from tests.given.core import Core
from tests.given.duties import ended, london, opened, posts_told, reminders
from tests.given.messages import accepted, at, lead_officer, opened_in_sentinel, person_added, victim
from tests.given.messages import incident as logged

DAY = 24
ANNA = person("P-1", name="Anna Example")
MEDIUM = {"violence": "yes"}
ASSESSMENT, UNANSWERED, PLAN, REVIEW = (
    ObligationKind.RISK_ASSESSMENT,
    ObligationKind.UNANSWERED_QUESTION,
    ObligationKind.ACTION_PLAN,
    ObligationKind.REVIEW,
)


def named_in_a_log(core: Core) -> Data:
    """Anna's case, who is known by a log alone; the assessment she is owed."""
    core.tell(logged("SK-1", 0, people=(victim(name="Anna Example"),)))
    in_sentinel(core, incident_ids=("SK-1",), beat="SK12")
    core.tell(lead_officer("SEN-1", "PC 4411", 1))
    [duty] = opened(core.published, ASSESSMENT)
    return duty


def days(found: list[Data]) -> list[tuple[list[int], str]]:
    return [(each["stands_for"], london(each["due_at"])[:10]) for each in found]


# Somebody becomes better known


def test_r15_who_is_added_by_sentinel_is_reminded_of_at_the_next_rung(core: Core) -> None:
    named_in_a_log(core)
    before = reminders(core.move_to(DAY * 3, every=12), ASSESSMENT)

    told = core.tell(person_added("SEN-1", "P-1", DAY * 3 + 1, name="Anna Example"))
    after = reminders(core.move_to(DAY * 12, every=12), ASSESSMENT)

    assert ended(told, ASSESSMENT) == [("withdrawn", "corrected")]
    assert [duty["about"]["subject"]["ref"] for duty in opened(told, ASSESSMENT)] == ["P-1"]
    assert days(before) == [([1], "2026-06-03")]
    assert days(after) == [([2], "2026-06-05"), ([3], "2026-06-12")]
    # The sergeant hears of the third reminder, whatever Anna was called in the first.
    assert [posts_told(each) for each in after] == [["lead-officer"], ["lead-officer", "sergeant"]]


def test_r15_a_word_against_it_stands_when_they_are_added_by_sentinel(core: Core) -> None:
    duty = named_in_a_log(core)
    core.tell(duty_declined(duty["obligation_id"], DAY))

    told = core.tell(person_added("SEN-1", "P-1", DAY * 3, name="Anna Example"))

    assert opened(told, ASSESSMENT) == []
    assert reminders(core.move_to(DAY * 30), ASSESSMENT) == []


# It begins at another time


def test_r15_an_opening_that_is_corrected_by_minutes_tells_no_day_twice(core: Core) -> None:
    in_sentinel(core, ANNA)
    before = reminders(core.move_to(DAY * 5, every=12), ASSESSMENT)

    told = core.tell(opened_in_sentinel("SEN-1", DAY * 5 + 1, revision=2, people=(ANNA,), opened_at=at(0.1)))
    after = reminders(core.move_to(DAY * 12 + 1, every=12), ASSESSMENT)

    assert ended(told, ASSESSMENT) == [("withdrawn", "corrected")]
    assert days(before) == [([1], "2026-06-03"), ([2], "2026-06-05")]
    assert days(after) == [([3], "2026-06-12")]


def test_r15_an_assessment_that_is_corrected_by_minutes_moves_its_questions_and_tells_nothing_twice(
    core: Core,
) -> None:
    in_sentinel(core, ANNA)
    core.tell(assessed(hours=DAY))
    core.move_to(DAY * 9, every=12)

    told = core.tell(
        assessed(hours=DAY * 9 + 1, revision=2, created_at=at(DAY - 0.5), assessed_at=at(DAY - 0.5))
    )
    found = reminders(core.move_to(DAY * 16, every=12), UNANSWERED, Question.VULNERABLE)

    assert [reason for _, reason in ended(told, UNANSWERED)] == ["corrected"] * 3
    assert [each["stands_for"] for each in found] == [[3], [4]]


def test_r15_a_request_that_was_opened_first_and_accepted_later_tells_nothing_twice(core: Core) -> None:
    core.tell(
        logged("SK-1", 0, "They threatened her. She is frightened.", people=(victim(nominal_ref="N-7"),))
    )
    case_id = str(core.incident("SK-1").case_id)
    core.tell(opened_in_sentinel("SEN-1", 1, incident_ids=("SK-1",)))
    before = reminders(core.move_to(DAY * 3, every=12), ASSESSMENT)

    core.tell(accepted(case_id, "SEN-1", DAY * 3))
    after = reminders(core.move_to(DAY * 12, every=12), ASSESSMENT)

    assert days(before) == [([1], "2026-06-03")]
    # Two days after it was accepted, and not again for what was told before.
    assert [each["rung"] for each in after] == [1, 2]
    assert min(each["due_at"] for each in after) > before[0]["due_at"]


def test_r15_a_declined_plan_stays_declined_when_its_band_is_corrected_by_minutes(core: Core) -> None:
    in_sentinel(core, ANNA)
    [plan] = opened(core.tell(assessed(hours=DAY, answers=MEDIUM)), PLAN)
    core.tell(duty_declined(plan["obligation_id"], DAY * 2))

    earlier = at(DAY - 0.5)
    told = core.tell(
        assessed(hours=DAY * 3, revision=2, answers=MEDIUM, created_at=earlier, assessed_at=earlier)
    )

    assert opened(told, PLAN) == []
    assert reminders(core.move_to(DAY * 40), PLAN) == []


def test_r15_a_plan_for_a_later_rise_is_owed_although_the_earlier_one_was_declined(core: Core) -> None:
    in_sentinel(core, ANNA)
    [plan] = opened(core.tell(assessed(hours=DAY, answers=MEDIUM)), PLAN)
    core.tell(duty_declined(plan["obligation_id"], DAY * 2))

    core.tell(assessed(hours=DAY * 4, revision=2, answers={"frequency": "one-off"}))
    told = core.tell(assessed(hours=DAY * 20, revision=3, answers=MEDIUM))

    assert len(opened(told, PLAN)) == 1


def test_r15_declined_reviews_stay_declined_when_the_band_is_corrected_by_minutes(core: Core) -> None:
    in_sentinel(core, ANNA)
    duties = opened(core.tell(assessed(hours=DAY, answers=MEDIUM)), REVIEW)
    [of_sergeant] = [duty for duty in duties if duty["about"]["post"] == Post.SERGEANT]
    core.tell(duty_declined(of_sergeant["obligation_id"], DAY * 2))

    earlier = at(DAY - 0.5)
    told = core.tell(
        assessed(hours=DAY * 3, revision=2, answers=MEDIUM, created_at=earlier, assessed_at=earlier)
    )
    found = reminders(core.move_to(DAY * 58, every=24), REVIEW)

    due = [(duty["about"]["post"], london(duty["due_at"])) for duty in opened(told, REVIEW)]
    assert (Post.SERGEANT, "2026-06-30 09:30") not in due
    of_sergeant_told = [
        london(each["due_at"])[:10] for each in found if each["about"]["post"] == Post.SERGEANT
    ]
    assert of_sergeant_told == ["2026-07-28"]


def test_r15_a_question_that_was_unknown_before_the_assessment_goes_on_with_it(core: Core) -> None:
    in_sentinel(core, ANNA)
    core.tell(answered(Question.VULNERABLE, Answer.UNKNOWN, DAY))
    before = reminders(core.move_to(DAY * 6, every=12), UNANSWERED, Question.VULNERABLE)

    core.tell(assessed(hours=DAY * 6))
    after = reminders(core.move_to(DAY * 14, every=12), UNANSWERED, Question.VULNERABLE)

    assert days(before) == [([1], "2026-06-06")]
    assert days(after) == [([1], "2026-06-11"), ([2], "2026-06-14")]
    assert [each["level"] for each in after] == ["lead-officer", "lead-officer"]
