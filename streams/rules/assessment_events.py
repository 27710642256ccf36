"""What is published of assessments: the standing one of each subject, and what is handed back (R13, X1).

Pure. Everything shown follows from the version that stands, its matrix and its policy.
"""

from collections.abc import Iterable
from typing import NamedTuple

import msgspec

from schemas.outgoing import (
    AimAnswered,
    AnswerGiven,
    AnswerRefused,
    AssessmentTakenBack,
    BandOverride,
    RiskAssessed,
    Subject,
)
from schemas.rows import AssessmentKept, AssessmentRow, MatrixAnswerKept, RefusalKept
from schemas.words import Band, WithdrawalReason
from streams.policies.matrix import Matrix
from streams.rules import assessment_wording as wording
from streams.rules.assessment_answers import Refused
from streams.rules.in_force import InForce
from streams.rules.matrix_score import AimScore, Score


class Assessed(NamedTuple):
    """A version that has a band, with the matrix and policy it was held against, and its score."""

    version: AssessmentKept
    matrix: Matrix
    in_force: InForce
    score: Score


def sentinel_band_differs(row: AssessmentRow) -> Band | None:
    """Sentinel's own band, where it is not ours or we have none (X4)."""
    ours = row.standing.band if row.standing is not None else None
    return row.sentinel_band if row.sentinel_band is not ours else None


def as_of_one(rows: Iterable[AssessmentRow]) -> AssessmentRow | None:
    """Somebody's assessments under each of their references as if all had been recorded under one; None: none."""
    found = [row for row in rows if row.versions]
    if not found:
        return None
    versions = sorted((version for row in found for version in row.versions), key=lambda one: one.rank)
    return msgspec.structs.replace(found[0], versions=tuple(versions))


def risk(case_id: str, row: AssessmentRow, found: Assessed) -> RiskAssessed:
    """The standing assessment of a subject of the case."""
    version, matrix, result = found.version, found.matrix, found.score
    return RiskAssessed(
        case_id=case_id,
        reference=row.reference,
        subject=Subject(kind=row.kind, ref=row.ref),
        assessed_at=version.assessed_at,
        assessor=version.assessor,
        matrix=matrix.id,
        matrix_version=matrix.version,
        confirmed_by=matrix.confirmed_by,
        score_floor=result.floor,
        score_ceiling=result.ceiling,
        completeness_percent=result.completeness_percent,
        band=result.band,
        could_be=result.could_be,
        could_be_if=result.could_be_if,
        overrides=tuple(
            BandOverride(rule=step.rule, came_from=step.came_from, to=step.to) for step in result.steps
        ),
        aims=tuple(_aim(aim) for aim in result.aims),
        answers=_answers(matrix, version.answers),
        sentinel_band_differs=sentinel_band_differs(row),
        decided_by=found.in_force.version,
        sentence=wording.of_assessment(result),
    )


def taken_back(case_id: str, row: AssessmentRow) -> AssessmentTakenBack:
    """The result that was published of a subject, none of whose assessments counts any more."""
    return AssessmentTakenBack(
        case_id=case_id,
        reference=row.reference,
        subject=Subject(kind=row.kind, ref=row.ref),
        reason=WithdrawalReason.FOUND_FALSE,
        corrects=row.told,
    )


def _aim(aim: AimScore) -> AimAnswered:
    return AimAnswered(
        aim=aim.aim,
        score_floor=aim.floor,
        score_ceiling=aim.ceiling,
        unanswered=aim.unanswered,
        sentence=wording.of_aim(aim),
    )


def _answers(matrix: Matrix, answers: Iterable[MatrixAnswerKept]) -> tuple[AnswerGiven, ...]:
    """Every question of the matrix, the unanswered too."""
    given = {one.question: one for one in answers}
    counted = (given.get(question.id) or MatrixAnswerKept(question.id) for question in matrix.questions)
    return tuple(
        AnswerGiven(question=one.question, option=one.option, points=one.points, basis=one.basis)
        for one in counted
    )


def refused(case_id: str, row: AssessmentRow, refusal: RefusalKept) -> AnswerRefused:
    """Something recorded about a subject of the case, handed back."""
    return AnswerRefused(
        case_id=case_id,
        reference=row.reference,
        fact_id=refusal.fact_id,
        reason=refusal.reason,
        subject=Subject(kind=row.kind, ref=row.ref),
        person_ref=None,
        question=refusal.question,
        sentence=wording.of_refusal(Refused(refusal.reason, refusal.question)),
    )
