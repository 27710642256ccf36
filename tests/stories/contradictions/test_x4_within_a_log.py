"""X4: what the log of an incident contradicts itself in is told with both pieces of evidence, and never decides."""

from typing import Any

import pytest

from schemas.incoming import LogLine
from schemas.words import (
    Answer,
    Contradiction,
    EvidenceKind,
    Letter,
    LineCategory,
    NoticeKind,
    Post,
    ThriveLetter,
    WithdrawalReason,
)
from tests.given.casefile import of_type, only, snapshot
from tests.given.core import Core
from tests.given.messages import (
    HOME,
    accepted,
    incident,
    lead_officer,
    letter_override,
    line,
    officer_says,
    tag_override,
)

QUESTION, ANSWER = LineCategory.QUESTION, LineCategory.ANSWER
SINGLED_OUT = line("HE HAS SINGLED ME OUT FROM THE START.", 4)
FRIGHTENED = line("CALLER IS FRIGHTENED AND CANNOT SLEEP.", 9)


def asked(question: str, answer: str, seq: int = 1, **changes: Any) -> tuple[LogLine, LogLine]:
    """A question of the call handler on line `seq`, and its answer on the next."""
    return (
        line(question, seq, category=QUESTION),
        line(answer, seq + 1, category=ANSWER, question_seq=seq, **changes),
    )


TARGETED = asked("Q: IS IT DIRECTED AT YOU?", "A: NO")
AUTO = asked("Q: IS ANYBODY VULNERABLE?", "A: NO", auto_answered=True)


def test_x4_not_targeted_stands_against_singled_out(core: Core) -> None:
    told = core.tell(incident(lines=(*TARGETED, SINGLED_OUT)))

    found = only(told, "ContradictionFound")
    assert found["contradiction"] == Contradiction.NOT_TARGETED_AND_SINGLED_OUT
    assert (found["one"]["kind"], found["one"]["ref"], found["one"]["answer"]) == ("line", "2", Answer.NO)
    assert (found["other"]["kind"], found["other"]["ref"], found["other"]["answer"]) == (
        "line",
        "4",
        Answer.YES,
    )
    assert (found["incident_id"], found["case_id"]) == ("SK-1", None)


@pytest.mark.parametrize("lines", [TARGETED, (SINGLED_OUT,)], ids=["denied", "said"])
def test_x4_one_of_the_two_contradicts_nothing(core: Core, lines: tuple[LogLine, ...]) -> None:
    assert of_type(core.tell(incident(lines=lines)), "ContradictionFound") == []


@pytest.mark.parametrize("qualifier", ["Vulnerable adult", "Vulnerable child/young person", "Mental health"])
def test_x4_a_none_on_thrives_v_line_stands_against_a_qualifier(core: Core, qualifier: str) -> None:
    none = line("NONE", 3, category=LineCategory.THRIVE, thrive_letter=ThriveLetter.VULNERABILITY)

    told = core.tell(incident(lines=(none,), qualifiers=(qualifier,)))

    found = only(told, "ContradictionFound")
    assert found["contradiction"] == Contradiction.NOT_VULNERABLE_AND_QUALIFIER
    assert (found["one"]["kind"], found["one"]["ref"]) == (EvidenceKind.THRIVE, "3")
    assert (found["other"]["kind"], found["other"]["ref"]) == (EvidenceKind.QUALIFIER, qualifier)


def test_x4_a_qualifier_of_another_kind_denies_nothing(core: Core) -> None:
    none = line("NONE", 3, category=LineCategory.THRIVE, thrive_letter=ThriveLetter.VULNERABILITY)

    assert of_type(core.tell(incident(lines=(none,), qualifiers=("Alcohol",))), "ContradictionFound") == []


def test_x4_an_automatic_answer_is_held_against_what_the_log_says(core: Core) -> None:
    told = core.tell(incident(lines=(*AUTO, line("SHE IS DISABLED AND HOUSEBOUND.", 3))))

    found = only(told, "ContradictionFound")
    assert found["contradiction"] == Contradiction.AUTO_ANSWERED
    assert (found["one"]["kind"], found["one"]["ref"], found["one"]["answer"]) == (
        EvidenceKind.AUTO_ANSWER,
        "2",
        Answer.NO,
    )
    assert (found["other"]["kind"], found["other"]["ref"]) == (EvidenceKind.LINE, "3")


@pytest.mark.parametrize("answer", ["A: YES", "A: NO"])
def test_x4_an_automatic_answer_never_counts_for_a_letter(core: Core, answer: str) -> None:
    lines = asked("Q: IS ANYBODY VULNERABLE?", answer, auto_answered=True)

    decided = only(core.tell(incident(lines=(*lines, FRIGHTENED))), "DecisionMade")

    [vulnerable] = [one for one in decided["letters"] if one["letter"] == Letter.VULNERABLE]
    assert (vulnerable["answer"], vulnerable["evidence"]) == (Answer.UNKNOWN, [])


def test_x4_a_notice_never_holds_the_text_of_the_log(core: Core) -> None:
    told = core.tell(incident(lines=(*TARGETED, SINGLED_OUT)))

    found = str(only(told, "ContradictionFound")).upper()
    assert "FROM THE START" not in found
    assert "DIRECTED AT YOU?" not in found


