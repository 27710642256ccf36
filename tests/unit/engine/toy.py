"""A small domain for the engine's own tests: it counts events per key and can set a timer on a key.

An event is JSON: `{"id": 7, "key": "k1"}` and, where a test asks for it, `due` (seconds since 1970), `at`
(its own time), `place` (a bucket to be listed in), `force` (who it belongs to), `known` (nothing new), or an
order to misbehave:
`boom`, `refuse`, `large`, `large_row`, `astray`, `boom_twice`, `stuck`, `endless`.
"""

import time
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple

import orjson
from aiokafka.record.default_records import DefaultRecordBatchBuilder
from aiokafka.record.memory_records import MemoryRecords

from streams.engine.domain import Message, Record, Rejected
from streams.engine.table import Table
from streams.engine.unpack import RecordBatch

FORCES = {"north": 0, "south": 2, "west": 1}


class Count(NamedTuple):
    n: int
    due: int = 0
    place: str = ""
    manner: str = ""
    note: str = ""


class Counting:
    max_message_bytes = 100_000
    max_row_bytes = 50_000

    def __init__(self, name: str = "toy", inputs: tuple[str, ...] = ("in",)) -> None:
        self.name = name
        self.inputs = tuple(f"{name}.{each}" for each in inputs)
        self.counts_topic = f"{name}.counts"
        self.alarms_topic = f"{name}.alarms"
        self.state_topic = f"{name}.state"
        self.journal_topic = f"{name}.journal"
        self.rejected_topic = f"{name}.rejected"
        self.outputs = frozenset({self.counts_topic, self.alarms_topic})

    @property
    def topics(self) -> tuple[str, ...]:
        kept = (self.state_topic, self.journal_topic, self.rejected_topic)
        return (*self.inputs, *sorted(self.outputs), *kept)

    def versions(self, table: Table[Count]) -> Mapping[str, str]:
        return {"rules": "1"}

    def partition_of(self, record: Record) -> int:
        force = self._event(record).get("force")
        if force is None:
            return record.partition
        if force not in FORCES:
            raise Rejected("unknown-force", str(force))
        return FORCES[force]

    def handle(self, record: Record, table: Table[Count]) -> Sequence[Message]:
        event = self._event(record)
        key = event["key"].encode()
        if "known" in event:
            return []
        row = table.get(key) or Count(0)
        place, manner = event.get("place", row.place), event.get("manner", row.manner)
        note = "x" * event.get("large_row", 0)
        table.put(key, Count(row.n + 1, event.get("due", row.due), place, manner, note))
        if "endless" in event:
            time.sleep(event["endless"])
        if "boom" in event:
            raise ValueError("a text that must not be published")
        if "refuse" in event:
            raise Rejected(event["refuse"], "as asked")
        topic = event.get("astray", self.counts_topic)
        body: dict[str, Any] = {"id": event["id"], "key": event["key"], "n": row.n + 1}
        if "large" in event:
            body["large"] = "x" * event["large"]
        return [Message(topic, key, orjson.dumps(body), (("kind", b"counted"),))]

    def on_failed(self, record: Record, table: Table[Count], error: Exception) -> Sequence[Message]:
        event = self._event(record)
        key = b"failed|" + event["key"].encode()
        table.put(key, Count((table.get(key) or Count(0)).n + 1))
        if "boom_twice" in event:
            raise RuntimeError
        return [Message(self.alarms_topic, key, b"failed")]

    def rejection(self, record: Record, code: str, detail: str) -> Message:
        reason = (("reason", code.encode()), ("detail", detail.encode()))
        return Message(self.rejected_topic, record.key, record.value, (*record.headers, *reason))

    def due(self, at: datetime, table: Table[Count], limit: int) -> Sequence[bytes]:
        return [key for _, key in table.upto("due", int(at.timestamp()), limit)]

    def fire(self, key: bytes, at: datetime, table: Table[Count]) -> Sequence[Message]:
        row = table.get(key)
        assert row is not None
        if row.manner == "boom":
            raise ValueError
        if row.manner != "stuck":
            table.put(key, row._replace(due=0))
        body = {"fired": key.decode(), "due": row.due}
        return [Message(self.alarms_topic, key, orjson.dumps(body))]

    def park(self, key: bytes, at: datetime, table: Table[Count], error: Exception) -> Sequence[Message]:
        row = table.get(key)
        assert row is not None
        table.put(key, row._replace(due=0, manner="parked"))
        return [Message(self.rejected_topic, key, b"", (("reason", b"parked"),))]

    def event_time(self, record: Record) -> datetime | None:
        at = self._event(record).get("at")
        return None if at is None else datetime.fromtimestamp(at, UTC)

    def encode_row(self, key: bytes, row: Count) -> bytes:
        return orjson.dumps([*row])

    def decode_row(self, key: bytes, data: bytes) -> Count:
        return Count(*orjson.loads(data))

    def index(self, key: bytes, row: Count) -> Iterable[tuple[str, Any]]:
        if row.due and row.place:
            return (("due", row.due), (row.place, row.n))
        if row.due:
            return (("due", row.due),)
        return ((row.place, row.n),) if row.place else ()

    def _event(self, record: Record) -> dict[str, Any]:
        try:
            event = orjson.loads(record.value or b"")
        except orjson.JSONDecodeError:
            raise Rejected("not-json") from None
        if "key" not in event:
            raise Rejected("no-key")
        return event  # type: ignore[no-any-return]


def a_record(offset: int, topic: str = "toy.in", partition: int = 0, **event: Any) -> Record:
    body = orjson.dumps({"id": offset, "key": "k1", **event})
    return Record(topic, partition, offset, b"the key", body, (("h", b"1"),), 1_700_000_000_000)


def a_batch(start: int, end: int) -> RecordBatch:
    """A record batch with these offsets, as it comes over the wire."""
    builder = DefaultRecordBatchBuilder(2, 0, 0, -1, -1, 0, 1_000_000)
    for offset in range(end - start):
        builder.append(offset, 1_700_000_000_000, b"the key", a_record(start + offset).value, [("h", b"1")])
    wire = builder.build()
    wire[:8] = start.to_bytes(8, "big")
    return RecordBatch(MemoryRecords(bytes(wire)).next_batch())
