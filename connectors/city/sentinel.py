"""Answers as Sentinel, its officers and the partners would: accepts cases, decides what is asked, works the cases.

Message in, what is recorded with its time out: no Kafka, no clock. Every draw is derived from the seed and the
case, incident or step, so the answers do not depend on the order in which cases are heard of.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Final

from connectors.city.casework import consents, duties
from connectors.city.casework.asks import Asks
from connectors.city.casework.behaviour import Behaviour, working
from connectors.city.casework.cases import Cases
from connectors.city.casework.confirming import Confirming
from connectors.city.casework.crime import CrimeReviews
from connectors.city.casework.diary import Diary
from connectors.city.casework.markers import MarkerOwners
from connectors.city.casework.partners import Partners
from connectors.city.event import CityEvent
from schemas.outgoing import (
    AnswerRefused,
    CaseAdopted,
    CaseOpened,
    CaseWithdrawn,
    ConfirmationAsked,
    ConfirmationWithdrawn,
    IncidentJoined,
    MarkerExpired,
    MarkerRenewed,
    MarkerReviewFellDue,
    MarkerWithdrawalDropped,
    MarkerWithdrawalProposed,
    MarkerWithdrawn,
    ObligationOpened,
    OfficerDecisionAsked,
    Outgoing,
    ReferralCorrected,
    ReferralMade,
    ReferralProposed,
    ReferralRecalled,
    ReminderFellDue,
)
from schemas.words import ObligationKind, Outcome

# What the actor does something about; the rest it need not be told.
HEARD: Final = (
    CaseOpened,
    CaseWithdrawn,
    CaseAdopted,
    IncidentJoined,
    OfficerDecisionAsked,
    ObligationOpened,
    ReminderFellDue,
    AnswerRefused,
    ConfirmationAsked,
    ConfirmationWithdrawn,
    MarkerReviewFellDue,
    MarkerRenewed,
    MarkerWithdrawalProposed,
    MarkerWithdrawalDropped,
    MarkerExpired,
    MarkerWithdrawn,
    ReferralProposed,
    ReferralMade,
    ReferralCorrected,
    ReferralRecalled,
)


class SentinelActor:
    """Reads what the city reports, hears what the worker publishes, and holds the answers until they are due."""

    def __init__(
        self, seed: int, officers: Mapping[str, Outcome], behaviour: Behaviour = Behaviour.AFTER
    ) -> None:
        """`officers`: what an officer says of an incident when asked; of the others nobody says anything.

        `GroundTruth.officers` grows while the city reports, and may be given before it does. `behaviour`:
        whether reminders are heeded.
        """
        self._diary, self._heeding = Diary(), working().behaviours[behaviour]
        self._cases = Cases(seed, self._diary, self._heeding)
        self._asks = Asks(seed, self._diary, officers, self._heeding)
        self._confirming = Confirming(seed, self._diary, self._heeding)
        self._markers = MarkerOwners(seed, self._diary, self._heeding)
        self._partners = Partners(seed, self._diary, self._heeding)
        self._crime = CrimeReviews(seed, self._diary, self._heeding)

    @property
    def next_at(self) -> datetime | None:
        """When somebody next means to do something."""
        return self._diary.next_at

    def due(self, until: datetime | None) -> Iterator[CityEvent]:
        """The answers given up to a time, in order; all that are left when None."""
        return self._diary.due(until)

    def read(self, event: CityEvent) -> None:
        """Officers read what the city reports; a case that begins in Sentinel is theirs."""
        self._cases.read(event.message)

    def hear(self, message: Outgoing, at: datetime, ce_id: str = "") -> None:
        """Take note of one message published at `at` (its `ce_time`); the same one twice is answered once."""
        match message:
            case CaseOpened() | CaseWithdrawn() | CaseAdopted() | IncidentJoined():
                self._cases.hear(message, at)
            case OfficerDecisionAsked():
                self._asks.asked(message, at)
            case ReminderFellDue():
                self._reminded(message, at)
            case ObligationOpened(kind=ObligationKind.CRIME_RECORDING_REVIEW):
                self._crime.opened(message)
            case ObligationOpened() if file := self._cases.known_as(message.case_id):
                duties.opened(file, message)
            case AnswerRefused() if file := self._cases.called(message.reference):
                duties.refused(file, message, at)
            case ConfirmationAsked() | ConfirmationWithdrawn():
                self._confirming.hear(message, at)
            case ReferralProposed() if file := self._cases.called(message.reference):
                consents.proposed(file, message, at)
            case ReferralMade() | ReferralCorrected() | ReferralRecalled():
                self._partners.hear(message, at, ce_id)
            case (
                MarkerReviewFellDue()
                | MarkerRenewed()
                | MarkerWithdrawalProposed()
                | MarkerWithdrawalDropped()
                | MarkerExpired()
                | MarkerWithdrawn()
            ):
                self._markers.hear(message, at, ce_id)
            case _:
                pass

    def _reminded(self, reminder: ReminderFellDue, at: datetime) -> None:
        match reminder.kind:
            case ObligationKind.OFFICER_DECISION:
                self._asks.reminded(reminder, at)
            case ObligationKind.SENTINEL_REFERENCE:
                self._cases.reminded(reminder, at)
            case ObligationKind.CONFIRMATION:
                self._confirming.remind(reminder, at)
            case ObligationKind.MARKER_REVIEW | ObligationKind.MARKER_WITHDRAWAL:
                self._markers.remind(reminder, at)
            case ObligationKind.REFERRAL_ANSWER | ObligationKind.CORRECTION_ACKNOWLEDGEMENT:
                self._partners.remind(reminder, at)
            case ObligationKind.CRIME_RECORDING_REVIEW:
                self._crime.remind(reminder, at)
            case _:
                if file := self._cases.known_as(reminder.case_id):
                    duties.reminded(file, reminder, at, self._heeding)
