"""Messages the worker publishes. Frozen, nothing extra, no wall time: the same inputs give the same bytes."""

from datetime import date

from pydantic import AwareDatetime, BaseModel, ConfigDict

from schemas.words import (
    Answer,
    AsbClass,
    AsbType,
    AskReason,
    CaseOrigin,
    CaseStatus,
    EvidenceKind,
    Letter,
    LinkKind,
    ObligationKind,
    OpeningPolicy,
    Outcome,
    Placement,
    RelatedReason,
    Role,
    TagBasis,
    WithdrawalReason,
)


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
    """The request is taken back before Sentinel accepted it (R5)."""

    case_id: str
    request: int
    reason: WithdrawalReason


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


class ObligationOpened(Outgoing):
    """A duty that stays visible until done, declined with a reason, or withdrawn (R10, R6, R7)."""

    obligation_id: str
    kind: ObligationKind
    incident_id: str | None
    case_id: str | None
    opened_at: AwareDatetime
    due_at: AwareDatetime
    decided_by: PolicyVersion


class ObligationDone(Outgoing):
    obligation_id: str
    kind: ObligationKind
    incident_id: str | None
    case_id: str | None


class ObligationWithdrawn(Outgoing):
    obligation_id: str
    kind: ObligationKind
    incident_id: str | None
    case_id: str | None
    reason: WithdrawalReason


class ReminderFellDue(Outgoing):
    """An obligation is due and not done; `level` says whom policy tells at this rung (R6, R7, R15)."""

    obligation_id: str
    kind: ObligationKind
    incident_id: str | None
    case_id: str | None
    rung: int
    level: str
    lead_officer: str | None
    beat: str | None
    due_at: AwareDatetime


class SnapshotPerson(Outgoing):
    """Risk, safeguarding, repeat and vulnerable are unknown until assessed."""

    person_ref: str
    role: Role
    risk: str = "unknown"
    safeguarding: Answer = Answer.UNKNOWN
    repeat_victim: Answer = Answer.UNKNOWN
    vulnerable: Answer = Answer.UNKNOWN


class SnapshotObligation(Outgoing):
    obligation_id: str
    kind: ObligationKind
    due_at: AwareDatetime


class CaseSnapshot(Outgoing):
    """A case as it stands: always current, on its own compacted topic (R17, first form)."""

    case_id: str
    reference: str | None
    status: CaseStatus
    origin: CaseOrigin
    lead_officer: str | None
    incident_count: int
    latest_incident_ids: tuple[str, ...]
    related_case_ids: tuple[str, ...]
    people: tuple[SnapshotPerson, ...]
    uprns: tuple[str, ...]
    open_obligations: tuple[SnapshotObligation, ...]
    # When a rule failed on something of this case and it may be incomplete.
    incomplete_since: AwareDatetime | None
    changed_at: AwareDatetime
    changed_by: str
