"""Decisions in one plain English sentence, for people (X1). Never parsed; no name, no text of a log."""

from collections.abc import Sequence
from typing import Final

from schemas.outgoing import LetterAnswer
from schemas.words import SEVEN_LETTERS, Answer, AskReason, Letter, OpeningPolicy, Outcome, Placement

SUSPECT_NOT_NAMED: Final = (
    "The suspect is not named: hate is the only letter that is yes, and no code says crime."
)
_LETTER: Final = {
    Letter.GATE: "harassment, alarm or distress",
    Letter.VULNERABLE: "somebody vulnerable",
    Letter.IMPACT: "impact",
    Letter.COMBINED: "a combined approach",
    Letter.TARGETED: "targeting",
    Letter.ONGOING: "ongoing behaviour",
    Letter.RISK: "risk",
    Letter.HATE: "hate",
}
_PLACED: Final = {
    Placement.STAY: "It stays in STORM",
    Placement.OPEN: "It opened a case",
    Placement.JOIN: "It joined a case",
}


def of_decision(
    outcome: Outcome,
    placement: Placement,
    letters: Sequence[LetterAnswer],
    opening: OpeningPolicy,
    *,
    asked: bool,
    counted: Sequence[Letter] = SEVEN_LETTERS,
) -> str:
    """Why an incident was decided as it was, and where it is; `counted` are the letters that count for it (X11)."""
    placed = _PLACED[placement]
    weighed = [one for one in letters if _counts(one.letter, counted)]
    why = _outcome(outcome, weighed) + _set_aside(
        [one for one in letters if not _counts(one.letter, counted)]
    )
    if opening is not OpeningPolicy.VICTOR_E:
        return f"{why}. {placed}, by the {opening} policy."
    ask = " An officer is asked to decide." if asked else ""
    return f"{why}. {placed}.{ask}"


def _counts(letter: Letter, counted: Sequence[Letter]) -> bool:
    return letter is Letter.GATE or letter in counted


def _set_aside(letters: Sequence[LetterAnswer]) -> str:
    yes = [one.letter for one in letters if one.answer is Answer.YES]
    return f"; {listed(yes)} does not count without a crime code, by policy" if yes else ""


def _outcome(outcome: Outcome, letters: Sequence[LetterAnswer]) -> str:
    yes = [one.letter for one in letters if one.answer is Answer.YES and one.letter is not Letter.GATE]
    unknown = [one.letter for one in letters if one.answer is Answer.UNKNOWN]
    gate = letters[0].answer
    if outcome is Outcome.CASE_MANAGE:
        return f"Case-manage: harassment, alarm or distress was caused, and there is {listed(yes)}"
    if outcome is Outcome.STAYS and gate is Answer.NO:
        return "Stays: nobody was caused harassment, alarm or distress"
    if outcome is Outcome.STAYS:
        counting = "" if len(letters) == len(Letter) else " that counts"
        return f"Stays: no letter of VICTOR-E{counting} is yes{_not_worth_asking(unknown)}"
    if outcome is Outcome.ASK and gate is Answer.UNKNOWN:
        return f"Ask: there is {listed(yes)}; not known is whether harassment, alarm or distress was caused"
    if outcome is Outcome.ASK:
        return f"Ask: harassment, alarm or distress was caused; not known is {listed(unknown)}"
    return (
        "Unknown: the record does not say whether harassment, alarm or distress was caused, nor anything else"
    )


def _not_worth_asking(unknown: Sequence[Letter]) -> str:
    return f"; unknown but not worth asking by policy: {listed(unknown)}" if unknown else ""


def of_ask(reason: AskReason, letters: Sequence[Letter]) -> str:
    """What an officer is asked."""
    return {
        AskReason.GATE_UNKNOWN: "Was harassment, alarm or distress caused?",
        AskReason.LETTERS_UNKNOWN: (
            f"Harassment, alarm or distress was caused. Is there {listed(letters, 'or')}?"
        ),
        AskReason.BARE_RECORD: (
            "The record says too little to decide. Was harassment, alarm or distress caused?"
        ),
        AskReason.LINKS_TWO_CASES: "This incident links to more than one case. Do they belong together?",
        AskReason.RECODED_IN_ACCEPTED_CASE: (
            "An incident of this accepted case is no longer recorded as ASB. Does the case still stand?"
        ),
        AskReason.INCIDENT_FOR_CLOSED_CASE: (
            "A new incident belongs to this closed case. Must it be opened again?"
        ),
    }[reason]


def of_joining(*, managed: bool) -> str:
    """Why an incident is in a case that exists already."""
    if managed:
        return "Must be case-managed, and links to a case that exists."
    return "Links to a case that exists."


def listed(letters: Sequence[Letter], word: str = "and") -> str:
    """`impact, targeting and hate`."""
    names = [_LETTER[letter] for letter in letters]
    if not names:
        return "nothing"
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} {word} {names[-1]}"
