"""What officers say of an incident when they are asked to decide (R6)."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from random import Random
from typing import Final

from connectors.city.casework.diary import Diary
from connectors.city.casework.pace import Heeding
from connectors.city.chance import chance, hours_between, one_of
from connectors.city.event import Recorded, fact_id
from schemas.incoming import DutyDeclined, VictorERecorded
from schemas.outgoing import OfficerDecisionAsked, ReminderFellDue
from schemas.words import Answer, AskReason, Letter, Outcome

# What an officer's own VICTOR-E can decide; the other asks are about cases and are left to people.
DECIDABLE: Final = (AskReason.GATE_UNKNOWN, AskReason.LETTERS_UNKNOWN, AskReason.BARE_RECORD)
ANSWERED_WITHIN: Final = (2, 60)
DECLINE_REASON: Final = "Nobody could be reached; there is nothing more to go on"


class Asks:
    def __init__(self, seed: int, diary: Diary, officers: Mapping[str, Outcome], heeding: Heeding) -> None:
        """`officers`: what an officer says of an incident when asked; of the others nobody says anything."""
        self._seed, self._diary, self._officers, self._heeding = seed, diary, officers, heeding
        self._heard: set[str] = set()

    def asked(self, ask: OfficerDecisionAsked, at: datetime) -> None:
        """An officer answers once, if at all."""
        outcome = self._officers.get(ask.incident_id or "")
        if outcome is None or ask.reason not in DECIDABLE or self._is_heard(f"ask|{ask.incident_id}"):
            return
        incident = str(ask.incident_id)
        numbers = chance(self._seed, "officer", incident)
        when = at + hours_between(numbers, ANSWERED_WITHIN)
        self._diary.put(when, f"answer|{incident}", self._answering(incident, numbers, outcome))

    def reminded(self, reminder: ReminderFellDue, at: datetime) -> None:
        """Who is reminded of what nobody can say declines the duty sooner or later, with a reason."""
        if (
            self._is_heard(f"{reminder.obligation_id}|{reminder.rung}")
            or reminder.incident_id in self._officers
        ):
            return
        numbers = chance(self._seed, "declines", reminder.obligation_id, reminder.rung)
        if numbers.random() < self._heeding.likely(reminder.rung):
            when = at + hours_between(numbers, self._heeding.hours)
            self._diary.put(when, f"decline|{reminder.obligation_id}", self._declining(reminder, numbers))

    def _is_heard(self, name: str) -> bool:
        heard = name in self._heard
        self._heard.add(name)
        return heard

    def _answering(
        self, incident: str, numbers: Random, outcome: Outcome
    ) -> Callable[[datetime], Iterable[Recorded]]:
        def answer(at: datetime) -> Iterable[Recorded]:
            yield VictorERecorded(
                fact_id=fact_id(self._seed, "VictorERecorded", incident, 1),
                recorded_at=at,
                revision=1,
                incident_id=incident,
                assessor=_collar(numbers),
                letters=_letters(numbers, outcome),
            )

        return answer

    def _declining(
        self, reminder: ReminderFellDue, numbers: Random
    ) -> Callable[[datetime], Iterable[Recorded]]:
        def decline(at: datetime) -> Iterable[Recorded]:
            if not self._is_heard(f"declined|{reminder.obligation_id}"):
                yield DutyDeclined(
                    instruction_id=fact_id(self._seed, "DutyDeclined", reminder.obligation_id, 1),
                    recorded_at=at,
                    revision=1,
                    officer=_collar(numbers),
                    obligation_id=reminder.obligation_id,
                    reason=DECLINE_REASON,
                )

        return decline


def _letters(numbers: Random, outcome: Outcome) -> dict[Letter, Answer]:
    """A whole VICTOR-E that comes to `outcome`."""
    letters = dict.fromkeys(Letter, Answer.NO)
    if outcome is Outcome.CASE_MANAGE:
        letters[Letter.GATE] = Answer.YES
        letters[one_of(numbers, (Letter.VULNERABLE, Letter.IMPACT, Letter.RISK))] = Answer.YES
    return letters


def _collar(numbers: Random) -> str:
    return f"PC{1000 + int(numbers.random() * 900)}"
