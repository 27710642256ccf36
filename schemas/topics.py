"""The one list of topics: who writes them, who reads them, what is on them.

README's table is checked against it, provisioning makes topics from it, ACLs are derived from it. Names here
are without the installation's prefix (`lei.asb.cases.v1`); `in_installation` adds it.
"""

from enum import StrEnum
from typing import Final, NamedTuple

from pydantic import BaseModel

from schemas import incoming, outgoing
from schemas.words import Partner

INPUT_BYTES: Final = 1_048_576
ROW_BYTES: Final = 900_000
ENVELOPE_BYTES: Final = 65_536


class Party(StrEnum):
    """Who writes and reads topics: on a secured cluster each is a principal of its own."""

    WORKER = "worker"
    STORM = "storm-connector"
    SENTINEL = "sentinel-connector"
    # The connector of each partner, `partner-housing` for one: each its own topic and no other's.
    PARTNER = "partner"
    MAIL = "mail"
    DASHBOARD = "dashboard"
    MONITOR = "monitor"
    # Whoever may use the `asb` command.
    OPERATOR = "operator"
    AUDITOR = "auditor"


class Topic(NamedTuple):
    name: str
    key: str
    written_by: tuple[Party, ...]
    read_by: tuple[Party, ...]
    events: tuple[type[BaseModel], ...] = ()
    compacted: bool = False
    # Every record has a key of its own and can be removed by it before its days are over (X8).
    erasable: bool = False
    # Days a record is kept; personal data at most 30 by default.
    days: int = 30
    max_bytes: int = INPUT_BYTES + ENVELOPE_BYTES


