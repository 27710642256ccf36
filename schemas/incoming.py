"""Messages the worker reads. Unknown fields are ignored; only what a rule reads is required.

A length over its bound is rejected `too-long`, a number outside its range `impossible-value`, anything
else `wrong-schema`; times are checked against the message's own `recorded_at` by policy.
"""

from datetime import UTC, date, datetime
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    model_validator,
)
from pydantic_core import PydanticCustomError

from schemas.words import (
    Answer,
    AsbClass,
    AsbType,
    Band,
    Basis,
    Channel,
    IncidentStatus,
    Letter,
    LineCategory,
    Partner,
    Post,
    Question,
    Role,
    SubjectKind,
    ThriveLetter,
    TimePrecision,
)

# No log or case is older, none is from later; and sums of times near the ends of the calendar would fail.
FIRST_YEAR, LAST_YEAR = 1900, 2199


def _in_utc(at: datetime) -> datetime:
    """One spelling of each instant: rows keep times in UTC, and what is published must not depend on whether a
    time comes from the message or from a row."""
    if not FIRST_YEAR <= at.year <= LAST_YEAR:
        raise PydanticCustomError("less_than_equal", "not within the years that a report can be of")
    return at.astimezone(UTC)


Instant = Annotated[AwareDatetime, AfterValidator(_in_utc)]
IncidentId = Annotated[str, StringConstraints(min_length=1, max_length=64, pattern=r"^[A-Za-z0-9._:-]+$")]
CaseReference = Annotated[str, StringConstraints(min_length=1, max_length=64, pattern=r"^[A-Za-z0-9._:/-]+$")]
PersonRef = Annotated[str, StringConstraints(min_length=1, max_length=64)]
OfficerId = Annotated[str, StringConstraints(min_length=1, max_length=32)]
NsirCode = Annotated[str, StringConstraints(pattern=r"^[0-9]{3}$")]
Uprn = Annotated[str, StringConstraints(pattern=r"^[0-9]{1,12}$")]
ShortText = Annotated[str, StringConstraints(max_length=200)]
Reason = Annotated[str, StringConstraints(min_length=1, max_length=2_000)]
# The largest whole number that every reader of JSON reads as it was written.
LARGEST = 2**53 - 1
Revision = Annotated[int, Field(ge=1, le=LARGEST)]
Seq = Annotated[int, Field(ge=0, le=LARGEST)]


def _given(field: str) -> dict[str, Any]:
    """The JSON Schema of an object that has the field with more than null: for rules across fields."""
    return {"required": [field], "properties": {field: {"not": {"type": "null"}}}}


