"""Reading a recorded installation: journal, inputs, outputs and rows of one partition, committed records only."""

from collections.abc import Generator, Iterator, Mapping
from contextlib import closing
from datetime import UTC, datetime
from types import TracebackType
from typing import Any, NamedTuple, Self

from kafka import KafkaConsumer, TopicPartition

from streams.engine import journal
from streams.engine.domain import Message, Record
from streams.engine.journal import Appended, Entry
from streams.engine.position import POSITION_KEY

POLL_MS = 500


class Span(NamedTuple):
    """How far back a topic is held: whether from its first record on, and when the oldest left was appended."""

    whole: bool
    since: datetime | None


class Recorded:
    """One partition of an installation, as it stands now: what is written later is not seen.

    A context manager: leaving it closes every consumer, also those of histories that were not read to their
    end, which would hold up the end of the process. `client` holds the keywords of every consumer made
    (`security_protocol`, …).
    """

    def __init__(self, bootstrap: str, partition: int, client: Mapping[str, Any] | None = None) -> None:
        self._bootstrap = bootstrap
        self._partition = partition
        self._client = dict(client or {})
        self._inputs: dict[str, Iterator[Record]] = {}
        self._consumers: list[KafkaConsumer] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for consumer in self._consumers:
            consumer.close()

    def journal(self, topic: str) -> Iterator[Entry]:
        return (each.entry for each in self.appended(topic))

    def appended(self, topic: str) -> Iterator[Appended]:
        """The entries of a journal, each with when the broker appended it."""
        for record in self.records(topic):
            assert record.value is not None
            yield Appended(_time(record.timestamp), journal.decode(record.value))

    def published(self, topic: str) -> Iterator[Message]:
        for record in self.records(topic):
            yield Message(topic, record.key, record.value, record.headers)

    def span(self, topic: str) -> Span:
        """How far back a topic is held, whatever compaction took out of it."""
        where = TopicPartition(topic, self._partition)
        with closing(self._consumer()) as consumer:
            whole = consumer.beginning_offsets([where])[where] == 0
        with closing(self.records(topic)) as records:
            oldest = next(records, None)
        return Span(whole, _time(oldest.timestamp) if oldest is not None else None)

    def rows(self, state_topic: str) -> dict[bytes, bytes]:
        """The latest row of each key, without the engine's own."""
        rows: dict[bytes, bytes] = {}
        for record in self.records(state_topic):
            assert record.key is not None
            if record.value is None:
                rows.pop(record.key, None)
            elif record.key != POSITION_KEY:
                rows[record.key] = record.value
        return rows

    def fetch(self, topic: str, first: int, last: int) -> Iterator[Record]:
        """Records of an input between two offsets. A journal asks for each input's in rising order."""
        records = self._inputs.setdefault(topic, self.records(topic, first))
        for record in records:
            if record.offset >= first:
                yield record
            if record.offset >= last:
                return

    def records(self, topic: str, first: int = 0) -> Generator[Record]:
        """The committed records from an offset to where the partition ends now."""
        where = TopicPartition(topic, self._partition)
        with closing(self._consumer()) as consumer:
            consumer.assign([where])
            end = consumer.end_offsets([where])[where]
            consumer.seek(where, max(first, consumer.beginning_offsets([where])[where]))
            while consumer.position(where) < end:
                for found in consumer.poll(POLL_MS).values():
                    yield from (_record(each) for each in found if each.offset < end)

    def _consumer(self) -> KafkaConsumer:
        consumer = KafkaConsumer(
            bootstrap_servers=self._bootstrap,
            isolation_level="read_committed",
            enable_auto_commit=False,
            group_id=None,
            **self._client,
        )
        self._consumers.append(consumer)
        return consumer


def _time(timestamp: int) -> datetime:
    return datetime.fromtimestamp(timestamp / 1000, UTC)


def _record(found: Any) -> Record:
    headers = tuple((name, content) for name, content in found.headers)
    return Record(
        found.topic, found.partition, found.offset, found.key, found.value, headers, found.timestamp
    )