def test_x4_it_decides_nothing_targeted_is_yes_all_the_same(core: Core) -> None:
    decided = only(core.tell(incident(lines=(*TARGETED, SINGLED_OUT))), "DecisionMade")

    [targeted] = [one for one in decided["letters"] if one["letter"] == Letter.TARGETED]
    assert targeted["answer"] == Answer.YES


def test_x4_a_corrected_line_withdraws_it_and_names_what_it_corrects(core: Core) -> None:
    [found] = [
        event
        for event in core.tell(incident(lines=(*TARGETED, SINGLED_OUT)))
        if event.type == "ContradictionFound"
    ]

    corrected = line("HE IS A NUISANCE TO EVERYBODY.", 4, 1)
    withdrawn = only(core.tell(incident(lines=(corrected,), revision=2, recorded=1)), "NoticeWithdrawn")

    assert withdrawn["kind"] == NoticeKind.CONTRADICTION
    assert (withdrawn["notice_id"], withdrawn["corrects"]) == (
        found.data["notice_id"],
        found.headers["ce_id"],
    )
    assert withdrawn["reason"] == WithdrawalReason.CORRECTED


@pytest.mark.parametrize(
    "word",
    [
        officer_says("SK-1", {Letter.TARGETED: Answer.NO}),
        letter_override("SK-1", Letter.TARGETED, Answer.YES),
    ],
    ids=["victor-e", "override"],
)
def test_x4_an_officers_answer_to_the_letter_settles_it(core: Core, word: Any) -> None:
    core.tell(incident(lines=(*TARGETED, SINGLED_OUT)))

    withdrawn = only(core.tell(word), "NoticeWithdrawn")

    assert withdrawn["reason"] == WithdrawalReason.DECIDED


def test_x4_an_officers_answer_to_another_letter_settles_nothing(core: Core) -> None:
    core.tell(incident(lines=(*TARGETED, SINGLED_OUT)))

    told = core.tell(officer_says("SK-1", {Letter.HATE: Answer.NO}))

    assert of_type(told, "NoticeWithdrawn") == []


def test_x4_it_goes_with_its_incident_when_that_is_no_longer_asb(core: Core) -> None:
    core.tell(incident(lines=(*TARGETED, SINGLED_OUT)))

    withdrawn = only(core.tell(tag_override("SK-1", asb=False)), "NoticeWithdrawn")

    assert withdrawn["reason"] == WithdrawalReason.OVERRIDDEN


def test_x4_it_is_told_to_the_lead_officer_of_the_incidents_case(core: Core) -> None:
    opened = only(
        core.tell(incident("SK-0", 0, "They threatened her. She is frightened.", uprn=HOME)), "CaseOpened"
    )
    core.tell(accepted(opened["case_id"]), lead_officer("SEN-1", "PC 4411", 25))

    told = core.tell(incident("SK-1", 30, uprn=HOME, lines=(*TARGETED, SINGLED_OUT)))

    found = only(told, "ContradictionFound")
    assert found["case_id"] == opened["case_id"]
    assert [(one["post"], one["officer"]) for one in found["addressees"]] == [(Post.LEAD_OFFICER, "PC 4411")]


def test_x4_without_a_case_the_beats_sergeant_is_told_and_without_a_beat_the_fallback(core: Core) -> None:
    on_beat = {"text": "", "uprn": HOME, "beat": "B1"}

    here = core.tell(incident("SK-1", lines=(*TARGETED, SINGLED_OUT), location=on_beat))
    nowhere = core.tell(incident("SK-2", lines=(*TARGETED, SINGLED_OUT)))

    assert [one["post"] for one in only(here, "ContradictionFound")["addressees"]] == [Post.SERGEANT]
    assert [one["post"] for one in only(nowhere, "ContradictionFound")["addressees"]] == [Post.FALLBACK]


def test_x4_it_is_shown_with_the_case_that_its_incident_comes_into(core: Core) -> None:
    told = core.tell(incident("SK-1", lines=(*TARGETED, SINGLED_OUT), uprn=HOME))
    assert only(told, "ContradictionFound")["case_id"] is None

    told = core.tell(incident("SK-2", 10, "They threatened her. She is frightened.", uprn=HOME))

    case_id = only(told, "CaseOpened")["case_id"]
    moved = only(told, "ContradictionFound")
    assert (moved["incident_id"], moved["case_id"]) == ("SK-1", case_id)
    assert [one["kind"] for one in snapshot(core, case_id)["notices"]] == [NoticeKind.CONTRADICTION]


def test_x4_what_was_told_to_nobody_is_told_to_the_lead_officer_who_is_named_first(core: Core) -> None:
    core.tell(incident(lines=(*TARGETED, SINGLED_OUT, line("They threatened her. She is frightened.", 9))))
    first = only(core.published, "ContradictionFound")

    told = core.tell(accepted(core.incident("SK-1").case_id, "SEN-1", 1), lead_officer("SEN-1", "PC 4411", 2))

    assert first["addressees"][0]["officer"] is None
    assert only(told, "ContradictionFound")["addressees"] == [{"post": "lead-officer", "officer": "PC 4411"}]
