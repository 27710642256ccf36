"""What of an assessment counts, and what is handed back to the officer? (R13)

Pure. An answer that is handed back counts as unanswered, never as nothing; what else was recorded counts.
"""

from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from schemas.incoming import AssessmentRecorded, Judgement, MatrixAnswer
from schemas.rows import MatrixAnswerKept
from schemas.words import Band, RefusalReason
from streams.policies.matrix import Matrix, MatrixQuestion
from streams.policies.policy import Policy
from streams.rules.in_force import LONDON


class Refused(NamedTuple):
    """Why something is handed back, and which question it is about."""

    reason: RefusalReason
    question: str | None = None


def matrix_for(fact: AssessmentRecorded, policy: Policy) -> Matrix | Refused:
    """The matrix that the assessment was made with, if it is the one that counts on the day it was created."""
    day = fact.created_at.astimezone(LONDON).date()
    known = [one for one in policy.matrices if one.id == fact.matrix and one.effective_from <= day]
    if not known:
        return Refused(RefusalReason.UNKNOWN_MATRIX)
    matrix = max(known, key=lambda one: one.effective_from)
    if matrix.version != fact.matrix_version:
        return Refused(RefusalReason.OTHER_MATRIX_VERSION)
    if matrix.subject is not fact.subject.kind:
        return Refused(RefusalReason.MATRIX_OF_ANOTHER_SUBJECT)
    return matrix


def counted(
    matrix: Matrix, recorded: Sequence[MatrixAnswer]
) -> tuple[tuple[MatrixAnswerKept, ...], tuple[Refused, ...]]:
    """The answers that count, in the order of the matrix, and those that are handed back."""
    given = defaultdict[str, list[MatrixAnswer]](list)
    for answer in recorded:
        if _says_something(answer):
            given[answer.question].append(answer)
    asked = {question.id: question for question in matrix.questions}
    refused = [Refused(RefusalReason.UNKNOWN_QUESTION, name) for name in given if name not in asked]
    found = [_one(question, given[question.id]) for question in matrix.questions if question.id in given]
    refused += [one for one in found if isinstance(one, Refused)]
    return tuple(one for one in found if not isinstance(one, Refused)), tuple(refused)


def _says_something(answer: MatrixAnswer) -> bool:
    return bool(answer.option) or answer.points is not None


def _one(question: MatrixQuestion, given: Sequence[MatrixAnswer]) -> MatrixAnswerKept | Refused:
    first, *others = (_answer(question, answer) for answer in given)
    if any(other != first for other in others):
        return Refused(RefusalReason.ANSWERED_TWICE, question.id)
    return first


def _answer(question: MatrixQuestion, answer: MatrixAnswer) -> MatrixAnswerKept | Refused:
    if answer.option:
        points = question.options.get(answer.option)
        if points is None:
            return Refused(RefusalReason.UNKNOWN_OPTION, question.id)
        if answer.points is not None and answer.points != points:
            return Refused(RefusalReason.POINTS_OUT_OF_RANGE, question.id)
        return MatrixAnswerKept(question.id, answer.option, points, answer.basis)
    options = [option for option, points in question.options.items() if points == answer.points]
    if not options:
        return Refused(RefusalReason.POINTS_OUT_OF_RANGE, question.id)
    # Where several options have as many points, the points are known and the option is not.
    return MatrixAnswerKept(
        question.id, options[0] if len(options) == 1 else None, answer.points, answer.basis
    )


def judged(judgement: Judgement | None, computed: Band) -> tuple[Band | None, tuple[Refused, ...]]:
    """The officer's band where it counts beside the computed one, and what is missing where it does not.

    Raising needs a reason; lowering needs a reason and a supervisor, who is somebody else (R13).
    """
    if judgement is None:
        return None, ()
    missing = []
    if judgement.band.height < computed.height and judgement.supervisor in (None, judgement.officer):
        missing.append(Refused(RefusalReason.LOWERED_WITHOUT_SUPERVISOR))
    if judgement.band is not computed and not judgement.reason.strip():
        missing.append(Refused(RefusalReason.JUDGEMENT_WITHOUT_REASON))
    return (None if missing else judgement.band), tuple(missing)
