"""A force's year in memory: the city reports, its officers answer, the worker's rules decide; no Kafka.

Batches, table, rules and the clock of events are those of the worker. What the city reports is ASB at its natural
rate: what is not ASB opens no case and owes nothing, and is left out.
"""

import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Final, NamedTuple

import orjson

from bench.city import REGISTRY, SECRET, TICK
from bench.invariants import Happened, Invariants, Published, Told
from bench.year_counts import Counts
from bench.year_risk import RiskCounts
from connectors.city import NATURAL_RATE, GroundTruth, SentinelActor, generate, situations
from connectors.city.casework.behaviour import Behaviour
from connectors.city.conversation import Conversation, Heard
from connectors.city.event import CityEvent
from connectors.city.sentinel import HEARD
from connectors.city.situations import OtherKind
from connectors.messages import envelope_of, payload_of
from schemas.envelope import open_envelope
from schemas.rows import Row
from schemas.topics import TOPIC_OF, in_installation
from streams.domain import AsbDomain
from streams.engine.batch import Batch
from streams.engine.domain import Message, Record
from streams.engine.eventclock import EventClock
from streams.engine.table import Table
from streams.rules.in_force import LONDON

INSTALLATION: Final = "year"
# Officers look into Sentinel this often.
STEP: Final = timedelta(hours=6)
# About 4,400 cases a year, as the practice had: at the natural rate there are more.
CALIBRATED: Final = 0.67
ASB_ONLY: Final = {one.name: 0.0 for one in situations() if isinstance(one, OtherKind)}
PER_DAY: Final = (
    CALIBRATED * NATURAL_RATE * sum(one.share for one in situations() if one.name not in ASB_ONLY) / 100
)
# Cases that are open when the counting begins were opened in these days.
RUN_IN: Final = timedelta(days=45)

_HEARD: Final = {kind.__name__: kind for kind in HEARD}


class Script(NamedTuple):
    """Which year: `days` from `start` are counted, after a run-in."""

    seed: int = 1
    start: date = date(2025, 1, 1)
    days: int = 365
    run_in: timedelta = RUN_IN
    per_day: float = PER_DAY
    mix: Mapping[str, float] = ASB_ONLY

    @property
    def begins(self) -> datetime:
        return datetime.combine(self.start, datetime.min.time(), LONDON)

    @property
    def ends(self) -> datetime:
        return datetime.combine(self.start + timedelta(days=self.days), datetime.min.time(), LONDON)


class Lived(NamedTuple):
    """What came of a year, and what it took."""

    counts: Counts
    risk: RiskCounts
    messages: int
    seconds: float


def live(script: Script, behaviour: Behaviour, witness: Callable[[Happened], None] = lambda _: None) -> Lived:
    """The year with officers of one behaviour; `witness` is shown everything that happens.

    Raises Broken when something happened that must never happen.
    """
    truth, worker, began = GroundTruth(), _Worker(script.begins, witness), time.monotonic()
    first = script.start - script.run_in
    days = script.days + script.run_in.days
    events = generate(
        script.seed, days, incidents_per_day=script.per_day, mix=script.mix, start=first, truth=truth
    )
    actor = SentinelActor(script.seed, truth.officers, behaviour)
    said = Conversation(actor, worker.publish, worker.hear, STEP).hold(events, until=script.ends)
    worker.decide()
    worker.invariants.finish()
    return Lived(worker.counts, worker.risk, said.messages + said.answers, time.monotonic() - began)


class _Worker:
    """Decides on what is published when it is listened to, one transaction each time."""

    def __init__(self, counted_from: datetime, witness: Callable[[Happened], None]) -> None:
        self._counted_from, self._witness = counted_from, witness
        self.counts, self.risk, self.invariants = Counts(), RiskCounts(), Invariants()
        self._domain = AsbDomain(INSTALLATION, REGISTRY, SECRET)
        self._table: Table[Row] = Table(self._domain)
        self._clock = EventClock(TICK)
        self._told: list[CityEvent] = []
        self._offsets: dict[str, int] = {}

    def publish(self, event: CityEvent) -> None:
        self._told.append(event)

    def hear(self, _last: bool) -> Iterator[Heard]:
        for message in self.decide():
            headers = dict(message.headers)
            kind = _HEARD.get(headers.get("ce_type", b"").decode())
            if kind is not None:
                at = datetime.fromisoformat(headers["ce_time"].decode())
                yield Heard(kind.model_validate_json(message.value or b""), at, headers["ce_id"].decode())

    def decide(self) -> list[Message]:
        """What follows from everything told so far, counted."""
        batch = Batch(self._domain, self._table, self._clock)
        for event in self._told:
            published = len(batch.outcome.messages)
            record = self._record(event)
            batch.handle([record])
            # What a tick before the event published comes first; then the event itself counts.
            now = self._clock.at or event.arrives_at
            self._saw(event, _cause(record), batch.outcome.messages[published:], now)
        self._told.clear()
        self._table.commit()
        return batch.outcome.messages

    def _saw(self, event: CityEvent, cause: str, messages: Iterable[Message], now: datetime) -> None:
        published = list(self._decoded(messages))
        happened = Happened(Told(event.message, cause), published)
        self._witness(happened)
        self.invariants.take(happened)
        self.counts.published(published, now)
        self.counts.told(event)
        if now >= self._counted_from:
            self.risk.take(event, published)

    def _decoded(self, messages: Iterable[Message]) -> Iterator[Published]:
        for message in messages:
            headers = {name: value.decode() for name, value in message.headers}
            if message.topic == self._domain.rejected_topic:
                self.counts.rejected[f"{headers.get('ce_type')} {headers['rejected_code']}"] += 1
            elif message.value:
                at, subject = datetime.fromisoformat(headers["ce_time"]), headers["ce_subject"]
                data = orjson.loads(message.value)
                yield Published(headers["ce_type"], message.topic, subject, headers["ce_id"], at, data)

    def _record(self, event: CityEvent) -> Record:
        topic = in_installation(INSTALLATION, TOPIC_OF[type(event.message)])
        offset = self._offsets[topic] = self._offsets.get(topic, -1) + 1
        value = payload_of(event.message)
        envelope = envelope_of(event.message, event.force, value, event.ce_id)
        return Record(topic, 0, offset, envelope.subject.encode(), value, envelope.headers(), 0)


def _cause(record: Record) -> str:
    envelope, _ = open_envelope(record.headers, record.value)
    return f"{envelope.source}/{envelope.id}"
