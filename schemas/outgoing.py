"""Messages the worker publishes. Frozen, nothing extra, no wall time: the same inputs give the same bytes."""

from datetime import date
from typing import Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict

from schemas.words import (
    Aim,
    Answer,
    AsbClass,
    AsbType,
    AskReason,
    Band,
    Basis,
    CaseOrigin,
    CaseStatus,
    EvidenceKind,
    GapKind,
    Letter,
    LinkKind,
    ObligationKind,
    OpeningPolicy,
    Outcome,
    Partner,
    Placement,
    Post,
    Question,
    RefusalReason,
    RelatedReason,
    Role,
    SubjectKind,
    TagBasis,
    WithdrawalReason,
)

# A standing band, or that nobody has assessed it.
Risk = Band | Literal["unknown"]


class Outgoing(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Evidence(Outgoing):
    """One thing that speaks for an answer. `ref` resolves to a real line, code, link ... (X1)."""

    kind: EvidenceKind
    ref: str
    answer: Answer = Answer.YES
    # The policy's cue or table entry that fired; a phrase of the policy, never text of the log.
    rule: str = ""


class PolicyVersion(Outgoing):
    """Which policy decided, by the Europe/London date of the report, and which rules."""

    name: str
    version: str
    sha256: str
    rules_version: str


class IncidentTagged(Outgoing):
    """An incident is ASB: class and type, what they rest on, and what else was considered (R4)."""

    incident_id: str
    # None: no code and no text says which class or type; unknown is a value.
    asb_class: AsbClass | None
    asb_type: AsbType | None
    basis: TagBasis
    # Inferred from the text of the log, not from a code or a registrar.
    suggested: bool
    type_suggested: bool
    crime_and_asb: bool
    also_considered: tuple[AsbClass, ...]
    evidence: tuple[Evidence, ...]
    decided_by: PolicyVersion


class TagWithdrawn(Outgoing):
    """An incident is no longer counted as ASB (R5)."""

    incident_id: str
    reason: WithdrawalReason
    duplicate_of: str | None = None
    decided_by: PolicyVersion


class LetterAnswer(Outgoing):
    """One letter with its evidence; `inferred` is what the text gave where an officer's word stands (R6)."""

    letter: Letter
    answer: Answer
    inferred: Answer
    evidence: tuple[Evidence, ...] = ()
    by_officer: str | None = None


class Link(Outgoing):
    """An earlier report and why it is thought to belong; `associated` when strong enough by policy (R1)."""

    kind: LinkKind
    to: str
    confidence: float
    associated: bool


class DecisionMade(Outgoing):
    """What was decided for one incident and why (R1, R2, R6, X1). Published again when any of it changes."""

    incident_id: str
    revision: int
    reported_at: AwareDatetime
    outcome: Outcome
    placement: Placement
    case_id: str | None
    opening_policy: OpeningPolicy
    letters: tuple[LetterAnswer, ...]
    links: tuple[Link, ...]
    # Letters that are unknown and worth asking by policy.
    would_ask: tuple[Letter, ...]
    officer_asked: bool
    decided_by: PolicyVersion
    sentence: str


class DecisionWithdrawn(Outgoing):
    """The incident is no longer decided on: not ASB any more, or a duplicate (R5)."""

    incident_id: str
    reason: WithdrawalReason
    decided_by: PolicyVersion


class OfficerDecisionAsked(Outgoing):
    """An officer is asked to decide; stands until decided or withdrawn (R1, R5, R6)."""

    obligation_id: str
    incident_id: str | None
    case_id: str | None
    reason: AskReason
    letters: tuple[Letter, ...] = ()
    sentence: str


class AskWithdrawn(Outgoing):
    """New evidence or an officer's word decides: the ask is over."""

    obligation_id: str
    incident_id: str | None
    case_id: str | None
    reason: WithdrawalReason


class CasePerson(Outgoing):
    """A person as Sentinel needs them to create the case."""

    person_ref: str
    role: Role
    nominal_ref: str | None = None
    name: str | None = None
    date_of_birth: date | None = None
    phone: str | None = None


class CasePlace(Outgoing):
    uprn: str | None = None
    text: str = ""
    easting: int | None = None
    northing: int | None = None
    beat: str | None = None


class CaseOpened(Outgoing):
    """The request to create a case in Sentinel: idempotent by `case_id` and `request` (R7)."""

    case_id: str
    request: int
    incident_id: str
    # Earlier associated reports that are part of why it opened.
    associated_incident_ids: tuple[str, ...]
    asb_class: AsbClass | None
    asb_type: AsbType | None
    opening_policy: OpeningPolicy
    people: tuple[CasePerson, ...]
    place: CasePlace | None
    decided_by: PolicyVersion
    sentence: str


class CaseAdopted(Outgoing):
    """A case that began in Sentinel is now kept here with every duty (R7)."""

    case_id: str
    reference: str


class IncidentJoined(Outgoing):
    """An incident belongs to a case that exists already (R1, R7)."""

    case_id: str
    incident_id: str
    sentence: str


class IncidentLeft(Outgoing):
    """An incident no longer belongs to the case (R5)."""

    case_id: str
    incident_id: str
    reason: WithdrawalReason


class CaseWithdrawn(Outgoing):
    """The request is taken back before Sentinel accepted it (R5); or an adopted case turned out to be another's.

    Such a one has `request` 0 and `known_as`, the case that Sentinel says its reference is of (R7).
    """

    case_id: str
    request: int
    reason: WithdrawalReason
    known_as: str | None = None


class IncidentRelated(Outgoing):
    """Membership differs from the linked group; shown, never merged by machine (R1)."""

    case_id: str
    incident_id: str
    related_case_id: str | None
    reason: RelatedReason


class RelatedWithdrawn(Outgoing):
    """The exception shown by `IncidentRelated` no longer stands."""

    case_id: str
    incident_id: str
    related_case_id: str | None
    reason: RelatedReason


class Subject(Outgoing):
    """Whom or what a risk is of: a person, a location by UPRN, or the community (R11, R12)."""

    kind: SubjectKind
    ref: str


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


class DutyAbout(Outgoing):
    """What of the case a duty is about, as far as its kind has it."""

    subject: Subject | None = None
    person_ref: str | None = None
    question: Question | None = None
    post: Post | None = None
    partner: Partner | None = None


class ObligationOpened(Outgoing):
    """A duty that stays visible until done, declined with a reason, or withdrawn (R10, R6, R7)."""

    obligation_id: str
    kind: ObligationKind
    incident_id: str | None
    case_id: str | None
    about: DutyAbout | None
    opened_at: AwareDatetime
    due_at: AwareDatetime
    decided_by: PolicyVersion


class ObligationDone(Outgoing):
    obligation_id: str
    kind: ObligationKind
    incident_id: str | None
    case_id: str | None


class ObligationDeclined(Outgoing):
    """A named officer decided that the duty will not be met, with a reason (R10, R16)."""

    obligation_id: str
    kind: ObligationKind
    incident_id: str | None
    case_id: str | None
    officer: str
    reason: str


class ObligationWithdrawn(Outgoing):
    obligation_id: str
    kind: ObligationKind
    incident_id: str | None
    case_id: str | None
    reason: WithdrawalReason


class Addressee(Outgoing):
    """Whom a reminder tells: a post, and which officer that is where it is the case's lead officer."""

    post: Post
    officer: str | None


class ReminderFellDue(Outgoing):
    """A duty is due and not done (R6, R7, R15). After an outage one stands for all rungs that were missed."""

    obligation_id: str
    kind: ObligationKind
    incident_id: str | None
    case_id: str | None
    about: DutyAbout | None
    # The latest rung, from 1, and every rung that this reminder stands for, itself included.
    rung: int
    stands_for: tuple[int, ...]
    # How far up its ladder this duty has come: by the reminders that were sent of it, not by its rungs, so that
    # of what is first told long after it was due nobody is passed over.
    level: Post
    # Everybody who is told, each once: first whose duty it is (where the ladder begins with the lead officer always
    # the lead officer), then the post that holds the review it is about, then the level. Who that is at this moment:
    # for a lead officer who is not known the beat's sergeant, for a post without a beat the fallback.
    addressees: tuple[Addressee, ...]
    lead_officer: str | None
    beat: str | None
    due_at: AwareDatetime


class ReminderCancelled(Outgoing):
    """The duty is over: what was told in its reminders is no longer to be done."""

    obligation_id: str
    kind: ObligationKind
    incident_id: str | None
    case_id: str | None
    last_rung: int


class SnapshotPerson(Outgoing):
    """A person of the case. Risk is the standing band of the role shown; unknown until assessed (R17, R22)."""

    person_ref: str
    role: Role
    risk: Risk = "unknown"
    # What the missing answers could make of it.
    could_be: Band | None = None
    completeness_percent: int | None = None
    safeguarding: Answer = Answer.UNKNOWN
    repeat_victim: Answer = Answer.UNKNOWN
    vulnerable: Answer = Answer.UNKNOWN
    sentinel_band_differs: Band | None = None


class SnapshotPlace(Outgoing):
    """A location or, without a UPRN, the community of the case, with its standing band (R12, R19)."""

    kind: SubjectKind
    uprn: str | None
    # On the case to be assessed as such, and not only where an incident took place.
    on_case: bool
    risk: Risk = "unknown"
    could_be: Band | None = None
    completeness_percent: int | None = None
    sentinel_band_differs: Band | None = None


class SnapshotAssessed(Outgoing):
    """Somebody who was assessed under the case and is not on it in that role: a reference mistaken, or told late."""

    subject: Subject
    risk: Risk = "unknown"
    could_be: Band | None = None
    completeness_percent: int | None = None
    sentinel_band_differs: Band | None = None


class SnapshotObligation(Outgoing):
    obligation_id: str
    kind: ObligationKind
    about: DutyAbout | None
    # The incident of the case that an officer is asked about.
    incident_id: str | None = None
    due_at: AwareDatetime


class CaseSnapshot(Outgoing):
    """A case as it stands: always current, on its own compacted topic (R17)."""

    case_id: str
    reference: str | None
    status: CaseStatus
    origin: CaseOrigin
    lead_officer: str | None
    incident_count: int
    latest_incident_ids: tuple[str, ...]
    related_case_ids: tuple[str, ...]
    # The highest standing band of any subject.
    highest_risk: Risk
    people: tuple[SnapshotPerson, ...]
    # Of how many people logs say nothing but their role; `people` shows a few of them only.
    unnamed_count: int = 0
    # Their risk is not part of the case's until they are on it.
    assessed_not_on_case: tuple[SnapshotAssessed, ...] = ()
    places: tuple[SnapshotPlace, ...]
    open_obligations: tuple[SnapshotObligation, ...]
    # When a rule failed on something of this case and it may be incomplete.
    incomplete_since: AwareDatetime | None
    changed_at: AwareDatetime
    changed_by: str
    # The type of the message that changed it, or of the duty that fell due.
    changed_by_type: str


class ComplianceGap(Outgoing):
    """One thing that is missing, since when, and whose it is (R21)."""

    gap: GapKind
    case_id: str | None
    reference: str | None
    incident_id: str | None
    about: DutyAbout | None
    lead_officer: str | None
    since: AwareDatetime
    age_days: int
    # It was due before reminders went live: listed here, never mailed (R7).
    before_go_live: bool


class Outstanding(Outgoing):
    """How many of one kind are missing: now, on average this week and since counted, and which way it goes."""

    gap: GapKind
    now: int
    week_average: float
    running_average: float
    # This week's average less that of the four weeks before; None in the first week.
    trend: float | None


class ComplianceReported(Outgoing):
    """What is missing in one beat; with no beat named, what has none, and the whole force in numbers (R21).

    Many gaps come in several parts, each with the same beat, `as_at` and numbers.
    """

    beat: str | None
    # What was missing at this moment and still was when the report was made.
    as_at: AwareDatetime
    part: int
    parts: int
    gaps: tuple[ComplianceGap, ...]
    outstanding: tuple[Outstanding, ...]
    decided_by: PolicyVersion
