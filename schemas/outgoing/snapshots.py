"""A case as it stands (R17)."""

from pydantic import AwareDatetime

from schemas.outgoing.markers import Marked
from schemas.outgoing.parts import DutyAbout, Outgoing, Risk, Subject
from schemas.words import (
    Answer,
    Band,
    CaseOrigin,
    CaseStatus,
    ConsentState,
    MarkerStatus,
    NoticeKind,
    ObligationKind,
    Partner,
    ReferralStatus,
    Role,
    SubjectKind,
    WithdrawalReason,
)


class SnapshotPerson(Outgoing):
    """A person of the case. Risk is the standing band of the role shown; unknown until assessed (R17, R22).

    It is HIGH where a named officer says so (R8).
    """

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
    # A band that was inferred and that no named officer has confirmed: not part of the case's risk (R18, X6).
    proposed: Band | None = None


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
    """Somebody who was assessed, or declared at high risk, and was never on the case in that role.

    A reference was mistaken, or it is told late that they are on it.
    """

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


class SnapshotMarker(Outgoing):
    """A marker that is proposed or active (R9)."""

    marker_id: str
    marked: Marked
    subject: Subject
    status: MarkerStatus
    withdrawal_proposed: WithdrawalReason | None
    expires_at: AwareDatetime | None


class SnapshotReferral(Outgoing):
    """A referral and how it stands (R20)."""

    referral_id: str
    partner: Partner
    subject: Subject
    status: ReferralStatus
    consent: ConsentState
    # Corrections and recalls that the partner has not acknowledged.
    unacknowledged: tuple[str, ...] = ()


class SnapshotNotice(Outgoing):
    """A notice that stands (R8, X2-X4)."""

    notice_id: str
    kind: NoticeKind


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
    markers: tuple[SnapshotMarker, ...] = ()
    referrals: tuple[SnapshotReferral, ...] = ()
    notices: tuple[SnapshotNotice, ...] = ()
    open_obligations: tuple[SnapshotObligation, ...]
    # When a rule failed on something of this case and it may be incomplete.
    incomplete_since: AwareDatetime | None
    changed_at: AwareDatetime
    changed_by: str
    # The type of the message that changed it, or of the duty that fell due.
    changed_by_type: str
