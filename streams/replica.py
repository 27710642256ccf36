"""A replayed history written to the topics of another, empty installation, and read back from there (X1).

What is compared are bytes that a broker gave out twice, not only what two programs had in memory.
"""

import asyncio
from collections.abc import Iterable, Sequence
from contextlib import closing, suppress
from types import TracebackType
from typing import Any, Final, Self

from aiokafka import AIOKafkaProducer
from kafka import KafkaConsumer, TopicPartition
from kafka.errors import KafkaError

from connectors.broker import Broker, KafkaFailed
from schemas.topics import ROW_BYTES, TOPICS, in_installation
from streams.engine.domain import Message
from streams.engine.recorded import Recorded
from streams.engine.replay import Difference, compare, compare_rows
from streams.provisioning import Provisioner, Wanted

CLOSE_S: Final = 5.0
REQUEST_BYTES: Final = 2 * max(topic.max_bytes for topic in TOPICS)


class ReplicaRefused(KafkaFailed):
    """The other installation is not made, not empty, or does not take what is written; the message says which."""


def require_empty(broker: Broker, wanted: Wanted, partitions: Sequence[int]) -> None:
    """Return when the installation's topics are as provisioning makes them and hold nothing in these partitions.

    Raises ReplicaRefused with what to do; KafkaFailed when Kafka does not answer.
    """
    name = wanted.installation
    with Provisioner(broker, wanted) as provisioner:
        if different := provisioner.differences():
            what = ", ".join(dict.fromkeys(each.topic for each in different))
            msg = f"topics of installation {name} are missing or not as they should be ({what});"
            msg += f" make them with: asb topics apply --installation {name}"
            raise ReplicaRefused(msg)
    if full := _topics_with_records(broker, name, partitions):
        msg = f"installation {name} is not empty: {', '.join(full)} held records before;"
        msg += " name a new one, made with: asb topics apply --installation NAME"
        raise ReplicaRefused(msg)


def _topics_with_records(broker: Broker, installation: str, partitions: Sequence[int]) -> list[str]:
    """Those ever written to: what was written may be gone by now, but its followers may have read it."""
    names = [in_installation(installation, topic) for topic in TOPICS]
    wanted = [TopicPartition(name, number) for name in names for number in partitions]
    try:
        with closing(KafkaConsumer(**broker.client_options(), metrics_enabled=False)) as consumer:
            ends = consumer.end_offsets(wanted)
    except KafkaError as error:
        msg = f"cannot ask where the topics of {installation} end: {type(error).__name__}"
        raise ReplicaRefused(msg) from error
    return list(dict.fromkeys(each.topic for each in wanted if ends[each]))


class Replica:
    """One partition of the other installation. A context manager.

    Messages are handed in under the topics of the installation that was recorded and come back under them.
    """

    def __init__(self, broker: Broker, recorded: str, installation: str, partition: int) -> None:
        self._broker = broker
        self._partition = partition
        self._names = {
            in_installation(recorded, topic): in_installation(installation, topic) for topic in TOPICS
        }
        self._loop = asyncio.Runner()

    def __enter__(self) -> Self:
        self._producer = self._loop.run(self._open())
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        # What was written is acknowledged by now: nothing is lost when the broker is away.
        with self._loop, suppress(TimeoutError):
            self._loop.run(asyncio.wait_for(self._producer.stop(), CLOSE_S))

    async def _open(self) -> AIOKafkaProducer:
        producer = AIOKafkaProducer(
            **self._broker.client_options(),
            acks="all",
            enable_idempotence=True,
            max_batch_size=ROW_BYTES,
            max_request_size=REQUEST_BYTES,
        )
        try:
            await producer.start()
        except BaseException:
            await producer.stop()
            raise
        return producer

    def write(self, messages: Iterable[Message]) -> None:
        """Return when all in-sync replicas have the messages, in their order; else raise ReplicaRefused."""
        try:
            self._loop.run(self._send(messages))
        # Those of aiokafka are of a family of their own.
        except Exception as error:
            msg = f"the messages of the replay were not written: {type(error).__name__}"
            raise ReplicaRefused(msg) from error

    async def _send(self, messages: Iterable[Message]) -> None:
        by_topic: dict[str, list[Message]] = {}
        for message in messages:
            by_topic.setdefault(self._names[message.topic], []).append(message)
        sent = [
            await self._producer.send_batch(batch, topic, partition=self._partition)
            for topic, of_topic in by_topic.items()
            for batch in self._batches(of_topic)
        ]
        await asyncio.gather(*sent)

    def _batches(self, messages: Iterable[Message]) -> list[Any]:
        """Whole batches: `send` refuses a record with neither key nor value, which a rejection may be."""
        batches = [self._producer.create_batch()]
        for _, key, value, headers in messages:
            record = {"timestamp": None, "key": key, "value": value, "headers": list(headers)}
            if batches[-1].append(**record) is None:
                batches.append(self._producer.create_batch())
                batches[-1].append(**record)
        return batches

    def difference(self, recorded: Recorded, topics: Iterable[str], state_topic: str) -> Difference | None:
        """The first difference between what was recorded and what stands here: messages, then the last rows."""
        options = self._broker.client_options()
        bootstrap = ",".join(options.pop("bootstrap_servers"))
        with Recorded(bootstrap, self._partition, options) as written:
            for topic in topics:
                now = (each._replace(topic=topic) for each in written.published(self._names[topic]))
                if found := compare(topic, recorded.published(topic), now):
                    return found
            then = recorded.rows(state_topic)
            return compare_rows(state_topic, then, written.rows(self._names[state_topic]))
