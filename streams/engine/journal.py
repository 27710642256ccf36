"""The journal: one record per transaction, saying what was handled in which order.

Kafka orders each topic, not one topic against another; this does. Replay reads it and nothing else to know
what to do next. The value is canonical JSON: keys sorted, no spaces, times in UTC.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple

import orjson

from streams.engine.domain import Record


class Run(NamedTuple):
    """Records of one topic handled one after the other.

    `records` is how many there were: fewer than the offsets suggest where transaction markers or aborted
    records lie between them.
    """

    topic: str
    first: int
    last: int
    records: int

    @classmethod
    def of(cls, records: Sequence[Record]) -> "Run":
        return cls(records[0].topic, records[0].offset, records[-1].offset, len(records))


class Tick(NamedTuple):
    """Items that were due at `at`: how many fired or were parked. What was left over is a later step's."""

    at: datetime
    items: int


Step = Run | Tick


class Entry(NamedTuple):
    """One transaction. `sequence` rises by exactly one per transaction of a partition, from 1."""

    sequence: int
    steps: tuple[Step, ...]
    versions: Mapping[str, str]


class Appended(NamedTuple):
    """An entry, and when the broker appended it to the journal: from then on its outcome could be read."""

    at: datetime
    entry: Entry

    def is_known_at(self, moment: datetime) -> bool:
        """Whether it had happened by the moment: appended, and no tick in it for a later time."""
        ticks = (step.at for step in self.entry.steps if isinstance(step, Tick))
        return self.at <= moment and all(at <= moment for at in ticks)


class Until:
    """The entries of a journal that were known at a moment; `last` is the last one gone through."""

    def __init__(self, journal: Iterable[Appended], moment: datetime) -> None:
        self.first: Appended | None = None
        self.last: Appended | None = None
        self._journal = journal
        self._moment = moment

    def __iter__(self) -> Iterator[Entry]:
        for each in self._journal:
            self.first = self.first or each
            if not each.is_known_at(self._moment):
                return
            self.last = each
            yield each.entry


def extend(steps: list[Step], run: Run) -> None:
    """Add a run to the end, as part of the run before it where it goes on from that."""
    before = steps[-1] if steps else None
    if isinstance(before, Run) and before.topic == run.topic:
        steps[-1] = Run(run.topic, before.first, run.last, before.records + run.records)
    else:
        steps.append(run)


def encode(entry: Entry) -> bytes:
    body = {
        "sequence": entry.sequence,
        "steps": [_encode_step(step) for step in entry.steps],
        "versions": dict(entry.versions),
    }
    return orjson.dumps(body, option=orjson.OPT_SORT_KEYS)


def decode(data: bytes) -> Entry:
    body = orjson.loads(data)
    return Entry(body["sequence"], tuple(_decode_step(step) for step in body["steps"]), body["versions"])


def write_time(at: datetime) -> str:
    return at.astimezone(UTC).isoformat()


def read_time(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _encode_step(step: Step) -> dict[str, Any]:
    if isinstance(step, Run):
        return {"run": [step.topic, step.first, step.last, step.records]}
    return {"tick": write_time(step.at), "items": step.items}


def _decode_step(step: Mapping[str, Any]) -> Step:
    if "run" in step:
        return Run(*step["run"])
    return Tick(read_time(step["tick"]), step["items"])
