"""The `core` of a story that is told through a real Kafka: what it shows was read from the topics."""

import threading
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import groupby
from types import TracebackType
from typing import Self

from confluent_kafka import Consumer, TopicPartition

from schemas import topics
from schemas.forces import Registry
from streams.domain import AsbDomain
from streams.engine import position
from streams.engine.domain import Message, Record
from streams.engine.eventclock import EventClock
from streams.engine.position import POSITION_KEY
from streams.policies.bundle import PolicyDocument
from tests.given.core import TICK, Core, decoded
from tests.integration.rejections.running import Running

PATIENCE_S = 60.0
READ = (*topics.OUTPUTS, topics.REJECTED, topics.STATE)


class Reading:
    """What a read_committed consumer sees of every partition, from a thread of its own. A context manager."""

    def __init__(self, bootstrap: str, here: Running) -> None:
        self._consumer = Consumer(
            {
                "bootstrap.servers": bootstrap,
                "group.id": "stories",
                "isolation.level": "read_committed",
                "enable.auto.commit": False,
                "fetch.wait.max.ms": 10,
            }
        )
        partitions = range(len(here.forces))
        self._consumer.assign(
            [TopicPartition(here.topic(topic), each, 0) for topic in READ for each in partitions]
        )
        self._seen: dict[int, dict[str, list[Message]]] = {each: defaultdict(list) for each in partitions}
        self._came = [threading.Condition() for _ in partitions]
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._is_over = False

    def wait_for(
        self, partition: int, expected: Counter[str], last: Record, state: str
    ) -> dict[str, list[Message]]:
        """What came since the last call, once `last` is committed and as much of each topic has come as expected;
        or what came in time."""

        def is_there() -> bool:
            seen = self._seen[partition]
            places = [
                position.decode(row.value) for row in seen[state] if row.key == POSITION_KEY and row.value
            ]
            is_handled = bool(places) and places[-1].offsets.get(last.topic, 0) > last.offset
            return is_handled and all(len(seen[topic]) >= count for topic, count in expected.items())

        with self._came[partition]:
            self._came[partition].wait_for(is_there, PATIENCE_S)
            found, self._seen[partition] = self._seen[partition], defaultdict(list)
        return found

    def _run(self) -> None:
        while not self._is_over:
            for record in self._consumer.consume(500, 0.05):
                assert record.error() is None, record.error()
                message = Message(record.topic(), record.key(), record.value(), tuple(record.headers() or ()))
                with self._came[record.partition()]:
                    self._seen[record.partition()][message.topic].append(message)
                    self._came[record.partition()].notify()

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._is_over = True
        self._thread.join()
        self._consumer.close()


class KafkaCore(Core):
    """One force of a running installation. `in_memory` is told the same, and says when all has come: Kafka does
    not say of a transaction which messages were in it, nor in which order between topics.
    """

    def __init__(
        self, here: Running, reading: Reading, partition: int, builtin: Sequence[PolicyDocument]
    ) -> None:
        force = here.forces[partition]
        domain = AsbDomain(here.name, Registry(here.forces), here.secret, builtin)
        super().__init__(domain, EventClock(TICK), force)
        self.in_memory = Core(domain, EventClock(TICK), force)
        self._partition = partition
        self._here = here
        self._reading = reading

    def _take(self, records: Sequence[Record]) -> None:
        """Produce, and wait until all is committed: Kafka keeps no order between topics."""
        for _, group in groupby(records, lambda record: record.topic):
            told = list(group)
            before = len(self.in_memory.messages)
            self.in_memory.tell(*told)
            self._here.send(told)
            expected = [message.topic for message in self.in_memory.messages[before:]]
            state = self.domain.state_topic
            found = self._reading.wait_for(self._partition, Counter(expected), told[-1], state)
            for row in found.pop(state, ()):
                if row.key != POSITION_KEY:
                    self.table.restore(row.key or b"", row.value)
            came = list(_in_order(found, expected))
            self.messages += came
            self._add(decoded(came))


def _in_order(found: dict[str, list[Message]], order: Sequence[str]) -> Iterator[Message]:
    """Between topics in the order wanted, within each as it came; what nobody expected comes last."""
    left = {topic: iter(messages) for topic, messages in found.items()}
    for topic in order:
        yield from _next(left.get(topic, iter(())))
    for messages in left.values():
        yield from messages


def _next(messages: Iterator[Message]) -> Iterator[Message]:
    message = next(messages, None)
    if message is not None:
        yield message
