"""Valid messages of every kind that comes in: the samples of the contract, the golden stream, the synthetic city."""

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Final

import orjson
from pydantic import BaseModel

from connectors.city.generator import generate
from schemas.catalogue import SAMPLES_DIR
from schemas.topics import INPUTS, TOPIC_OF, in_installation
from streams.engine.domain import Record
from tests.given.core import INSTALLATION, record_of
from tests.golden.stream import inputs

EVENTS: Final[tuple[type[BaseModel], ...]] = tuple(event for topic in INPUTS for event in topic.events)
_OF_EACH: Final = 40
CITY: Final = {"seed": 11, "days": 2, "incidents_per_day": 30.0}


def name_of(event: type[BaseModel]) -> str:
    return event.__name__


def topic_of(event: type[BaseModel]) -> str:
    return in_installation(INSTALLATION, TOPIC_OF[event])


def sample(event: type[BaseModel]) -> Record:
    """The contract's own example of an event."""
    told = json.loads((SAMPLES_DIR / f"{event.__name__}.v1.json").read_text("utf-8"))
    headers = tuple((name, text.encode()) for name, text in told["headers"].items())
    return Record(topic_of(event), 0, 0, told["key"].encode(), orjson.dumps(told["data"]), headers, 0)


@cache
def city() -> tuple[Record, ...]:
    """Some days of the synthetic city, and what follows from them, in order of arrival."""
    told = generate(**CITY)  # type: ignore[arg-type]
    return tuple(
        record_of(event.message, topic_of(type(event.message)), offset, event.ce_id, event.force)
        for offset, event in enumerate(told)
    )


@cache
def golden() -> tuple[Record, ...]:
    return tuple(step for step in inputs() if isinstance(step, Record))


@cache
def seeds() -> Mapping[str, Sequence[Record]]:
    """By the name of the event; of each kind at most so many, the contract's example first."""
    found: dict[str, list[Record]] = defaultdict(list)
    for event in EVENTS:
        found[event.__name__].append(sample(event))
    for record in (*golden(), *city()):
        kind = dict(record.headers).get("ce_type", b"").decode()
        if kind in found and len(found[kind]) < _OF_EACH and _is_valid(record, kind):
            found[kind].append(record)
    return found


def all_seeds() -> tuple[Record, ...]:
    return tuple(record for of_kind in seeds().values() for record in of_kind)


def _is_valid(record: Record, kind: str) -> bool:
    """The golden stream holds broken messages, too."""
    event = next(event for event in EVENTS if event.__name__ == kind)
    try:
        event.model_validate_json(record.value or b"")
    except ValueError:
        return False
    return record.topic == topic_of(event)
