"""Which operation is a message, and on which record? (X7; DPA 2018 s.62)"""

import hmac
from collections.abc import Mapping
from hashlib import sha256
from typing import Final, NamedTuple

from pydantic import BaseModel

from schemas import incoming
from schemas.incoming import DataSubject, RecordConsulted
from schemas.words import AuditVerb, Recorded, RejectionAction
from streams.rules.audit.record import Done
from streams.rules.ledger import Ledger


class About(NamedTuple):
    """The operation that a message is, and the field that names the record; no field: it is the force's."""

    verb: AuditVerb
    what: Recorded
    field: str = ""


_OF_CASE: Final = (About(AuditVerb.COLLECTION, Recorded.CASE, "reference"),)
_OF_REFERRAL: Final = (About(AuditVerb.COLLECTION, Recorded.REFERRAL, "referral_id"),)
_STEP: Final = (About(AuditVerb.ALTERATION, Recorded.STEP, "step_id"),)
_DUTY: Final = (About(AuditVerb.ALTERATION, Recorded.DUTY, "obligation_id"),)
_MARKER: Final = (About(AuditVerb.ALTERATION, Recorded.MARKER, "marker_id"),)
_FORCE: Final = (About(AuditVerb.ALTERATION, Recorded.FORCE),)

# Of several the first counts whose field is given. A contract test wants every message that comes in here.
TOLD: Final[Mapping[type[BaseModel], tuple[About, ...]]] = {
    incoming.IncidentLogged: (About(AuditVerb.COLLECTION, Recorded.INCIDENT, "incident_id"),),
    incoming.IncidentDeleted: (About(AuditVerb.ALTERATION, Recorded.INCIDENT, "incident_id"),),
    incoming.CaseAccepted: (About(AuditVerb.COLLECTION, Recorded.CASE, "case_id"),),
    incoming.CaseOpenedInSentinel: _OF_CASE,
    incoming.LeadOfficerSet: _OF_CASE,
    incoming.PersonAdded: _OF_CASE,
    incoming.PersonLeft: (About(AuditVerb.ALTERATION, Recorded.CASE, "reference"),),
    incoming.PersonMerged: (About(AuditVerb.COMBINATION, Recorded.CASE, "reference"),),
    incoming.LocationAdded: _OF_CASE,
    incoming.VictorERecorded: (
        About(AuditVerb.COLLECTION, Recorded.INCIDENT, "incident_id"),
        About(AuditVerb.COLLECTION, Recorded.CASE, "reference"),
    ),
    incoming.AssessmentRecorded: _OF_CASE,
    incoming.AssessmentWithdrawn: (About(AuditVerb.ALTERATION, Recorded.CASE, "reference"),),
    incoming.QuestionAnswered: _OF_CASE,
    incoming.FormCompleted: _OF_CASE,
    incoming.FormDeclined: _OF_CASE,
    incoming.PlanRecorded: _OF_CASE,
    incoming.ReviewHeld: _OF_CASE,
    incoming.PartnerContacted: _OF_CASE,
    incoming.ConsentRecorded: _OF_CASE,
    incoming.CaseClosed: _OF_CASE,
    incoming.ReferralAcknowledged: _OF_REFERRAL,
    incoming.ReferralDeclined: _OF_REFERRAL,
    incoming.CorrectionAcknowledged: _OF_REFERRAL,
    incoming.LetterOverridden: (About(AuditVerb.ALTERATION, Recorded.INCIDENT, "incident_id"),),
    incoming.TagOverridden: (About(AuditVerb.ALTERATION, Recorded.INCIDENT, "incident_id"),),
    incoming.PolicyActivated: _FORCE,
    incoming.GoLiveSet: _FORCE,
    incoming.DirectoryUpdated: _FORCE,
    incoming.DutyDeclined: _DUTY,
    incoming.CrimeRecordingReviewed: _DUTY,
    incoming.HighRiskDeclared: (About(AuditVerb.ALTERATION, Recorded.CASE, "reference"),),
    incoming.StepConfirmed: _STEP,
    incoming.StepRefused: _STEP,
    incoming.ContestRaised: _STEP,
    incoming.MarkerKept: _MARKER,
    incoming.MarkerTakenOff: _MARKER,
    # A discard; what is replayed is read once more.
    incoming.RejectionHandled: (About(AuditVerb.ALTERATION, Recorded.REJECTION, "rejected_offset"),),
    incoming.SubjectRestricted: (About(AuditVerb.ALTERATION, Recorded.SUBJECT, "subject"),),
    incoming.SubjectErased: (About(AuditVerb.ERASURE, Recorded.SUBJECT, "subject"),),
    incoming.RecordConsulted: (About(AuditVerb.CONSULTATION, Recorded.SUBJECT, "ref"),),
}


def operations_of(ledger: Ledger, told: BaseModel, *, changed: bool) -> tuple[Done, ...]:
    """What a message is by itself; what it led to is added by `operations`.

    One that changed nothing, such as a word that a later one stands over, is nothing; but somebody who looks
    changes nothing either.
    """
    if isinstance(told, RecordConsulted):
        consulted = AuditVerb.CONSULTATION
        return (
            Done(verb=consulted, what=told.what, ref=told.ref, records=told.records, through=told.through),
        )
    if not changed:
        return ()
    about = next(each for each in TOLD[type(told)] if not each.field or getattr(told, each.field) is not None)
    return (Done(verb=_verb(about, told), what=about.what, ref=_ref(ledger, about, told)),)


def subject_hash(subject: DataSubject, secret: bytes) -> str:
    """What stands for a person: HMAC-SHA256 under the installation's secret of how they were named."""
    named = subject.model_dump_json(exclude_defaults=True)
    return hmac.new(secret, named.encode(), sha256).hexdigest()


def _verb(about: About, told: BaseModel) -> AuditVerb:
    if isinstance(told, incoming.RejectionHandled) and told.action is RejectionAction.REPLAYED:
        return AuditVerb.COLLECTION
    is_later = about.verb is AuditVerb.COLLECTION and told.revision > 1  # type: ignore[attr-defined]
    return AuditVerb.ALTERATION if is_later else about.verb


def _ref(ledger: Ledger, about: About, told: BaseModel) -> str:
    named = getattr(told, about.field) if about.field else ledger.force
    return subject_hash(named, ledger.secret) if isinstance(named, DataSubject) else str(named)
