"""City traffic for the real job: incidents of the natural mix, in order of arrival, as STORM's topic holds them.

Only incidents: what Sentinel says comes days after the incident it answers, and in a backlog, where each topic
is read on its own, it would come before it.
"""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from itertools import islice
from typing import Final

from bench.job import Event
from connectors.city import FORCE, generate
from connectors.messages import envelope_of, payload_of
from schemas.forces import Registry
from schemas.incoming import IncidentLogged
from schemas.topics import INCIDENTS, in_installation
from streams.domain import AsbDomain
from streams.engine.domain import Record

REGISTRY: Final = Registry((FORCE,))
SECRET: Final = b"a benchmark has no secrets to keep"
SEED: Final = 10
TICK: Final = timedelta(minutes=15)
"""The backlog is a bulk replay: duties fall due by the times in the messages."""
_DAYS: Final = 3_650


def incidents(count: int) -> Iterator[Event]:
    """The first messages of the city that are about incidents."""
    told = (event for event in generate(SEED, _DAYS) if isinstance(event.message, IncidentLogged))
    for event in islice(told, count):
        value = payload_of(event.message)
        envelope = envelope_of(event.message, event.force, value, event.ce_id)
        yield Event(envelope.subject.encode(), value, envelope.headers())


def records(installation: str, events: Sequence[Event]) -> list[Record]:
    """The same as the engine reads them from the installation's topic."""
    topic = incidents_topic(installation)
    return [Record(topic, 0, offset, *event, timestamp=0) for offset, event in enumerate(events)]


def incidents_topic(installation: str) -> str:
    return in_installation(installation, INCIDENTS)


def domain(installation: str) -> AsbDomain:
    """The domain of an installation, with the policies that come with the program."""
    return AsbDomain(installation, REGISTRY, SECRET)
