"""Named officers confirm or refuse the steps that wait for a person; now and then somebody contests (X6, R9)."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from functools import partial
from typing import Any, Final

from connectors.city.casework.behaviour import working
from connectors.city.casework.desk import Desk
from connectors.city.casework.diary import Diary
from connectors.city.casework.pace import Heeding, Share, days_between
from connectors.city.chance import chance
from connectors.city.event import Recorded, fact_id
from schemas.incoming import ContestRaised, StepConfirmed, StepRefused
from schemas.outgoing import ConfirmationAsked, ConfirmationWithdrawn, ReminderFellDue

REFUSED_FOR: Final = "The incidents were of another household"
CONTESTED_FOR: Final = "Says that they were away in that week"


class Confirming:
    def __init__(self, seed: int, diary: Diary, heeding: Heeding) -> None:
        self._seed, self._diary = seed, diary
        self._desk = Desk(seed, diary, heeding, "confirms")
        self._revisions = Counter[str]()

    def hear(self, message: ConfirmationAsked | ConfirmationWithdrawn, at: datetime) -> None:
        if isinstance(message, ConfirmationWithdrawn):
            self._desk.clear(message.step_id)
            return
        habits, once = working().confirming, f"{message.step_id}|{message.asking}"
        self._desk.lay(
            message.step_id, once, at, habits.decided, habits.forgotten, partial(self._decide, message)
        )

    def remind(self, reminder: ReminderFellDue, at: datetime) -> None:
        if reminder.about and reminder.about.step_id:
            self._desk.remind(reminder.about.step_id, reminder.rung, at)

    def _decide(self, ask: ConfirmationAsked, at: datetime) -> Iterator[Recorded]:
        numbers = chance(self._seed, "decides", ask.step_id, ask.asking)
        said = self._said(ask.step_id, "decision", at)
        if numbers.random() < _likely_refused(ask):
            yield StepRefused.model_validate({**said, "reason": REFUSED_FOR})
        else:
            yield StepConfirmed.model_validate(said)
        habits = working().confirming
        if ask.adverse and ask.asking == 1 and numbers.random() < habits.contested:
            when = at + days_between(numbers, habits.contested_after_days)
            self._diary.put(when, f"contest|{ask.step_id}", partial(self._contest, ask.step_id))

    def _contest(self, step_id: str, at: datetime) -> Iterator[Recorded]:
        yield ContestRaised.model_validate({**self._said(step_id, "contest", at), "reason": CONTESTED_FOR})

    def _said(self, step_id: str, what: str, at: datetime) -> dict[str, Any]:
        """What a word on a step carries; the words that decide count their revisions apart from contests."""
        slot = f"{what}|{step_id}"
        self._revisions[slot] += 1
        revision = self._revisions[slot]
        return {
            "instruction_id": fact_id(self._seed, what, step_id, revision),
            "recorded_at": at,
            "revision": revision,
            "officer": f"PS{1000 + int(chance(self._seed, 'collar', slot, revision).random() * 900)}",
            "step_id": step_id,
        }


def _likely_refused(ask: ConfirmationAsked) -> Share:
    habits = working().confirming
    if ask.asking > 1:
        return habits.refused_when_contested
    return habits.refused_of_adverse if ask.adverse else habits.refused
