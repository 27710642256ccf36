"""What the owners of markers do: keep them or take them off, at a review and when a withdrawal is proposed (R9)."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from functools import partial
from typing import Final

from connectors.city.casework.behaviour import working
from connectors.city.casework.desk import Desk
from connectors.city.casework.diary import Diary
from connectors.city.casework.pace import Heeding, Share
from connectors.city.chance import chance
from connectors.city.event import Recorded, fact_id
from schemas.incoming import MarkerKept, MarkerTakenOff
from schemas.outgoing import (
    MarkerExpired,
    MarkerRenewed,
    MarkerReviewFellDue,
    MarkerWithdrawalDropped,
    MarkerWithdrawalProposed,
    MarkerWithdrawn,
    ReminderFellDue,
)
from schemas.words import ObligationKind

KEPT_FOR: Final = "Still afraid; reports go on by other ways"
TAKEN_OFF_FOR: Final = "Quiet since spring, and the household agrees"

Heard = (
    MarkerReviewFellDue
    | MarkerRenewed
    | MarkerWithdrawalProposed
    | MarkerWithdrawalDropped
    | MarkerExpired
    | MarkerWithdrawn
)


class MarkerOwners:
    def __init__(self, seed: int, diary: Diary, heeding: Heeding) -> None:
        self._seed = seed
        self._reviews = Desk(seed, diary, heeding, "reviews-marker")
        self._withdrawals = Desk(seed, diary, heeding, "withdraws-marker")
        self._revisions = Counter[str]()
        self._proposals = Counter[str]()
        self._heard: set[str] = set()

    def hear(self, message: Heard, at: datetime, ce_id: str) -> None:
        marker, habits = message.marker_id, working().markers
        match message:
            case MarkerReviewFellDue():
                once = f"{marker}|{message.review_by.isoformat()}"
                act = partial(self._settle, marker, once, habits.taken_off_at_review)
                self._reviews.lay(marker, once, at, habits.settled, habits.forgotten, act)
            case MarkerWithdrawalProposed() if ce_id not in self._heard:
                self._heard.add(ce_id)
                self._proposals[marker] += 1
                once = f"{marker}|{self._proposals[marker]}"
                act = partial(self._settle, marker, once, habits.taken_off_when_proposed)
                self._withdrawals.lay(marker, once, at, habits.settled, habits.forgotten, act)
            case MarkerWithdrawalDropped():
                self._withdrawals.clear(marker)
            case MarkerRenewed():
                self._reviews.clear(marker)
            case MarkerExpired() | MarkerWithdrawn():
                self._reviews.clear(marker)
                self._withdrawals.clear(marker)
            case _:
                pass

    def remind(self, reminder: ReminderFellDue, at: datetime) -> None:
        desk = self._reviews if reminder.kind is ObligationKind.MARKER_REVIEW else self._withdrawals
        if reminder.about and reminder.about.step_id:
            desk.remind(reminder.about.step_id, reminder.rung, at)

    def _settle(self, marker: str, once: str, taken_off: Share, at: datetime) -> Iterator[Recorded]:
        numbers = chance(self._seed, "marker", once)
        self._revisions[marker] += 1
        revision = self._revisions[marker]
        kind, reason = (
            (MarkerTakenOff, TAKEN_OFF_FOR) if numbers.random() < taken_off else (MarkerKept, KEPT_FOR)
        )
        yield kind(
            instruction_id=fact_id(self._seed, "marker", marker, revision),
            recorded_at=at,
            revision=revision,
            officer=f"PC{1000 + int(numbers.random() * 900)}",
            marker_id=marker,
            reason=reason,
        )
