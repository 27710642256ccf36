"""R7: a book of cases is taken in without a burst; what fell due before reminders went live is never mailed."""

from schemas.words import ObligationKind, Question
from tests.given.casefile import in_sentinel, of_type, person, snapshot
from tests.given.casework import assessed, go_live
from tests.given.core import Core
from tests.given.duties import london, opened, reminders
from tests.given.messages import opened_in_sentinel

DAY = 24
ANNA = person("P-1", name="Anna Example")
UNANSWERED, ASSESSMENT = ObligationKind.UNANSWERED_QUESTION, ObligationKind.RISK_ASSESSMENT


def test_r7_rungs_from_before_the_day_are_never_told_and_the_next_comes_on_its_day(core: Core) -> None:
    core.tell(go_live(DAY * 12))
    in_sentinel(core, ANNA)
    core.tell(assessed(hours=DAY))

    before = core.move_to(DAY * 12, every=12)
    after = reminders(core.move_to(DAY * 24, every=12), UNANSWERED, Question.VULNERABLE)

    assert of_type(before, "ReminderFellDue") == []
    assert [(each["rung"], each["stands_for"], london(each["due_at"])) for each in after] == [
        (4, [4], "2026-06-16 10:00"),
        (5, [5], "2026-06-23 10:00"),
    ]


def test_r7_the_duties_themselves_are_open_and_shown_from_the_start(core: Core) -> None:
    core.tell(go_live(DAY * 12))

    case_id = in_sentinel(core, ANNA)

    assert len(opened(core.published, ASSESSMENT)) == 1
    assert [duty["kind"] for duty in snapshot(core, case_id)["open_obligations"]] == [ASSESSMENT]


def test_r7_after_an_outage_over_the_day_only_live_rungs_are_told(core: Core) -> None:
    core.tell(go_live(DAY * 10))
    in_sentinel(core, ANNA)
    core.tell(assessed(hours=DAY))

    late = reminders(core.move_to(DAY * 16), UNANSWERED, Question.VULNERABLE)

    assert [(each["rung"], each["stands_for"]) for each in late] == [(4, [3, 4])]


def test_r7_a_rung_of_the_very_moment_is_told(core: Core) -> None:
    core.tell(go_live(DAY * 5))
    in_sentinel(core, ANNA)
    core.tell(assessed(hours=DAY))

    found = reminders(core.move_to(DAY * 5), UNANSWERED, Question.VULNERABLE)

    assert [(each["rung"], each["stands_for"]) for each in found] == [(1, [1])]


def test_r7_an_old_book_of_cases_comes_in_without_a_burst(core: Core) -> None:
    core.tell(go_live(DAY, hours=0))
    book = [
        opened_in_sentinel(f"SEN-{number}", hours=-DAY * 300 - number, people=(person(f"P-{number}"),))
        for number in range(20)
    ]

    core.tell(*book)
    burst = core.move_to(DAY, every=6)
    week = core.move_to(DAY * 8, every=6)

    assert len(opened(core.published, ASSESSMENT)) == 20
    assert of_type(burst, "ReminderFellDue") == []
    # One of each case within the week after, each for one rung and not for three hundred days.
    found = reminders(week, ASSESSMENT)
    assert len(found) == 20
    assert all(len(each["stands_for"]) == 1 for each in found)


def test_r7_the_last_word_stands_and_an_older_one_that_comes_late_does_not(core: Core) -> None:
    core.tell(go_live(DAY * 4, hours=2, revision=2), go_live(DAY * 40, hours=1, revision=1))
    in_sentinel(core, ANNA)
    core.tell(assessed(hours=DAY))

    found = reminders(core.move_to(DAY * 6), UNANSWERED, Question.VULNERABLE)

    assert [each["rung"] for each in found] == [1]


def test_r7_without_a_day_reminders_are_sent_from_the_beginning(core: Core) -> None:
    in_sentinel(core, ANNA)

    found = reminders(core.move_to(DAY * 3), ASSESSMENT)

    assert [each["rung"] for each in found] == [1]
