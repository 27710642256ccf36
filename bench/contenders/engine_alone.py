"""The engine with a domain that only counts: what the engine itself costs. Its settings are its defaults."""

import sys
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

import orjson

from bench.job import Job, output, read
from streams.engine.app import run_worker
from streams.engine.domain import Message, Record
from streams.engine.settings import EngineSettings
from streams.engine.table import Table


class Counting:
    """A row per key that holds how often it came; nothing is ever due."""

    max_message_bytes = 1_000_000
    max_row_bytes = 900_000

    def __init__(self, job: Job) -> None:
        self.name = job.name
        self.inputs = (job.source,)
        self.outputs_topic = job.outputs
        self.outputs = frozenset({job.outputs})
        self.state_topic = job.rows
        self.journal_topic = f"{job.name}.journal"
        self.rejected_topic = f"{job.name}.rejected"

    @property
    def topics(self) -> tuple[str, ...]:
        """The topics it writes."""
        return (self.outputs_topic, self.state_topic, self.journal_topic, self.rejected_topic)

    def versions(self, table: Table[int]) -> Mapping[str, str]:
        return {"rules": "1"}

    def partition_of(self, record: Record) -> int:
        return record.partition

    def handle(self, record: Record, table: Table[int]) -> Sequence[Message]:
        event = read(record.value or b"")
        key = record.key or b""
        count = (table.get(key) or 0) + 1
        table.put(key, count)
        return (Message(self.outputs_topic, key, output(event["id"], event["key"], count), record.headers),)

    def on_failed(self, record: Record, table: Table[int], error: Exception) -> Sequence[Message]:
        raise error

    def rejection(self, record: Record, code: str, detail: str) -> Message:
        return Message(self.rejected_topic, record.key, record.value, record.headers)

    def due(self, at: datetime, table: Table[int], limit: int) -> Sequence[bytes]:
        return ()

    def fire(self, key: bytes, at: datetime, table: Table[int]) -> Sequence[Message]:
        return ()

    def park(self, key: bytes, at: datetime, table: Table[int], error: Exception) -> Sequence[Message]:
        return ()

    def event_time(self, record: Record) -> datetime | None:
        return None

    def encode_row(self, key: bytes, row: int) -> bytes:
        return orjson.dumps(row)

    def decode_row(self, key: bytes, data: bytes) -> int:
        return int(data)

    def index(self, key: bytes, row: int) -> Iterable[tuple[str, Any]]:
        return ()


def main() -> int:
    job = Job.told()
    return run_worker(Counting(job), EngineSettings(bootstrap=job.bootstrap, data_dir=job.data))


if __name__ == "__main__":
    sys.exit(main())
