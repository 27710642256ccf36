"""Does VICTOR-E say that an incident must be case-managed? All 3^8 combinations (R6)."""

from collections import Counter
from itertools import product

import pytest

from schemas.words import SEVEN_LETTERS, Answer, AskReason, Letter, Outcome
from streams.rules.victor_e import verdict

YES, NO, UNKNOWN = Answer.YES, Answer.NO, Answer.UNKNOWN
GATE = Letter.GATE
COMBINATIONS = [dict(zip(Letter, said, strict=True)) for said in product(Answer, repeat=len(Letter))]
# Kleene's truth values: and is the least, or the greatest.
TRUTH = {NO: 0.0, UNKNOWN: 0.5, YES: 1.0}
# The table of tests/labelled/README.md, written by hand before the rules: gate by (a yes, else an unknown, else no).
TABLE = {
    (YES, YES): Outcome.CASE_MANAGE,
    (YES, UNKNOWN): Outcome.ASK,
    (YES, NO): Outcome.STAYS,
    (UNKNOWN, YES): Outcome.ASK,
    (UNKNOWN, UNKNOWN): Outcome.UNKNOWN,
    (UNKNOWN, NO): Outcome.STAYS,
    (NO, YES): Outcome.STAYS,
    (NO, UNKNOWN): Outcome.STAYS,
    (NO, NO): Outcome.STAYS,
}


def of_counts(answers: dict[Letter, Answer]) -> Outcome:
    """The outcome by how often each answer was given to the seven letters."""
    given = Counter(answers[letter] for letter in SEVEN_LETTERS)
    seven = YES if given[YES] > 0 else NO if given[NO] == len(SEVEN_LETTERS) else UNKNOWN
    return TABLE[answers[GATE], seven]


def test_r6_all_combinations_come_out_as_the_table_says():
    wrong = [
        answers
        for answers in COMBINATIONS
        if verdict(answers, SEVEN_LETTERS).outcome is not of_counts(answers)
    ]

    assert len(COMBINATIONS) == 3**8
    assert wrong == []


def test_r6_manages_and_stays_are_true_and_false_of_gate_and_any_letter_in_three_valued_logic():
    for answers in COMBINATIONS:
        formula = min(TRUTH[answers[GATE]], max(TRUTH[answers[letter]] for letter in SEVEN_LETTERS))

        outcome = verdict(answers, SEVEN_LETTERS).outcome

        assert (outcome is Outcome.CASE_MANAGE) is (formula == TRUTH[YES])
        assert (outcome is Outcome.STAYS) is (formula == TRUTH[NO])
        assert (outcome in (Outcome.ASK, Outcome.UNKNOWN)) is (formula == TRUTH[UNKNOWN])


def test_r6_outcomes_over_all_combinations_by_counts():
    some_yes = 3**7 - 2**7  # of the seven letters
    no_yes_some_unknown = 2**7 - 1

    counted = Counter(verdict(answers, SEVEN_LETTERS).outcome for answers in COMBINATIONS)

    assert counted == {
        Outcome.CASE_MANAGE: some_yes,
        Outcome.ASK: some_yes + no_yes_some_unknown,
        Outcome.UNKNOWN: no_yes_some_unknown,
        Outcome.STAYS: 3**7 + 2,
    }


def test_r6_an_unknown_that_becomes_known_never_turns_a_settled_outcome_round():
    for answers in COMBINATIONS:
        settled = verdict(answers, SEVEN_LETTERS).outcome
        if settled in (Outcome.CASE_MANAGE, Outcome.STAYS):
            for letter in [letter for letter in Letter if answers[letter] is UNKNOWN]:
                for known in (YES, NO):
                    assert verdict({**answers, letter: known}, SEVEN_LETTERS).outcome is settled


@pytest.mark.parametrize(
    ("gate", "letters", "outcome", "reason", "would_ask"),
    [
        (YES, {Letter.RISK: YES}, Outcome.CASE_MANAGE, None, ()),
        (UNKNOWN, {Letter.RISK: YES}, Outcome.ASK, AskReason.GATE_UNKNOWN, (GATE,)),
        (YES, {}, Outcome.ASK, AskReason.LETTERS_UNKNOWN, SEVEN_LETTERS),
        (
            YES,
            dict.fromkeys(SEVEN_LETTERS[1:], NO),
            Outcome.ASK,
            AskReason.LETTERS_UNKNOWN,
            SEVEN_LETTERS[:1],
        ),
        (UNKNOWN, {}, Outcome.UNKNOWN, AskReason.BARE_RECORD, (GATE, *SEVEN_LETTERS)),
        (NO, {Letter.RISK: YES}, Outcome.STAYS, None, ()),
    ],
)
def test_r6_an_ask_says_why_and_about_which_letters(gate, letters, outcome, reason, would_ask):
    answers = {**dict.fromkeys(Letter, UNKNOWN), **letters, GATE: gate}

    assert verdict(answers, SEVEN_LETTERS) == (outcome, reason, tuple(would_ask))


def test_r6_an_officer_is_asked_only_about_the_letters_that_the_policy_finds_worth_asking():
    answers = {**dict.fromkeys(Letter, UNKNOWN), GATE: YES}

    asked = verdict(answers, (Letter.VULNERABLE, Letter.HATE))

    assert asked == (Outcome.ASK, AskReason.LETTERS_UNKNOWN, (Letter.VULNERABLE, Letter.HATE))


def test_r6_where_no_unknown_letter_is_worth_asking_about_the_incident_stays_and_nobody_is_asked():
    answers = {**dict.fromkeys(Letter, UNKNOWN), GATE: YES, Letter.VULNERABLE: NO}

    assert verdict(answers, (Letter.VULNERABLE,)) == (Outcome.STAYS, None, ())


def test_r6_what_is_worth_asking_never_changes_what_is_case_managed():
    for answers in COMBINATIONS:
        everything, nothing = verdict(answers, SEVEN_LETTERS).outcome, verdict(answers, ()).outcome

        assert (everything is Outcome.CASE_MANAGE) is (nothing is Outcome.CASE_MANAGE)


def test_x11_a_letter_that_does_not_count_neither_manages_nor_is_asked():
    counted = tuple(letter for letter in SEVEN_LETTERS if letter is not Letter.HATE)

    for answers in COMBINATIONS:
        without_hate = {**answers, Letter.HATE: NO}

        assert verdict(answers, tuple(Letter), counted) == verdict(without_hate, tuple(Letter))
