"""Assessments and what is handed back, in plain English, for people (X1). Never parsed; no name, no free text."""

from collections.abc import Sequence
from typing import Final

from schemas.words import Aim, RefusalReason
from streams.policies.matrix import JUDGEMENT
from streams.rules.assessment_answers import Refused
from streams.rules.matrix_score import AimScore, Score, Step

_AIM: Final = {
    Aim.ESCALATION: "Risk that it gets worse",
    Aim.PEOPLE: "Risk to people who live in the area or use it",
    Aim.OCCURRED: "Risk of what has occurred",
}
_WHOLE: Final = "The assessment does not count, and is still to be made."
_BAND: Final = "The band stands as the matrix gives it."


def of_assessment(score: Score) -> str:
    """`Medium risk: 17 of at most 31 points, 10 of 13 questions answered; could be HIGH if ... were answered.`"""
    points = _points(score.floor)
    if score.floor != score.ceiling:
        points = f"{score.floor} of at most {_points(score.ceiling)}"
    answered = f"{score.answered} of {score.asked} questions answered"
    if score.answered == score.asked:
        answered = f"all {score.asked} questions answered"
    could_be = ""
    if score.could_be is not None:
        could_be = f"; could be {score.could_be.upper()} if {_listed(score.could_be_if)} were answered"
    moved = "".join(f" {_step(step)}" for step in score.steps)
    return f"{score.band.capitalize()} risk: {points}, {answered}{could_be}.{moved}"


def of_aim(aim: AimScore) -> str:
    """What it says to one aim: `Risk that it gets worse: 5 of 15 points; up to 12 if hate were answered.`"""
    said = f"{_AIM[aim.aim]}: {aim.floor} of {_points(aim.most)}"
    if not aim.unanswered:
        return f"{said}."
    if aim.ceiling == aim.floor:
        return f"{said}; not answered: {_listed(aim.unanswered)}."
    return f"{said}; up to {aim.ceiling} if {_listed(aim.unanswered)} were answered."


def of_refusal(refused: Refused) -> str:
    """What is wrong with what was recorded, and what follows."""
    question = refused.question or ""
    return {
        RefusalReason.UNKNOWN_MATRIX: (
            f"No matrix of this name counts on the day the assessment was created. {_WHOLE}"
        ),
        RefusalReason.OTHER_MATRIX_VERSION: (
            f"Another version of the matrix counts on the day the assessment was created. {_WHOLE}"
        ),
        RefusalReason.MATRIX_OF_ANOTHER_SUBJECT: f"The matrix is for another kind of subject. {_WHOLE}",
        RefusalReason.UNKNOWN_QUESTION: f"The matrix has no question {question}. The other answers count.",
        RefusalReason.UNKNOWN_OPTION: f"{question} has no such option, and counts as not answered.",
        RefusalReason.POINTS_OUT_OF_RANGE: (
            f"{question} has no option of these points, and counts as not answered."
        ),
        RefusalReason.ANSWERED_TWICE: (
            f"{question} has two different answers, and counts as not answered until there is one."
        ),
        RefusalReason.JUDGEMENT_WITHOUT_REASON: f"A judgement of another band needs a reason. {_BAND}",
        RefusalReason.LOWERED_WITHOUT_SUPERVISOR: (
            f"Lowering a band needs a supervisor, who is not the officer, and a reason. {_BAND}"
        ),
    }[refused.reason]


def _step(step: Step) -> str:
    moved = "Raised" if step.to.height > step.came_from.height else "Lowered"
    by = f"the rule {step.rule}"
    if step.rule == JUDGEMENT:
        by = "an officer's judgement" if moved == "Raised" else "a supervisor's judgement"
    return f"{moved} from {step.came_from} to {step.to} by {by}."


def _points(number: int) -> str:
    return f"{number} point" if number == 1 else f"{number} points"


def _listed(names: Sequence[str]) -> str:
    """`Q7, Q10 and Q11`."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
