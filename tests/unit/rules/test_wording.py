"""X1: one plain sentence for each decision and ask; never a name, never the text of a log."""

from itertools import product

import pytest

from schemas.outgoing import LetterAnswer
from schemas.words import Answer, AskReason, Letter, OpeningPolicy, Outcome, Placement
from streams.rules import wording
from streams.rules.victor_e import verdict

EVERY_LETTER = tuple(Letter)
YES, NO, UNKNOWN = Answer.YES, Answer.NO, Answer.UNKNOWN


def sentence(placement=Placement.STAY, opening=OpeningPolicy.VICTOR_E, asked=False, **answers: Answer) -> str:
    found = {letter: answers.get(letter.name, NO) for letter in Letter}
    letters = [LetterAnswer(letter=letter, answer=one, inferred=one) for letter, one in found.items()]
    return wording.of_decision(verdict(found, EVERY_LETTER).outcome, placement, letters, opening, asked=asked)


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        (
            {"GATE": YES, "IMPACT": YES, "TARGETED": YES, "HATE": YES},
            "Case-manage: harassment, alarm or distress was caused, and there is impact, targeting and hate."
            " It stays in STORM.",
        ),
        (
            {"GATE": NO, "IMPACT": YES},
            "Stays: nobody was caused harassment, alarm or distress. It stays in STORM.",
        ),
        ({"GATE": YES}, "Stays: no letter of VICTOR-E is yes. It stays in STORM."),
        (
            {"GATE": UNKNOWN, "RISK": YES},
            "Ask: there is risk; not known is whether harassment, alarm or distress was caused."
            " It stays in STORM.",
        ),
        (
            {"GATE": YES, "VULNERABLE": UNKNOWN, "ONGOING": UNKNOWN},
            "Ask: harassment, alarm or distress was caused; not known is somebody vulnerable and ongoing"
            " behaviour. It stays in STORM.",
        ),
    ],
)
def test_the_sentence_says_what_decided(answers, expected):
    assert sentence(**answers) == expected


@pytest.mark.parametrize(
    ("placement", "words"),
    [
        (Placement.STAY, "It stays in STORM."),
        (Placement.OPEN, "It opened a case."),
        (Placement.JOIN, "It joined a case."),
    ],
)
def test_the_sentence_says_where_the_incident_is(placement, words):
    assert sentence(placement, GATE=YES, RISK=YES).endswith(words)


def test_the_sentence_says_that_an_officer_is_asked():
    assert sentence(asked=True, GATE=UNKNOWN, RISK=YES).endswith("An officer is asked to decide.")


@pytest.mark.parametrize("opening", [OpeningPolicy.CAPTURE_ALL, OpeningPolicy.FIRST_INCIDENT_STAYS])
def test_another_opening_policy_is_named(opening):
    assert sentence(Placement.OPEN, opening, GATE=YES, RISK=YES).endswith(
        f"It opened a case, by the {opening} policy."
    )


def test_letters_that_are_not_worth_asking_about_are_named_where_they_are_unknown():
    found = dict.fromkeys(Letter, NO) | {Letter.GATE: YES, Letter.HATE: UNKNOWN}
    letters = [LetterAnswer(letter=letter, answer=one, inferred=one) for letter, one in found.items()]

    text = wording.of_decision(
        verdict(found, ()).outcome, Placement.STAY, letters, OpeningPolicy.VICTOR_E, asked=False
    )

    assert text == (
        "Stays: no letter of VICTOR-E is yes; unknown but not worth asking by policy: hate. It stays in STORM."
    )


def test_every_combination_has_a_sentence():
    for answers in product(Answer, repeat=3):
        text = sentence(**dict(zip(("GATE", "RISK", "HATE"), answers, strict=True)))

        assert text.endswith(".")
        assert "nothing" not in text


@pytest.mark.parametrize("reason", list(AskReason))
def test_every_ask_is_a_question(reason):
    assert wording.of_ask(reason, (Letter.RISK,)).endswith("?")


@pytest.mark.parametrize(
    ("letters", "expected"),
    [
        ((), "nothing"),
        ((Letter.RISK,), "risk"),
        ((Letter.RISK, Letter.HATE), "risk and hate"),
        ((Letter.IMPACT, Letter.RISK, Letter.HATE), "impact, risk and hate"),
    ],
)
def test_words_are_listed_as_people_list_them(letters, expected):
    assert wording.listed(letters) == expected


def test_x11_the_sentence_says_which_yes_does_not_count():
    found = {letter: YES if letter in (Letter.GATE, Letter.HATE) else NO for letter in Letter}
    letters = [LetterAnswer(letter=letter, answer=one, inferred=one) for letter, one in found.items()]
    counted = [letter for letter in Letter if letter not in (Letter.GATE, Letter.HATE)]

    said = wording.of_decision(
        Outcome.STAYS, Placement.STAY, letters, OpeningPolicy.VICTOR_E, asked=False, counted=counted
    )

    assert said == (
        "Stays: no letter of VICTOR-E that counts is yes; hate does not count without a crime code, by policy."
        " It stays in STORM."
    )
