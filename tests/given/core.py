"""The pure core with a hand-moved clock: messages in, published events out, no Kafka."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any, NamedTuple

import orjson
from pydantic import BaseModel

from schemas.envelope import Envelope, source_of, timestamp
from schemas.forces import Registry
from schemas.rows import CaseRow, IncidentRow, Row
from schemas.topics import TOPIC_OF, in_installation
from streams.domain import AsbDomain
from streams.engine.batch import Batch
from streams.engine.domain import Message, Record
from streams.engine.table import Table

FORCE = "E23000099"
SECRET = b"only-for-tests"
INSTALLATION = "test"
_NO_LIMIT = 10_000


class Event(NamedTuple):
    """A published message, decoded."""

    topic: str
    type: str
    key: str
    data: dict[str, Any]
    headers: dict[str, str]


class Core:
    """One force's desk in memory: the same batch, table and domain as the worker runs."""

    def __init__(self, domain: AsbDomain | None = None) -> None:
        self.domain = domain or AsbDomain(INSTALLATION, Registry((FORCE,)), SECRET)
        self.table: Table[Row] = Table(self.domain)
        self.published: list[Event] = []
        self.offsets: dict[str, int] = {}

    def tell(self, *messages: BaseModel | Record, ce_id: str | None = None) -> list[Event]:
        """Handle messages one transaction each; returns what they led to."""
        before = len(self.published)
        for message in messages:
            record = message if isinstance(message, Record) else self.record(message, ce_id)
            self._run(lambda batch, record=record: batch.handle([record]))
        return self.published[before:]

    def tick(self, at: datetime) -> list[Event]:
        before = len(self.published)
        self._run(lambda batch: batch.tick(at, _NO_LIMIT))
        return self.published[before:]

    def record(self, message: BaseModel, ce_id: str | None = None) -> Record:
        topic = in_installation(INSTALLATION, TOPIC_OF[type(message)])
        offset = self.offsets.get(topic, 0)
        self.offsets[topic] = offset + 1
        return record_of(message, topic, offset, ce_id or f"{topic}-{offset}")

    def incident(self, incident_id: str) -> IncidentRow:
        row = self.table.get(f"{FORCE}|incident|{incident_id}".encode())
        assert isinstance(row, IncidentRow)
        return row

    def case(self, case_id: str) -> CaseRow:
        row = self.table.get(f"{FORCE}|case|{case_id}".encode())
        assert isinstance(row, CaseRow)
        return row

    def rows(self) -> Iterator[tuple[bytes, Row]]:
        for key, data in self.table.rows():
            yield key, self.domain.decode_row(key, data)

    def latest(self, event_type: str, key: str) -> dict[str, Any] | None:
        """The data of the last event of a type about a subject."""
        found = [event.data for event in self.published if event.type == event_type and event.key == key]
        return found[-1] if found else None

    def _run(self, act: Any) -> None:
        batch = Batch(self.domain, self.table)
        act(batch)
        self.published += decoded(batch.outcome.messages)
        self.table.commit()


def record_of(message: BaseModel, topic: str, offset: int, ce_id: str, force: str = FORCE) -> Record:
    """The message as a record of its topic, in its envelope."""
    subject = getattr(message, "incident_id", None) or getattr(message, "reference", None) or ""
    recorded_at: datetime = message.recorded_at  # type: ignore[attr-defined]
    envelope = Envelope(
        id=ce_id,
        type=type(message).__name__,
        source=source_of(force, "test"),
        time=timestamp(recorded_at),
        subject=subject,
    )
    return Record(
        topic, 0, offset, subject.encode(), message.model_dump_json().encode(), envelope.headers(), 0
    )


def decoded(messages: Iterable[Message]) -> Iterator[Event]:
    for message in messages:
        headers = {name: raw.decode("utf-8", "replace") for name, raw in message.headers}
        rejected = "rejected_code" in headers
        data = {} if rejected else orjson.loads(message.value or b"{}")
        kind = "Rejected" if rejected else headers["ce_type"]
        yield Event(message.topic, kind, (message.key or b"").decode("utf-8", "replace"), data, headers)
