"""What officers record on a case in Sentinel: assessments, answers, forms, plans, reviews, contacts."""

from typing import Annotated

from pydantic import (
    ConfigDict,
    Field,
    StringConstraints,
    model_validator,
)

from schemas.incoming.parts import CaseReference, Incoming, Instant, OfficerId, PersonRef, Reason, at_most
from schemas.incoming.sentinel import SentinelFact
from schemas.words import (
    Answer,
    Band,
    Basis,
    Partner,
    Post,
    Question,
    SubjectKind,
)


class AssessmentSubject(Incoming):
    """Whom or what an assessment is about: a person by Sentinel's reference, a location by UPRN, or the community."""

    model_config = ConfigDict(
        json_schema_extra={
            "if": {"properties": {"kind": {"const": "community"}}, "required": ["kind"]},
            "else": {"required": ["ref"], "properties": {"ref": {"minLength": 1}}},
        }
    )

    kind: SubjectKind
    ref: Annotated[str, StringConstraints(max_length=64)] = ""

    @model_validator(mode="after")
    def names_somebody(self) -> "AssessmentSubject":
        if not self.ref and self.kind is not SubjectKind.COMMUNITY:
            msg = "ref is needed for every kind but community"
            raise ValueError(msg)
        return self


class MatrixAnswer(Incoming):
    """One answer of a matrix: an option, or its points where the form keeps points. Neither is `unknown`."""

    # It is named where the answer is handed back: an identifier, as in a matrix, and no place for a person's name.
    question: Annotated[str, StringConstraints(min_length=1, max_length=64, pattern=r"^[A-Za-z0-9-]+$")]
    option: Annotated[str, StringConstraints(max_length=64)] | None = None
    points: Annotated[int, Field(ge=-1_000, le=1_000)] | None = None
    basis: Basis = Basis.ASSESSMENT
    text: Annotated[str, StringConstraints(max_length=2_000)] = ""


class Judgement(Incoming):
    """An officer's professional judgement of the band; lowering it needs a supervisor and a reason (R13)."""

    band: Band
    reason: Annotated[str, StringConstraints(max_length=2_000)] = ""
    officer: OfficerId
    supervisor: OfficerId | None = None


class AssessmentRecorded(SentinelFact):
    """A filled-in matrix for one subject of a case (R11-R13, R18, R19); the slot is (case, subject).

    What the form asks beside the matrix comes as QuestionAnswered, each in its own slot.
    """

    reference: CaseReference
    subject: AssessmentSubject
    matrix: Annotated[str, StringConstraints(min_length=1, max_length=64)]
    matrix_version: Annotated[str, StringConstraints(min_length=1, max_length=16)]
    created_at: Instant
    assessed_at: Instant
    assessor: OfficerId
    answers: Annotated[tuple[MatrixAnswer, ...], at_most(60)] = ()
    judgement: Judgement | None = None
    # The band that Sentinel itself shows, to be compared with ours.
    sentinel_band: Band | None = None


class QuestionAnswered(SentinelFact):
    """Repeat victim, vulnerable, or safeguarding need of one person (R14-R16); the slot is (case, person, question).

    A yes needs its text: without it the answer is handed back and the question stays unanswered.
    """

    reference: CaseReference
    person_ref: PersonRef
    question: Question
    answer: Answer
    text: Annotated[str, StringConstraints(max_length=4_000)] = ""
    officer: OfficerId


class FormCompleted(SentinelFact):
    """The full safeguarding referral form of a person is done (R16); FormDeclined shares its slot (case, person)."""

    reference: CaseReference
    person_ref: PersonRef
    completed_at: Instant
    officer: OfficerId


class FormDeclined(SentinelFact):
    """A named officer decided against the safeguarding referral form, with a reason (R16)."""

    reference: CaseReference
    person_ref: PersonRef
    declined_at: Instant
    officer: OfficerId
    reason: Reason


class PlanRecorded(SentinelFact):
    """The neighbourhood team's action plan is on the case (R10); one slot per case."""

    reference: CaseReference
    planned_at: Instant
    officer: OfficerId


class ReviewHeld(SentinelFact):
    """Somebody of a post reviewed the case (R10); one slot per case and post."""

    reference: CaseReference
    post: Post
    held_at: Instant
    officer: OfficerId


class PartnerContacted(SentinelFact):
    """A partner was contacted about the case (R10); one slot per case and partner."""

    reference: CaseReference
    partner: Partner
    contacted_at: Instant
    officer: OfficerId


class AssessmentWithdrawn(SentinelFact):
    """The assessment of a subject was recorded in error: it never counted (R5); the slot is AssessmentRecorded's."""

    reference: CaseReference
    subject: AssessmentSubject
    officer: OfficerId
    reason: Reason
