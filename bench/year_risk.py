"""What a year's messages say of high risk, markers, steps, referrals, corrections and watches, counted."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from bench.invariants import Published
from connectors.city.event import CityEvent
from schemas.incoming import (
    AssessmentWithdrawn,
    ConsentRecorded,
    CorrectionAcknowledged,
    CrimeRecordingReviewed,
    IncidentDeleted,
    PersonMerged,
    ReferralAcknowledged,
    ReferralDeclined,
)
from schemas.words import Partner, StepKind


class Wait(NamedTuple):
    """A step that an officer was asked about, and how long it waited; None: it still does, or no longer has to."""

    kind: StepKind
    asked_at: datetime
    waited: timedelta | None


class RiskCounts:
    """Feed it everything in order."""

    def __init__(self) -> None:
        # Events by type, told apart where the page does.
        self.events: Counter[tuple[str, ...]] = Counter()
        self.told: Counter[str] = Counter()
        self.partners: dict[Partner, Counter[str]] = defaultdict(Counter)
        self.decided: list[Wait] = []
        self._asked: dict[str, Wait] = {}
        self._seen: dict[str, datetime] = {}
        # How long each series waited for its review.
        self.reviewed: list[timedelta] = []
        self.crimes = 0

    def take(self, event: CityEvent, published: Iterable[Published]) -> None:
        """A message, and what the worker made of it and of the time before it."""
        for one in published:
            self._published(one)
        self._told(event.message)

    def waiting(self) -> list[Wait]:
        """Steps that nobody has decided yet."""
        return list(self._asked.values())

    def _told(self, message: object) -> None:
        match message:
            case ReferralAcknowledged():
                self.partners[message.partner]["acknowledged"] += 1
            case ReferralDeclined():
                self.partners[message.partner]["declined"] += 1
            case CorrectionAcknowledged():
                self.partners[message.partner]["taken in"] += 1
            case CrimeRecordingReviewed() if message.obligation_id in self._seen:
                self.reviewed.append(message.recorded_at - self._seen.pop(message.obligation_id))
                self.crimes += message.crime
            case ConsentRecorded():
                self.told[f"consent {message.consent}"] += 1
            case AssessmentWithdrawn() | IncidentDeleted() | PersonMerged():
                self.told[type(message).__name__] += 1
            case _:
                pass

    def _published(self, one: Published) -> None:
        data = one.data
        match one.type:
            case "ConfirmationAsked":
                self._asked[data["step_id"]] = Wait(StepKind(data["step"]), one.at, None)
            case "StepDecided" if asked := self._asked.pop(data["step_id"], None):
                self.decided.append(asked._replace(waited=one.at - asked.asked_at))
            case "ConfirmationWithdrawn":
                self._asked.pop(data["step_id"], None)
            case "ReferralMade" | "ReferralCorrected" | "ReferralRecalled":
                self.partners[Partner(data["partner"])][one.type] += 1
            case "CourseOfConductSeen":
                self._seen.setdefault(data["obligation_id"], one.at)
            case _:
                pass
        self.events[one.type, *_apart(one.type, data)] += 1


def _apart(kind: str, data: dict[str, Any]) -> tuple[str, ...]:
    match kind:
        case "HighRiskRaised":
            return (data["subject"]["kind"],)
        case "MarkerProposed":
            return ("against",) if data["adverse"] else ("protecting",)
        case "MarkerWithdrawn":
            return ("by its owner",) if data["officer"] else ("by itself",)
        case "CaseReviewEligible":
            return (data["threshold"],)
        case "StepDecided":
            return (data["step"], "confirmed" if data["confirmed"] else "refused")
        case _:
            return ()
