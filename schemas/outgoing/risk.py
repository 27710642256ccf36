"""Assessments as they stand, and answers handed back (R11-R14, R18, R19, R22)."""

from pydantic import AwareDatetime

from schemas.outgoing.parts import Outgoing, PolicyVersion, Subject
from schemas.words import (
    Aim,
    Band,
    Basis,
    RefusalReason,
    WithdrawalReason,
)


class AnswerGiven(Outgoing):
    """One question of a matrix as it counted: no option means unknown, never zero (R13)."""

    question: str
    option: str | None
    points: int | None
    basis: Basis


class AimAnswered(Outgoing):
    """What the assessment says to one of its three aims (R13): points of those that could be had."""

    aim: Aim
    score_floor: int
    score_ceiling: int
    unanswered: tuple[str, ...]
    sentence: str


class BandOverride(Outgoing):
    """A floor that a named rule of the matrix, or an officer's judgement, set under or over the band."""

    rule: str
    came_from: Band
    to: Band


class RiskAssessed(Outgoing):
    """The standing assessment of one subject of a case (R11-R13, R18, R19, R22). Published when it changes."""

    case_id: str
    reference: str
    subject: Subject
    assessed_at: AwareDatetime
    assessor: str
    matrix: str
    matrix_version: str
    # Who confirmed the matrix's weights for this force; None: nobody has.
    confirmed_by: str | None
    score_floor: int
    score_ceiling: int
    completeness_percent: int
    # Goes by the floor, the overrides and the judgement.
    band: Band
    # The band that the ceiling would give, where it is higher, and the answers that are missing for it.
    could_be: Band | None
    could_be_if: tuple[str, ...]
    overrides: tuple[BandOverride, ...]
    aims: tuple[AimAnswered, ...]
    answers: tuple[AnswerGiven, ...]
    # Sentinel's own band where it differs from ours (X4).
    sentinel_band_differs: Band | None
    decided_by: PolicyVersion
    sentence: str


class AssessmentTakenBack(Outgoing):
    """What was published of a subject's risk was recorded in error, and no other assessment of it stands (R5)."""

    case_id: str
    reference: str
    subject: Subject
    reason: WithdrawalReason
    # The `ce_id` of the event that this one corrects.
    corrects: str


class AnswerRefused(Outgoing):
    """Something an officer recorded is handed back with the reason; it stays outstanding (R13, R14)."""

    case_id: str
    reference: str
    fact_id: str
    reason: RefusalReason
    subject: Subject | None
    person_ref: str | None
    # The question of the matrix, or of R14.
    question: str | None
    sentence: str