INCIDENTS: Final = Topic(
    "storm.incidents.v1",
    "incident",
    (Party.STORM,),
    (Party.WORKER,),
    (incoming.IncidentLogged, incoming.IncidentDeleted),
    max_bytes=INPUT_BYTES,
)
FACTS: Final = Topic(
    "sentinel.facts.v1",
    "case",
    (Party.SENTINEL,),
    (Party.WORKER,),
    (
        incoming.CaseAccepted,
        incoming.CaseOpenedInSentinel,
        incoming.LeadOfficerSet,
        incoming.PersonAdded,
        incoming.PersonLeft,
        incoming.PersonMerged,
        incoming.LocationAdded,
        incoming.VictorERecorded,
        incoming.AssessmentRecorded,
        incoming.AssessmentWithdrawn,
        incoming.QuestionAnswered,
        incoming.FormCompleted,
        incoming.FormDeclined,
        incoming.PlanRecorded,
        incoming.ReviewHeld,
        incoming.PartnerContacted,
        incoming.ConsentRecorded,
        incoming.CaseClosed,
    ),
    max_bytes=INPUT_BYTES,
)
ANSWERS: Final = Topic(
    "partners.answers.v1",
    "referral",
    (Party.PARTNER,),
    (Party.WORKER,),
    (incoming.ReferralAcknowledged, incoming.ReferralDeclined, incoming.CorrectionAcknowledged),
    max_bytes=INPUT_BYTES,
)
INSTRUCTIONS: Final = Topic(
    "asb.instructions.v1",
    "subject",
    (
        Party.OPERATOR,
        Party.SENTINEL,
    ),
    (Party.WORKER,),
    (
        incoming.LetterOverridden,
        incoming.TagOverridden,
        incoming.PolicyActivated,
        incoming.DutyDeclined,
        incoming.GoLiveSet,
        incoming.DirectoryUpdated,
        incoming.HighRiskDeclared,
        incoming.StepConfirmed,
        incoming.StepRefused,
        incoming.ContestRaised,
        incoming.MarkerKept,
        incoming.MarkerTakenOff,
        incoming.CrimeRecordingReviewed,
        incoming.RejectionHandled,
        incoming.SubjectRestricted,
        incoming.SubjectErased,
        incoming.RecordConsulted,
    ),
    max_bytes=INPUT_BYTES,
)
TAGS: Final = Topic(
    "asb.tags.v1",
    "incident",
    (Party.WORKER,),
    (
        Party.STORM,
        Party.MONITOR,
    ),
    (outgoing.IncidentTagged, outgoing.TagWithdrawn),
    days=365,
)
DECISIONS: Final = Topic(
    "asb.decisions.v1",
    "incident",
    (Party.WORKER,),
    (
        Party.MONITOR,
        Party.OPERATOR,
    ),
    (
        outgoing.DecisionMade,
        outgoing.DecisionWithdrawn,
        outgoing.OfficerDecisionAsked,
        outgoing.AskWithdrawn,
    ),
    days=365,
)
CASES: Final = Topic(
    "asb.cases.v1",
    "case",
    (Party.WORKER,),
    (Party.SENTINEL,),
    (
        outgoing.CaseOpened,
        outgoing.CaseAdopted,
        outgoing.IncidentJoined,
        outgoing.IncidentLeft,
        outgoing.CaseWithdrawn,
        outgoing.IncidentRelated,
        outgoing.RelatedWithdrawn,
        outgoing.RiskAssessed,
        outgoing.AssessmentTakenBack,
        outgoing.AnswerRefused,
        outgoing.ObligationOpened,
        outgoing.ObligationDone,
        outgoing.ObligationDeclined,
        outgoing.ObligationWithdrawn,
        outgoing.ConfirmationAsked,
        outgoing.ConfirmationWithdrawn,
        outgoing.StepDecided,
        outgoing.StepContested,
        outgoing.ReferralProposed,
        outgoing.ReferralProgressed,
        outgoing.ProcessingRestricted,
        outgoing.RestrictionLifted,
    ),
)
REMINDERS: Final = Topic(
    "asb.reminders.v1",
    "case",
    (Party.WORKER,),
    (Party.MAIL,),
    (outgoing.ReminderFellDue, outgoing.ReminderCancelled),
)
MARKERS: Final = Topic(
    "asb.markers.v1",
    "marker",
    (Party.WORKER,),
    (Party.STORM,),
    (
        outgoing.MarkerProposed,
        outgoing.ProtectiveAlertRaised,
        outgoing.MarkerActivated,
        outgoing.MarkerRefused,
        outgoing.MarkerReviewFellDue,
        outgoing.MarkerRenewed,
        outgoing.MarkerWithdrawalProposed,
        outgoing.MarkerWithdrawalDropped,
        outgoing.MarkerExpired,
        outgoing.MarkerWithdrawn,
    ),
)
NOTICES: Final = Topic(
    "asb.notices.v1",
    "notice",
    (Party.WORKER,),
    (
        Party.MAIL,
        Party.SENTINEL,
    ),
    (
        outgoing.HighRiskRaised,
        outgoing.HighRiskPossible,
        outgoing.HighRiskOfNobodyOnCase,
        outgoing.BeatNotInDirectory,
        outgoing.MarkerFoundFalse,
        outgoing.ContradictionFound,
        outgoing.CaseReviewEligible,
        outgoing.CourseOfConductSeen,
        outgoing.FeedSilent,
        outgoing.NoticeWithdrawn,
    ),
)
# One topic per partner, so that an ACL shows each partner its own and nothing else.
REFERRALS: Final = {
    partner: Topic(
        f"asb.referrals.{partner}.v1",
        "referral",
        (Party.WORKER,),
        (Party.PARTNER,),
        (outgoing.ReferralMade, outgoing.ReferralCorrected, outgoing.ReferralRecalled),
    )
    for partner in Partner
}
SNAPSHOTS: Final = Topic(
    "asb.snapshots.v1",
    "case",
    (Party.WORKER,),
    (Party.DASHBOARD,),
    (outgoing.CaseSnapshot,),
    compacted=True,
)
# It lists people by reference, so it is not kept for longer than what it is about.
COMPLIANCE: Final = Topic(
    "asb.compliance.v1",
    "beat",
    (Party.WORKER,),
    (
        Party.MAIL,
        Party.MONITOR,
    ),
    (outgoing.ComplianceReported,),
)
# What s.62 asks for is kept as long as the records it is about: six years; it holds ids only.
AUDIT: Final = Topic(
    "asb.audit.v1",
    "force",
    (Party.WORKER,),
    (
        Party.AUDITOR,
        Party.OPERATOR,
    ),
    (outgoing.ProcessingLogged, outgoing.ErasureCertified),
    days=2_190,
)
STATE: Final = Topic("asb.state.v1", "row", (Party.WORKER,), (Party.WORKER,), compacted=True)
JOURNAL: Final = Topic(
    "asb.journal.v1",
    "–",
    (Party.WORKER,),
    (
        Party.WORKER,
        Party.OPERATOR,
    ),
    days=30,
)
# Each under where it came from: whoever is erased is erased from here too (X8).
REJECTED: Final = Topic(
    "asb.rejected.v1", "where it came from", (Party.WORKER,), (Party.OPERATOR,), erasable=True
)

TOPICS: Final = (
    INCIDENTS,
    FACTS,
    ANSWERS,
    INSTRUCTIONS,
    TAGS,
    DECISIONS,
    CASES,
    REMINDERS,
    MARKERS,
    NOTICES,
    *REFERRALS.values(),
    SNAPSHOTS,
    COMPLIANCE,
    AUDIT,
    STATE,
    JOURNAL,
    REJECTED,
)
INPUTS: Final = (INCIDENTS, FACTS, ANSWERS, INSTRUCTIONS)
OUTPUTS: Final = (
    TAGS,
    DECISIONS,
    CASES,
    REMINDERS,
    MARKERS,
    NOTICES,
    *REFERRALS.values(),
    SNAPSHOTS,
    COMPLIANCE,
    AUDIT,
)

# Where each event goes; what is sent to a partner goes to the topic of that partner.
TOPIC_OF: Final = {event: topic for topic in TOPICS for event in topic.events}


def in_installation(prefix: str, topic: Topic) -> str:
    """The topic's name on the cluster: `<installation>.<topic>`."""
    return f"{prefix}.{topic.name}"
