"""The labelled data sets are whole, legal and synthetic (R4, R6; personal data rule of the requirements)."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from schemas.words import (
    Answer,
    AsbClass,
    AsbType,
    EvidenceKind,
    Letter,
    LineCategory,
    Outcome,
    Role,
    ThriveLetter,
)

HERE = Path(__file__).parent
CLASSES = {str(word) for word in AsbClass}
TYPES = {str(word) for word in AsbType}
LETTERS = [str(word) for word in Letter]
# Evidence that is no log line; a THRIVE line is cited by its seq like any other.
KINDS_BESIDE_LINES = {str(kind) for kind in EvidenceKind} - {EvidenceKind.LINE, EvidenceKind.THRIVE}
# Seven or more digits, single spaces or hyphens allowed between them.
LOOKS_LIKE_A_PHONE = re.compile(r"\+?\d(?:[ -]?\d){6,}")
# Ofcom's numbers for drama: mobile, no area, the 011x and 01x1 cities, London, freephone, premium.
DRAMA = re.compile(
    r"07700900\d{3}|01632960\d{3}|01(?:13|14|15|16|17|18|21|31|41|51|61)4960\d{3}"
    r"|02079460\d{3}|08081570\d{3}|0909879\d{4}"
)
REGISTRATION_MARK = re.compile(r"\b[A-Z]{2}\d{2} ?[A-Z]{3}\b")
POSTCODE = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b")

Entry = dict[str, Any]


def read(name: str) -> list[Entry]:
    return [json.loads(line) for line in (HERE / name).read_text(encoding="utf-8").splitlines()]


TEXTS = read("log_texts.jsonl")
WORKED = read("victor_e_worked.jsonl")


def every_text() -> list[str]:
    lines = [line for entry in TEXTS for line in entry["text"]]
    return lines + [line["text"] for entry in WORKED for line in entry["incident"]["lines"]]


def test_there_are_150_log_texts_of_which_at_least_50_hold_a_negation() -> None:
    ids = [entry["id"] for entry in TEXTS]

    negated = [entry for entry in TEXTS if entry["negated"]]

    assert ids == [f"T{number:03}" for number in range(1, 151)]
    assert len(negated) >= 50


@pytest.mark.parametrize("entry", TEXTS, ids=lambda entry: entry["id"])
def test_a_label_uses_the_national_words_only_and_says_why(entry: Entry) -> None:
    assert set(entry) == {"id", "text", "asb", "class", "type", "also", "negated", "why"}
    assert 1 <= len(entry["text"]) <= 6
    assert all(isinstance(line, str) and line.strip() for line in entry["text"])
    assert isinstance(entry["asb"], bool)
    assert isinstance(entry["negated"], bool)
    assert set(entry["also"]) <= CLASSES - {entry["class"]}
    assert entry["why"].endswith(".")
    if entry["asb"]:
        assert entry["class"] in CLASSES
        assert entry["type"] in TYPES
    else:
        assert entry["class"] is None
        assert entry["type"] is None


def test_every_type_is_represented_in_at_least_two_classes() -> None:
    asb = [entry for entry in TEXTS if entry["asb"]]

    types = [entry["type"] for entry in asb]
    pairs = {(entry["type"], entry["class"]) for entry in asb}

    assert {entry["class"] for entry in asb} == CLASSES
    assert all(types.count(word) >= 5 for word in TYPES)
    assert all(sum(word == kind for kind, _ in pairs) >= 2 for word in TYPES)
    assert 95 <= len(asb) <= 105


def test_no_two_log_texts_are_the_same() -> None:
    texts = ["\n".join(entry["text"]).casefold() for entry in TEXTS]

    assert len(set(texts)) == len(texts)


@pytest.mark.parametrize("text", ["01632 960417", "0116 496 0142", "07700 900188"])
def test_a_drama_number_is_allowed(text: str) -> None:
    assert phones_outside_drama(text) == []


@pytest.mark.parametrize(
    "text", ["RING 07712 345678", "0116 2222222", "+44 7700 912345", "CALL 999-888-7777 NOW"]
)
def test_the_check_for_telephone_numbers_finds_one_that_is_not_for_drama(text: str) -> None:
    assert phones_outside_drama(text) != []


def phones_outside_drama(text: str) -> list[str]:
    found = LOOKS_LIKE_A_PHONE.findall(text)
    return [number for number in found if not DRAMA.fullmatch(re.sub(r"[ -]", "", number))]


def test_no_text_holds_a_real_looking_telephone_number_registration_mark_or_postcode() -> None:
    texts = every_text()

    suspects = [
        text
        for text in texts
        if phones_outside_drama(text) or REGISTRATION_MARK.search(text) or POSTCODE.search(text)
    ]

    assert suspects == []


def test_there_are_14_worked_incidents() -> None:
    assert [entry["id"] for entry in WORKED] == [f"W{number:02}" for number in range(1, 15)]
    assert {entry["outcome"] for entry in WORKED} == {str(outcome) for outcome in Outcome}


@pytest.mark.parametrize("entry", WORKED, ids=lambda entry: entry["id"])
def test_a_worked_incident_uses_the_wire_words_only(entry: Entry) -> None:
    incident = entry["incident"]
    seqs = [line["seq"] for line in incident["lines"]]
    categories = {line["category"] for line in incident["lines"]}
    thrive = {line["thrive_letter"] for line in incident["lines"] if "thrive_letter" in line}

    assert incident["class"] in CLASSES
    assert seqs == sorted(set(seqs))
    assert categories <= {str(word) for word in LineCategory}
    assert thrive <= {str(word) for word in ThriveLetter}
    assert {person["role"] for person in incident["people"]} <= {str(role) for role in Role}
    assert set(incident["officer_says"] or {}) <= set(LETTERS)
    assert list(entry["expected"]) == LETTERS
    assert set(entry["expected"].values()) <= {str(answer) for answer in Answer}


@pytest.mark.parametrize("entry", WORKED, ids=lambda entry: entry["id"])
def test_an_answer_points_back_at_a_question(entry: Entry) -> None:
    lines = entry["incident"]["lines"]
    questions = {line["seq"] for line in lines if line["category"] == LineCategory.QUESTION}

    answers = [line for line in lines if line["category"] == LineCategory.ANSWER]

    assert all(line["question_seq"] in questions for line in answers)


@pytest.mark.parametrize("entry", WORKED, ids=lambda entry: entry["id"])
def test_the_evidence_of_every_answered_letter_exists_and_an_auto_answer_is_never_evidence(
    entry: Entry,
) -> None:
    incident = entry["incident"]
    answered = {letter for letter, answer in entry["expected"].items() if answer != Answer.UNKNOWN}
    by_hand = {line["seq"] for line in incident["lines"] if not line.get("auto_answered")}
    at_hand = {
        EvidenceKind.CLASS: incident["class"] == AsbClass.PERSONAL,
        EvidenceKind.QUALIFIER: bool(incident["qualifiers"]),
        EvidenceKind.LINK: incident["earlier_reports"] > 0,
        EvidenceKind.PERSON: bool(incident["people"]),
        EvidenceKind.OFFICER: bool(incident["officer_says"]),
        EvidenceKind.CODE: bool(incident["opening_code"] or incident["closing_code"]),
    }

    cited = [token for tokens in entry["evidence"].values() for token in tokens]

    assert set(entry["evidence"]) == answered
    assert all(entry["evidence"].values())
    assert {token for token in cited if isinstance(token, int)} <= by_hand
    assert {token for token in cited if isinstance(token, str)} <= KINDS_BESIDE_LINES
    assert all(at_hand[EvidenceKind(token)] for token in cited if isinstance(token, str))


@pytest.mark.parametrize("entry", WORKED, ids=lambda entry: entry["id"])
def test_the_outcome_follows_from_the_letters_by_the_table_in_the_readme(entry: Entry) -> None:
    gate = entry["expected"]["gate"]
    letters = {entry["expected"][letter] for letter in "VICTORE"}

    column = "yes" if "yes" in letters else "some" if "unknown" in letters else "none"

    assert (
        entry["outcome"]
        == {
            "yes": {"yes": "case-manage", "some": "ask", "none": "stays"},
            "unknown": {"yes": "ask", "some": "unknown", "none": "stays"},
            "no": {"yes": "stays", "some": "stays", "none": "stays"},
        }[gate][column]
    )


@pytest.mark.parametrize("entry", WORKED, ids=lambda entry: entry["id"])
def test_what_an_officer_says_stands_in_the_expected_letters(entry: Entry) -> None:
    officer = entry["incident"]["officer_says"] or {}

    expected = {letter: entry["expected"][letter] for letter in officer}

    assert expected == officer
