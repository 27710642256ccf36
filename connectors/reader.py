"""Read topics of one installation as a read_committed reader sees them; no group, nothing is committed.

A reader belongs to whoever looks (`asb tail`, `asb explain`, a checker, the city waiting for the worker) and
leaves no trace on the cluster.
"""

from collections.abc import Callable, Iterator, Sequence
from enum import Enum
from types import TracebackType
from typing import Any, Final, NamedTuple, Self

from kafka import KafkaConsumer, TopicPartition
from kafka.errors import KafkaError

from connectors.broker import Broker, KafkaFailed
from schemas.envelope import Headers
from schemas.topics import Topic, in_installation

BOOTSTRAP_TIMEOUT_MS: Final = 5_000
POLL_S: Final = 0.5
MAX_RECORDS: Final = 5_000


class ReadFailed(KafkaFailed):
    """The cluster does not answer, or does not have the topic; the message says which."""


class Start(Enum):
    """Where a reader begins."""

    BEGINNING = "beginning"
    NOW = "now"


class Record(NamedTuple):
    """One record as it stands in the log. `at` is the broker's time in milliseconds since 1970."""

    topic: Topic
    partition: int
    offset: int
    at: int
    key: bytes | None
    value: bytes | None
    headers: Headers


class Reader:
    """Reads all partitions of some topics, in order within each partition. A context manager."""

    def __init__(
        self, broker: Broker, installation: str, topics: Sequence[Topic], start: Start = Start.BEGINNING
    ) -> None:
        """Connect and stand at `start` of every partition; NOW is fixed before this returns.

        Raises ReadFailed when no broker answers within five seconds or a topic does not exist.
        """
        self._topics = {in_installation(installation, topic): topic for topic in topics}
        try:
            self._consumer = KafkaConsumer(
                **broker.client_options(),
                isolation_level="read_committed",
                enable_auto_commit=False,
                auto_offset_reset="earliest",
                allow_auto_create_topics=False,
                max_poll_records=MAX_RECORDS,
                bootstrap_timeout_ms=BOOTSTRAP_TIMEOUT_MS,
                metrics_enabled=False,
            )
        except KafkaError as error:
            msg = f"no Kafka at {broker.bootstrap}: {type(error).__name__}"
            raise ReadFailed(msg) from error
        try:
            self._stand_at(start)
        except BaseException:
            self.close()
            raise

    def _stand_at(self, start: Start) -> None:
        partitions = [
            TopicPartition(name, number) for name in self._topics for number in self._partitions_of(name)
        ]
        self._consumer.assign(partitions)
        if start is Start.NOW:
            for partition, offset in self._consumer.end_offsets(partitions).items():
                self._consumer.seek(partition, offset)
        else:
            self._consumer.seek_to_beginning(*partitions)

    def _partitions_of(self, name: str) -> list[int]:
        found = self._consumer.partitions_for_topic(name)
        if not found:
            msg = f"there is no topic {name}, or it is not for this user; make topics with: asb topics apply"
            raise ReadFailed(msg)
        return sorted(found)

    def poll(self, seconds: float = POLL_S) -> tuple[Record, ...]:
        """What arrived since the last poll, waiting up to `seconds` for the first of it."""
        try:
            batches = self._consumer.poll(timeout_ms=int(seconds * 1000))
        except KafkaError as error:
            raise ReadFailed(type(error).__name__) from error
        return tuple(self._record(found) for batch in batches.values() for found in batch)

    def until_end(self) -> Iterator[Record]:
        """Every record up to where the topics ended when this began, and what came with the last of them.

        An open transaction is an end too: nothing behind it is committed yet.
        """
        ends = self._consumer.end_offsets(self._consumer.assignment())
        while any(self._consumer.position(partition) < end for partition, end in ends.items()):
            yield from self.poll()

    def follow(self, stopped: Callable[[], bool] = lambda: False) -> Iterator[Record]:
        """Every record from here on, for ever, until `stopped` answers yes (asked twice a second)."""
        while not stopped():
            yield from self.poll()

    def _record(self, found: Any) -> Record:
        return Record(
            self._topics[found.topic],
            found.partition,
            found.offset,
            found.timestamp,
            found.key,
            found.value,
            tuple(found.headers),
        )

    def close(self) -> None:
        self._consumer.close(autocommit=False)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
