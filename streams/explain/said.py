"""What an event of a history says of itself, in a few words. Pure."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from pydantic import BaseModel

from schemas.outgoing import (
    AskWithdrawn,
    AssessmentTakenBack,
    BeatNotInDirectory,
    CaseAdopted,
    CaseWithdrawn,
    ConfirmationAsked,
    ConfirmationWithdrawn,
    DecisionWithdrawn,
    IncidentJoined,
    IncidentLeft,
    IncidentRelated,
    IncidentTagged,
    MarkerActivated,
    MarkerExpired,
    MarkerFoundFalse,
    MarkerProposed,
    MarkerRefused,
    MarkerRenewed,
    MarkerReviewFellDue,
    MarkerWithdrawalDropped,
    MarkerWithdrawalProposed,
    MarkerWithdrawn,
    NoticeWithdrawn,
    ObligationDeclined,
    ObligationDone,
    ObligationOpened,
    ObligationWithdrawn,
    ProtectiveAlertRaised,
    ReferralCorrected,
    ReferralMade,
    ReferralProgressed,
    ReferralRecalled,
    RelatedWithdrawn,
    StepContested,
    StepDecided,
    TagWithdrawn,
)
from streams.explain import risk
from streams.london import shown


def said(event: BaseModel) -> str:
    """What the event says of itself; of those that have a sentence of ours, that."""
    in_words = _SAID.get(type(event))
    return in_words(event) if in_words is not None else str(getattr(event, "sentence", ""))


def _reason(event: Any) -> str:
    return str(event.reason)


def _related(event: IncidentRelated | RelatedWithdrawn) -> str:
    return f"{event.incident_id} and {event.related_case_id or 'no other case'}: {event.reason}"


def _marked(event: Any) -> str:
    return f"{event.marked.kind} {event.marked.ref}"


def _to_partner(event: ReferralMade) -> str:
    return f"{event.partner}: {', '.join(event.because)}, consent {event.consent}"


def _marker(event: Any) -> str:
    return f"marker {event.marker_id}"


def _by_officer(event: Any) -> str:
    return f"marker {event.marker_id}, by {event.officer}"


_SAID: Final[Mapping[type[BaseModel], Callable[[Any], str]]] = {
    IncidentTagged: lambda told: f"{told.asb_class or 'class unknown'}, {told.asb_type or 'type unknown'}",
    TagWithdrawn: _reason,
    DecisionWithdrawn: _reason,
    AskWithdrawn: _reason,
    CaseWithdrawn: _reason,
    CaseAdopted: lambda told: str(told.reference),
    IncidentJoined: lambda told: f"{told.incident_id}: {told.sentence}",
    IncidentLeft: lambda told: f"{told.incident_id}: {told.reason}",
    IncidentRelated: _related,
    RelatedWithdrawn: _related,
    ObligationOpened: lambda told: f"{risk.of_duty(told.kind, told.about)}, due {shown(told.due_at)}",
    ObligationDone: lambda told: str(told.kind),
    ObligationWithdrawn: lambda told: f"{told.kind}: {told.reason}",
    ObligationDeclined: lambda told: f"{told.kind}, by {told.officer}: {told.reason}",
    AssessmentTakenBack: lambda told: f"{told.subject.kind} {told.subject.ref}".rstrip() + f": {told.reason}",
    ConfirmationAsked: lambda told: str(told.what),
    ConfirmationWithdrawn: lambda told: f"{told.step}: {told.reason}",
    StepDecided: lambda told: (
        f"{told.step}: {'confirmed' if told.confirmed else 'refused'} by {told.officer}"
    ),
    StepContested: lambda told: f"{told.step} {told.step_id}",
    ReferralProgressed: lambda told: f"{told.partner}: {told.status}, consent {told.consent}",
    ReferralMade: _to_partner,
    ReferralCorrected: lambda told: f"{told.partner}: {', '.join(told.changed)}",
    ReferralRecalled: lambda told: f"{told.partner}: {told.reason}",
    MarkerProposed: _marked,
    ProtectiveAlertRaised: _marked,
    MarkerActivated: lambda told: f"{_marked(told)}, by {told.authoriser}",
    MarkerRefused: _by_officer,
    MarkerReviewFellDue: _marked,
    MarkerRenewed: _by_officer,
    MarkerWithdrawalProposed: lambda told: f"marker {told.marker_id}: {told.reason}",
    MarkerWithdrawalDropped: _marker,
    MarkerExpired: _marked,
    MarkerWithdrawn: lambda told: f"{_marked(told)}: {told.reason}",
    MarkerFoundFalse: _marker,
    BeatNotInDirectory: lambda told: f"beat {told.beat or 'unknown'}",
    NoticeWithdrawn: lambda told: f"{told.kind}: {told.reason}",
}
