"""One message of the city on its way to Kafka."""

from datetime import datetime, timedelta
from random import Random
from typing import Final, NamedTuple

from connectors.city.chance import chance
from connectors.city.place import FORCE
from schemas.ids import event_id
from schemas.incoming import IncidentLogged, Instruction, SentinelFact

# What officers record in Sentinel, and what they tell this system.
Recorded = SentinelFact | Instruction

LATE: Final = 0.01
TWICE: Final = 0.005


class CityEvent(NamedTuple):
    """A message, when it was recorded (`ce_time`) and when it arrives.

    A message may arrive late, and twice: then with the same `ce_id`.
    """

    arrives_at: datetime
    ce_id: str
    ce_time: datetime
    force: str
    message: IncidentLogged | Recorded


def fact_id(seed: int, kind: str, subject: str, ordinal: int) -> str:
    """The id of something the city says."""
    return event_id(f"city-{seed}", kind, subject, ordinal)


def delivered(seed: int, messages: list[IncidentLogged]) -> list[CityEvent]:
    """The messages of one incident as a feed delivers them: a few late, a few twice."""
    numbers = chance(seed, "delivery", messages[0].incident_id)
    return [event for message in messages for event in _delivered(seed, numbers, message)]


def told(fact: Recorded) -> CityEvent:
    """What an officer records in Sentinel, or tells this system, delivered at once."""
    own_id = fact.fact_id if isinstance(fact, SentinelFact) else fact.instruction_id
    return CityEvent(fact.recorded_at, own_id, fact.recorded_at, FORCE, fact)


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
