"""What is said in one go, by whom, and what is asked (R3, R6)."""

from datetime import UTC, datetime

from schemas.rows import LineKept
from schemas.words import EvidenceKind, LineCategory, ThriveLetter
from streams.rules.statements import auto_answers, statements

REMARKS, QUESTION, ANSWER = LineCategory.REMARKS, LineCategory.QUESTION, LineCategory.ANSWER


def line(seq: int, text: str, category: LineCategory = REMARKS, author: str = "CH1", **more) -> LineKept:
    at = datetime(2026, 6, 1, tzinfo=UTC)
    return LineKept(seq, at, category, text, (1, "", ""), author=author, **more)


def told(*lines: LineKept) -> list[tuple[list[tuple[int, str]], str | None]]:
    return [(list(said.lines), said.question) for said in statements(lines)]


def test_what_one_author_writes_is_one_text_whatever_others_write_in_between():
    said = told(line(1, "HAS NOT BEEN"), line(2, "UNIT EN ROUTE", author="PC1"), line(3, "THREATENED"))

    assert said == [([(1, "HAS NOT BEEN"), (3, "THREATENED")], None), ([(2, "UNIT EN ROUTE")], None)]


def test_an_answer_stands_beside_the_question_it_names():
    said = told(
        line(1, "Q: DIRECTED AT YOU?", QUESTION),
        line(2, "Q: HAPPENED BEFORE?", QUESTION),
        line(3, "A: NO", ANSWER, question_seq=1),
        line(4, "YES", ANSWER, question_seq=2),
    )

    assert said == [([(3, "NO")], "DIRECTED AT YOU?"), ([(4, "YES")], "HAPPENED BEFORE?")]


def test_an_answer_that_names_no_question_answers_the_latest():
    assert told(line(1, "ANY THREATS?", QUESTION), line(2, "NONE", ANSWER)) == [
        ([(2, "NONE")], "ANY THREATS?")
    ]


def test_questions_and_answers_written_into_a_remark_are_taken_apart():
    said = told(line(1, "RP AT HOME. Q: ARE YOU HURT? A: NO. Q: THREATENED? A: YES"))

    assert said == [
        ([(1, "RP AT HOME. ")], None),
        ([(1, "NO. ")], "ARE YOU HURT? "),
        ([(1, "YES")], "THREATENED? "),
    ]


def test_r3_a_line_of_thrive_stands_by_itself():
    [said] = statements([line(1, "NONE", LineCategory.THRIVE, thrive=ThriveLetter.VULNERABILITY)])

    assert said.thrive is ThriveLetter.VULNERABILITY
    assert said.question is None


def test_what_the_system_wrote_or_answered_is_not_read():
    said = told(
        line(1, "CLI CHECK", LineCategory.SYSTEM),
        line(2, "ASB21", LineCategory.DISPOSE),
        line(3, "VULNERABLE?", QUESTION),
        line(4, "YES", ANSWER, auto_answered=True),
    )

    assert said == []


def test_x4_what_the_system_answered_stands_beside_its_question_and_nothing_else_does():
    said = auto_answers(
        [
            line(1, "Q: VULNERABLE?", QUESTION),
            line(2, "Q: DIRECTED AT YOU?", QUESTION),
            line(3, "A: YES", ANSWER, auto_answered=True, question_seq=1),
            line(4, "A: NO", ANSWER),
            line(5, "VULNERABLE", auto_answered=True),
        ]
    )

    assert [(one.lines, one.question, one.kind) for one in said] == [
        ([(3, "YES")], "VULNERABLE?", EvidenceKind.AUTO_ANSWER)
    ]
