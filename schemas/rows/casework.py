"""Assessments and answers as they were recorded."""

from datetime import datetime

from schemas.rows.parts import NO_RANK, Rank, Row
from schemas.words import (
    Answer,
    Band,
    Basis,
    ConsentState,
    Partner,
    Question,
    RefusalReason,
    SubjectKind,
)


class MatrixAnswerKept(Row, frozen=True):
    """An answer as it counts; neither option nor points: unknown."""

    question: str
    option: str | None = None
    points: int | None = None
    basis: Basis = Basis.ASSESSMENT


class AssessmentKept(Row, frozen=True):
    """One version of an assessment with what the matrix made of it.

    Without a band it was refused whole, or answers nothing: it never stands.
    """

    rank: Rank
    fact_id: str
    assessed_at: datetime
    created_at: datetime
    assessor: str
    matrix: str
    matrix_version: str
    band: Band | None = None
    # Of a version that another one has followed, no answers are kept.
    answers: tuple[MatrixAnswerKept, ...] = ()
    judged: Band | None = None
    sentinel_band: Band | None = None
    # SHA-256 of the policy whose matrix it was held against.
    policy: str = ""
    # What the matrix made of it, so that a case is shown without scoring it again.
    could_be: Band | None = None
    completeness_percent: int = 0

    @property
    def at(self) -> datetime:
        """When it was made: a run of one band begins with the first assessment that gave it."""
        return self.assessed_at


class RefusalKept(Row, frozen=True):
    """Something to be handed back; `told` once that is published."""

    fact_id: str
    reason: RefusalReason
    question: str | None = None
    told: bool = False
    rank: Rank = NO_RANK


class AssessmentRow(Row, frozen=True):
    """The assessments of one subject of one Sentinel case, in order of rank; the last with a band stands (R11)."""

    reference: str
    kind: SubjectKind
    ref: str
    versions: tuple[AssessmentKept, ...] = ()
    refusals: tuple[RefusalKept, ...] = ()
    # The highest rank at which what was assessed until then was said to be recorded in error: it never counted (R5).
    withdrawn: Rank = NO_RANK
    # Of the standing result as published: what it follows from, and its `ce_id`.
    digest: bytes = b""
    told: str = ""
    # Since when somebody is assessed who is not on the case in that role, and on which beat; None: they are.
    not_on_case_since: datetime | None = None
    case_beat: str | None = None

    @property
    def standing(self) -> AssessmentKept | None:
        """The version that counts."""
        return next((one for one in reversed(self.versions) if one.band is not None), None)

    @property
    def sentinel_band(self) -> Band | None:
        """Sentinel's own band: of the latest version, also where we made nothing of that."""
        return self.versions[-1].sentinel_band if self.versions else None


class AnswerKept(Row, frozen=True):
    """One answer to a question of R14; a yes without text is kept as unknown and marked."""

    rank: Rank
    at: datetime
    answer: Answer
    officer: str
    without_text: bool = False


class FormKept(Row, frozen=True):
    """The safeguarding form done, or declined with a reason (R16)."""

    rank: Rank
    at: datetime
    officer: str
    declined_for: str = ""


class ConsentKept(Row, frozen=True):
    """Whether the person agrees to be referred to a partner: the word of the highest rank (R20)."""

    partner: Partner
    consent: ConsentState
    rank: Rank
    at: datetime
    officer: str


class PersonRow(Row, frozen=True):
    """What was answered about one person of one Sentinel case, in order of rank (R14-R16)."""

    reference: str
    person_ref: str
    answers: dict[Question, tuple[AnswerKept, ...]] = {}
    form: FormKept | None = None
    refusals: tuple[RefusalKept, ...] = ()
    consents: tuple[ConsentKept, ...] = ()
    # The nominal references of whoever this is on the case: by them the answers are found from other cases (X4).
    nominals: tuple[str, ...] = ()
