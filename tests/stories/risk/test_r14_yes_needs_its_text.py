"""R14: repeat victim and vulnerable are yes, no or unknown; a yes without its text is handed back and still owed."""

import pytest

from schemas.rows import PersonRow
from schemas.words import Answer, ObligationKind, Question, RefusalReason
from tests.given.casefile import in_sentinel, of_type, only, person, shown, snapshot
from tests.given.casework import answered, assessed
from tests.given.core import Core
from tests.given.duties import ended, london, opened, reminders
from tests.given.messages import opened_in_sentinel

DAY = 24
ANNA = person("P-1", name="Anna Example")
UNANSWERED = ObligationKind.UNANSWERED_QUESTION


@pytest.mark.parametrize("question", Question)
@pytest.mark.parametrize("answer", Answer)
def test_r14_each_question_is_shown_as_it_was_answered(
    core: Core, question: Question, answer: Answer
) -> None:
    case_id = in_sentinel(core, ANNA)

    core.tell(answered(question, answer))

    fields = {Question.REPEAT_VICTIM: "repeat_victim"}
    assert shown(core, case_id, "P-1")[fields.get(question, question.value)] == answer


@pytest.mark.parametrize("text", ["", "   ", "\n\t"])
def test_r14_a_yes_without_text_is_handed_back_with_the_reason(core: Core, text: str) -> None:
    case_id = in_sentinel(core, ANNA)

    refused = only(core.tell(answered(Question.VULNERABLE, Answer.YES, text=text)), "AnswerRefused")

    assert refused["reason"] == RefusalReason.YES_WITHOUT_TEXT
    assert (refused["case_id"], refused["reference"]) == (case_id, "SEN-1")
    assert (refused["person_ref"], refused["question"]) == ("P-1", Question.VULNERABLE)
    assert "needs its text" in refused["sentence"]


def test_r14_and_it_counts_as_unknown_and_goes_on_being_reminded(core: Core) -> None:
    case_id = in_sentinel(core, ANNA)
    core.tell(assessed(hours=DAY))

    told = core.tell(answered(Question.VULNERABLE, Answer.YES, DAY * 2, text=""))
    found = reminders(core.move_to(DAY * 6), UNANSWERED, Question.VULNERABLE)

    assert ended(told, UNANSWERED) == []
    assert shown(core, case_id, "P-1")["vulnerable"] == Answer.UNKNOWN
    assert [each["rung"] for each in found] == [1]


@pytest.mark.parametrize("answer", [Answer.YES, Answer.UNKNOWN])
def test_r14_it_is_owed_also_of_somebody_who_is_not_assessed_yet(core: Core, answer: Answer) -> None:
    in_sentinel(core, ANNA)

    told = core.tell(answered(Question.VULNERABLE, answer, DAY, text=""))
    found = reminders(core.move_to(DAY * 9, every=12), UNANSWERED)

    assert [duty["about"]["question"] for duty in opened(told, UNANSWERED)] == [Question.VULNERABLE]
    # Recorded on 2 June at ten o'clock in London; of what nobody was asked nothing is told yet.
    assert [(each["about"]["question"], london(each["due_at"])) for each in found] == [
        (Question.VULNERABLE, "2026-06-06 10:00"),
        (Question.VULNERABLE, "2026-06-09 10:00"),
    ]


def test_r14_with_its_text_the_question_is_answered(core: Core) -> None:
    case_id = in_sentinel(core, ANNA)
    core.tell(assessed(hours=DAY), answered(Question.VULNERABLE, Answer.YES, DAY * 2, text=""))

    told = core.tell(answered(Question.VULNERABLE, Answer.YES, DAY * 3, revision=2, text="Lives alone."))

    assert ended(told, UNANSWERED) == [("done", None)]
    assert of_type(told, "AnswerRefused") == []
    assert shown(core, case_id, "P-1")["vulnerable"] == Answer.YES


def test_r14_it_is_handed_back_once_and_again_only_when_it_is_said_again(core: Core) -> None:
    in_sentinel(core, ANNA)
    without = answered(Question.VULNERABLE, Answer.YES, text="")

    first = core.tell(without, ce_id="one")
    twice = core.tell(without, ce_id="one")
    sent_again = core.tell(without, ce_id="two")
    said_again = core.tell(answered(Question.VULNERABLE, Answer.YES, 50, revision=2, text=""))

    counts = [len(of_type(events, "AnswerRefused")) for events in (first, twice, sent_again, said_again)]
    assert counts == [1, 0, 0, 1]


def test_r14_a_yes_without_text_after_an_answer_leaves_the_question_open_again(core: Core) -> None:
    in_sentinel(core, ANNA)
    core.tell(assessed(hours=DAY), answered(Question.VULNERABLE, Answer.NO, DAY * 2))

    told = core.tell(answered(Question.VULNERABLE, Answer.YES, DAY * 3, revision=2, text=""))

    assert [each["about"]["question"] for each in opened(told, UNANSWERED)] == [Question.VULNERABLE]


def test_r14_what_is_refused_before_its_case_is_known_is_handed_back_when_it_appears(core: Core) -> None:
    early = core.tell(answered(Question.VULNERABLE, Answer.YES, 1, text=""))

    later = core.tell(opened_in_sentinel("SEN-1", 2, people=(ANNA,)))

    assert early == []
    assert only(later, "AnswerRefused")["reason"] == RefusalReason.YES_WITHOUT_TEXT


def test_r14_an_answer_of_one_person_says_nothing_of_another(core: Core) -> None:
    case_id = in_sentinel(core, ANNA, person("P-2", name="Ben Example"))

    core.tell(answered(Question.VULNERABLE, Answer.YES, person_ref="P-2"))

    assert shown(core, case_id, "P-1")["vulnerable"] == Answer.UNKNOWN
    assert shown(core, case_id, "P-2")["vulnerable"] == Answer.YES


def test_r14_an_answer_that_is_said_twice_changes_nothing(core: Core) -> None:
    case_id = in_sentinel(core, ANNA)
    core.tell(answered(Question.VULNERABLE, Answer.NO), ce_id="one")
    before = snapshot(core, case_id)

    again = core.tell(answered(Question.VULNERABLE, Answer.NO), ce_id="one")

    assert again == []
    assert snapshot(core, case_id) == before


def test_r14_what_was_handed_back_is_kept_no_longer(core: Core) -> None:
    in_sentinel(core, ANNA)

    core.tell(*(answered(Question.VULNERABLE, Answer.YES, hours, hours, text="") for hours in range(1, 20)))

    assert len(of_type(core.published, "AnswerRefused")) == 19
    assert [row.refusals for _, row in core.rows() if isinstance(row, PersonRow)] == [()]
