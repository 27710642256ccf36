"""Does VICTOR-E say that this incident must be case-managed? (R6)

Pure. Harassment, alarm or distress AND any of V, I, C, T, O, R, E, in three-valued logic: yes manages, no
stays, unknown is asked about and never a silent no.
"""

from collections.abc import Mapping
from typing import NamedTuple

from schemas.words import SEVEN_LETTERS, Answer, AskReason, Letter, Outcome

YES, NO, UNKNOWN = Answer.YES, Answer.NO, Answer.UNKNOWN


class Verdict(NamedTuple):
    """The outcome; where an officer should be asked, why and about which letters."""

    outcome: Outcome
    reason: AskReason | None = None
    would_ask: tuple[Letter, ...] = ()


def verdict(
    answers: Mapping[Letter, Answer],
    askable: tuple[Letter, ...],
    counted: tuple[Letter, ...] = SEVEN_LETTERS,
) -> Verdict:
    """What the eight answers say. `askable` are the letters whose unknown is worth asking, by policy.

    `counted` are those of the seven that count for this incident (X11): the others neither manage nor are asked.
    """
    gate = answers[Letter.GATE]
    some_yes = any(answers[letter] is YES for letter in counted)
    unknown = tuple(letter for letter in counted if answers[letter] is UNKNOWN)
    worth_asking = tuple(letter for letter in unknown if letter in askable)
    if gate is NO or not (some_yes or unknown):
        return Verdict(Outcome.STAYS)
    if gate is YES and some_yes:
        return Verdict(Outcome.CASE_MANAGE)
    if some_yes:
        return Verdict(Outcome.ASK, AskReason.GATE_UNKNOWN, (Letter.GATE,))
    if gate is UNKNOWN:
        return Verdict(Outcome.UNKNOWN, AskReason.BARE_RECORD, (Letter.GATE, *worth_asking))
    if worth_asking:
        return Verdict(Outcome.ASK, AskReason.LETTERS_UNKNOWN, worth_asking)
    return Verdict(Outcome.STAYS)
