"""One message of the city on its way to Kafka."""

from datetime import datetime, timedelta
from random import Random
from typing import Final, NamedTuple

from connectors.city.chance import chance
from connectors.city.place import FORCE
from schemas.ids import event_id
from schemas.incoming import IncidentDeleted, IncidentLogged, Instruction, PartnerAnswer, SentinelFact

# What officers record in Sentinel, what they tell this system, and what partners answer.
Recorded = SentinelFact | Instruction | PartnerAnswer

LATE: Final = 0.01
TWICE: Final = 0.005
DELETED_FOR: Final = "Opened in error"


class CityEvent(NamedTuple):
    """A message, when it was recorded (`ce_time`) and when it arrives.

    A message may arrive late, and twice: then with the same `ce_id`.
    """

    arrives_at: datetime
    ce_id: str
    ce_time: datetime
    force: str
    message: IncidentLogged | IncidentDeleted | Recorded


def fact_id(seed: int, kind: str, subject: str, ordinal: int) -> str:
    """The id of something the city says."""
    return event_id(f"city-{seed}", kind, subject, ordinal)


def delivered(seed: int, messages: list[IncidentLogged]) -> list[CityEvent]:
    """The messages of one incident as a feed delivers them: a few late, a few twice."""
    numbers = chance(seed, "delivery", messages[0].incident_id)
    return [event for message in messages for event in _delivered(seed, numbers, message)]


def told(fact: Recorded) -> CityEvent:
    """What an officer records in Sentinel or tells this system, or a partner answers, delivered at once."""
    return CityEvent(fact.recorded_at, _own_id(fact), fact.recorded_at, FORCE, fact)


def deleted(seed: int, messages: list[IncidentLogged], at: datetime) -> CityEvent:
    """STORM deletes a log that was opened in error: at a time, or as soon as nothing more is written in it."""
    last = messages[-1]
    gone = IncidentDeleted(
        incident_id=last.incident_id,
        revision=last.revision + 1,
        recorded_at=max(at, last.recorded_at + timedelta(minutes=1)),
        reason=DELETED_FOR,
    )
    ce_id = fact_id(seed, "IncidentDeleted", gone.incident_id, gone.revision)
    return CityEvent(gone.recorded_at, ce_id, gone.recorded_at, FORCE, gone)


def _delivered(seed: int, numbers: Random, message: IncidentLogged) -> list[CityEvent]:
    delay = timedelta(seconds=1 + int(numbers.random() * 4))
    if numbers.random() < LATE:
        delay = timedelta(minutes=1 + int(numbers.random() * 90))
    ce_id = fact_id(seed, "IncidentLogged", message.incident_id, message.revision)
    event = CityEvent(message.recorded_at + delay, ce_id, message.recorded_at, FORCE, message)
    if numbers.random() >= TWICE:
        return [event]
    again = event._replace(arrives_at=event.arrives_at + timedelta(seconds=30 + int(numbers.random() * 3600)))
    return [event, again]


def _own_id(fact: Recorded) -> str:
    match fact:
        case SentinelFact():
            return fact.fact_id
        case Instruction():
            return fact.instruction_id
        case _:
            return fact.answer_id