class Incoming(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class Location(Incoming):
    """Where it happened. Easting and northing are metres on the British National Grid."""

    text: ShortText = ""
    uprn: Uprn | None = None
    easting: Annotated[int, Field(ge=0, le=700_000)] | None = None
    northing: Annotated[int, Field(ge=0, le=1_300_000)] | None = None
    # A point moved by its publisher to an anonymous map point: never used to link (R1).
    snapped: bool = False
    beat: Annotated[str, StringConstraints(max_length=16)] | None = None
    district: Annotated[str, StringConstraints(max_length=16)] | None = None


class Person(Incoming):
    """Somebody named in the log. Everything but the role may be missing."""

    role: Role
    nominal_ref: Annotated[str, StringConstraints(max_length=64)] | None = None
    name: ShortText | None = None
    date_of_birth: date | None = None
    phone: Annotated[str, StringConstraints(max_length=32)] | None = None
    age: Annotated[int, Field(ge=0, le=130)] | None = None
    vulnerability_flags: Annotated[tuple[ShortText, ...], Field(max_length=20)] = ()


class IncidentLink(Incoming):
    """A cross-reference that a person in the control room set to another incident."""

    incident_id: IncidentId
    reason: ShortText = ""


class LogLine(Incoming):
    """One line of the log. Its identity is `seq`; the same `seq` may come again, corrected."""

    seq: Seq
    at: Instant
    author: Annotated[str, StringConstraints(max_length=64)] = ""
    category: LineCategory
    text: Annotated[str, StringConstraints(max_length=4_000)]
    thrive_letter: ThriveLetter | None = None
    # On an answer: the question's line; without it the nearest question before the answer.
    question_seq: Seq | None = None
    # Filled in by the system and not by a person: not evidence (domain 2).
    auto_answered: bool = False


class IncidentHeader(Incoming):
    """The incident as it stands at one revision; the highest revision's header wins whole."""

    reported_at: Instant
    reported_precision: TimePrecision = TimePrecision.EXACT
    occurred_from: Instant | None = None
    occurred_to: Instant | None = None
    closed_at: Instant | None = None
    status: IncidentStatus = IncidentStatus.OPEN
    channel: Channel
    grade: Annotated[int, Field(ge=1, le=5)] | None = None
    summary: ShortText = ""
    opening_code: NsirCode | None = None
    closing_code: NsirCode | None = None
    local_codes: Annotated[
        tuple[Annotated[str, StringConstraints(max_length=32)], ...], Field(max_length=20)
    ] = ()
    qualifiers: Annotated[tuple[ShortText, ...], Field(max_length=20)] = ()
    location: Location | None = None
    people: Annotated[tuple[Person, ...], Field(max_length=50)] = ()
    links: Annotated[tuple[IncidentLink, ...], Field(max_length=50)] = ()
    duplicate_of: IncidentId | None = None


class IncidentLogged(Incoming):
    """Written by the STORM connector for every new or changed log: a header and the lines new since the last.

    May come twice, late and out of order.
    """

    incident_id: IncidentId
    revision: Revision
    recorded_at: Instant
    header: IncidentHeader
    lines: Annotated[tuple[LogLine, ...], Field(max_length=500)] = ()


class SentinelFact(Incoming):
    """What every fact from Sentinel carries; the revision counts changes of the thing the fact is about."""

    fact_id: Annotated[str, StringConstraints(min_length=1, max_length=64)]
    recorded_at: Instant
    revision: Revision


class CaseAccepted(SentinelFact):
    """Sentinel created the case we asked for. Carries both identities."""

    case_id: Annotated[str, StringConstraints(min_length=1, max_length=64)]
    reference: CaseReference
    accepted_at: Instant


class SentinelPerson(Incoming):
    """A person of a Sentinel case; `person_ref` is Sentinel's own."""

    person_ref: PersonRef
    role: Role
    nominal_ref: Annotated[str, StringConstraints(max_length=64)] | None = None
    name: ShortText | None = None
    date_of_birth: date | None = None
    phone: Annotated[str, StringConstraints(max_length=32)] | None = None


class CaseOpenedInSentinel(SentinelFact):
    """A case that began in Sentinel (R7). It may name incidents, addresses and people that it is about."""

    reference: CaseReference
    opened_at: Instant
    incident_ids: Annotated[tuple[IncidentId, ...], Field(max_length=50)] = ()
    uprns: Annotated[tuple[Uprn, ...], Field(max_length=20)] = ()
    people: Annotated[tuple[SentinelPerson, ...], Field(max_length=50)] = ()
    beat: Annotated[str, StringConstraints(max_length=16)] | None = None


class LeadOfficerSet(SentinelFact):
    """The case's lead officer, a slot of its own; nobody is a value."""

    reference: CaseReference
    lead_officer: OfficerId | None


class PersonAdded(SentinelFact):
    """A person joins a case in a role; the slot is (case, person)."""

    reference: CaseReference
    person: SentinelPerson


class VictorERecorded(SentinelFact):
    """An officer's own VICTOR-E for an incident or a case; the slot is (subject, assessor).

    Letters left out are unknown to the officer. It wins over inference and is kept beside it (R6).
    """

    model_config = ConfigDict(json_schema_extra={"oneOf": [_given("incident_id"), _given("reference")]})

    incident_id: IncidentId | None = None
    reference: CaseReference | None = None
    assessor: OfficerId
    letters: dict[Letter, Answer]
    text: Annotated[str, StringConstraints(max_length=2_000)] = ""

    @model_validator(mode="after")
    def names_one_subject(self) -> "VictorERecorded":
        if (self.incident_id is None) == (self.reference is None):
            msg = "names an incident or a case, and only one of them"
            raise ValueError(msg)
        return self


class CaseClosed(SentinelFact):
    """Sentinel closed the case, or with `closed` false opened it again; one slot for both."""

    reference: CaseReference
    closed: bool = True
    closed_at: Instant


class PersonLeft(SentinelFact):
    """A person is no longer on the case; the slot is that of PersonAdded."""

    reference: CaseReference
    person_ref: PersonRef


class LocationAdded(SentinelFact):
    """A location is on the case, to be assessed as such (R19), or with `left` no longer; the slot is (case, UPRN)."""

    reference: CaseReference
    uprn: Uprn
    left: bool = False


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
    answers: Annotated[tuple[MatrixAnswer, ...], Field(max_length=60)] = ()
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


class Instruction(Incoming):
    """What a named officer tells this system; the revision counts changes of the thing it changes."""

    instruction_id: Annotated[str, StringConstraints(min_length=1, max_length=64)]
    recorded_at: Instant
    revision: Revision
    officer: OfficerId


class LetterOverridden(Instruction):
    """An officer sets one letter of one incident, with a reason (R6)."""

    incident_id: IncidentId
    letter: Letter
    answer: Answer
    reason: Reason


class TagOverridden(Instruction):
    """The Force Incident Registrar sets the tag of one incident, with a reason (X11)."""

    model_config = ConfigDict(
        json_schema_extra={
            "if": {"properties": {"asb": {"const": True}}, "required": ["asb"]},
            "then": _given("asb_class"),
        }
    )

    incident_id: IncidentId
    asb: bool
    asb_class: AsbClass | None = None
    asb_type: AsbType | None = None
    reason: Reason

    @model_validator(mode="after")
    def has_a_class_when_asb(self) -> "TagOverridden":
        if self.asb and self.asb_class is None:
            msg = "asb_class is needed when asb is true"
            raise ValueError(msg)
        return self


class PolicyActivated(Instruction):
    """A whole policy and the SHA-256 of its canonical JSON; it must lie in the future of `recorded_at`."""

    policy: dict[str, Any]
    sha256: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]


class DutyDeclined(Instruction):
    """A named officer decides that a duty will not be met, with a reason (R10); the slot is the obligation."""

    obligation_id: Annotated[str, StringConstraints(min_length=1, max_length=64)]
    reason: Reason


class GoLiveSet(Instruction):
    """From when reminders are sent: what fell due before is listed in compliance and never mailed (R7)."""

    live_from: Instant
