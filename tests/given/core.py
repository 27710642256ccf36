"""The pure core with a hand-moved clock: messages in, published events out, no Kafka."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

import orjson
from pydantic import BaseModel

from schemas.envelope import Envelope, source_of, texts_of, timestamp
from schemas.forces import Registry
from schemas.incoming import IncidentHeader, IncidentLogged
from schemas.rows import AuditRow, CaseRow, CheckpointRow, IncidentRow, Row
from schemas.topics import AUDIT, TOPIC_OF, in_installation
from schemas.words import Channel
from streams.domain import AsbDomain
from streams.engine.batch import Batch
from streams.engine.domain import Message, Record
from streams.engine.eventclock import EventClock
from streams.engine.table import Table
from tests.given.messages import START, at
from tests.given.policies import nothing_expected

FORCE = "E23000099"
SECRET = b"only-for-tests"
INSTALLATION = "test"
TICK = timedelta(minutes=15)
CLOCK = b"CLOCK-"
_NO_LIMIT = 10_000


class Event(NamedTuple):
    """A published message, decoded."""

    topic: str
    type: str
    key: str
    data: dict[str, Any]
    headers: dict[str, str]


class Core:
    """One force's desk in memory: the same batch, table and domain as the worker runs.

    `published`, and what `tell` returns, are events of the business; what the audit says of them is in `audited`.

    With a `clock` time passes by the messages, as in a worker whose clock are the events: `move_to` is then
    the way to let it pass. Without one only `tick` fires what is due.
    """

    def __init__(
        self, domain: AsbDomain | None = None, clock: EventClock | None = None, force: str = FORCE
    ) -> None:
        self.domain = domain or AsbDomain(INSTALLATION, Registry((force,)), SECRET, nothing_expected())
        self.force = force
        self.table: Table[Row] = Table(self.domain)
        self.told: list[Record] = []
        self.messages: list[Message] = []
        self.published: list[Event] = []
        self.audited: list[Event] = []
        self._clock = clock
        self._audit = in_installation(self.domain.name.removesuffix(".asb"), AUDIT)
        self._offsets: Counter[str] = Counter()

    def tell(self, *messages: BaseModel | Record, ce_id: str | None = None) -> list[Event]:
        """Handle messages one transaction each; returns what they led to."""
        before = len(self.published)
        records = [each if isinstance(each, Record) else self.record(each, ce_id) for each in messages]
        self.told += records
        self._take(records)
        return self.published[before:]

    def move_to(self, moment: datetime | float, every: float | None = None) -> list[Event]:
        """Let time pass to a moment, or to hours after the story's start; returns what fell due until then.

        A harmless log of that moment comes in, for time passes by messages. In one leap, as after an outage;
        or tick by tick, one such log `every` so many hours since the last message.
        """
        until = moment if isinstance(moment, datetime) else at(moment)
        times = [until] if every is None else _times(self._now(), until, timedelta(hours=every))
        first = 1 + sum(record.key.startswith(CLOCK) for record in self.told if record.key)
        return self.tell(*(_clock_log(number, time) for number, time in enumerate(times, first)))

    def tick(self, at: datetime) -> list[Event]:
        """Fire what is due at a time, without any message."""
        assert self._clock is None, "time passes by messages here: use move_to"
        before = len(self.published)
        self._run(lambda batch: batch.tick(at, _NO_LIMIT))
        return self.published[before:]

    def record(self, message: BaseModel, ce_id: str | None = None) -> Record:
        topic = self._topic(message)
        offset = self._offsets[topic]
        self._offsets[topic] += 1
        record = record_of(message, topic, offset, ce_id or f"{topic}-{offset}", self.force)
        return record._replace(partition=self.domain.registry.forces.index(self.force))

    def incident(self, incident_id: str) -> IncidentRow:
        row = self.table.get(f"{self.force}|incident|{incident_id}".encode())
        assert isinstance(row, IncidentRow)
        return row

    def case(self, case_id: str) -> CaseRow:
        row = self.table.get(f"{self.force}|case|{case_id}".encode())
        assert isinstance(row, CaseRow)
        return row

    def rows(self) -> Iterator[tuple[bytes, Row]]:
        """What is known, without where the audit stands: its records are in the order in which things came."""
        for key, data in self.table.rows():
            row = self.domain.decode_row(key, data)
            if not isinstance(row, AuditRow | CheckpointRow):
                yield key, row

    def latest(self, event_type: str, key: str) -> dict[str, Any] | None:
        """The data of the last event of a type about a subject."""
        found = [event.data for event in self.published if event.type == event_type and event.key == key]
        return found[-1] if found else None

    def _add(self, events: Iterable[Event]) -> None:
        for event in events:
            (self.audited if event.topic == self._audit else self.published).append(event)

    def _topic(self, message: BaseModel) -> str:
        return in_installation(self.domain.name.removesuffix(".asb"), TOPIC_OF[type(message)])

    def _now(self) -> datetime:
        times = [self.domain.event_time(record) for record in self.told]
        return max((time for time in times if time is not None), default=START)

    def _take(self, records: Sequence[Record]) -> None:
        for record in records:
            self._run(lambda batch, record=record: batch.handle([record]))

    def _run(self, act: Any) -> None:
        batch = Batch(self.domain, self.table, self._clock)
        act(batch)
        self.messages += batch.outcome.messages
        self._add(decoded(batch.outcome.messages))
        self.table.commit()


def event_core() -> Core:
    """A Core in which time passes by messages, every quarter of an hour a tick."""
    return Core(clock=EventClock(TICK))


def _times(after: datetime, until: datetime, every: timedelta) -> Iterator[datetime]:
    time = after + every
    while time < until:
        yield time
        time += every
    yield until


def _clock_log(number: int, time: datetime) -> IncidentLogged:
    """A log that keeps a row and leads to nothing: a test of the lines, by its code."""
    header = IncidentHeader(reported_at=time, channel=Channel.NON_EMERGENCY, opening_code="604")
    return IncidentLogged(
        incident_id=f"{CLOCK.decode()}{number}", revision=1, recorded_at=time, header=header
    )


def record_of(message: BaseModel, topic: str, offset: int, ce_id: str, force: str = FORCE) -> Record:
    """The message as a record of its topic, in its envelope."""
    names = (getattr(message, name, None) for name in ("incident_id", "reference", "referral_id"))
    subject = next((name for name in names if name), "")
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
        headers = texts_of(message.headers)
        rejected = "rejected_code" in headers
        data = {} if rejected else orjson.loads(message.value or b"{}")
        kind = "Rejected" if rejected else headers["ce_type"]
        # What is rejected stands under where it came from; here it is found by the key that it came with.
        key = headers.get("rejected_key", "") if rejected else (message.key or b"").decode("utf-8", "replace")
        yield Event(message.topic, kind, key, data, headers)
