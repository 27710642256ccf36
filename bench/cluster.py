"""What the benchmark asks of Kafka: topics, backlogs, and how far a contender has committed."""

import time
from collections.abc import Iterable
from typing import Any, Final

from confluent_kafka import (
    Consumer,
    IsolationLevel,
    KafkaError,
    KafkaException,
    Message,
    Producer,
    TopicPartition,
)
from confluent_kafka.admin import AdminClient, NewTopic, OffsetSpec

from bench.job import Event

ANSWER_S: Final = 30.0
PATIENCE_S: Final = 60.0
LARGEST: Final = 1_048_576 + 65_536
_ROOM: Final = 200_000
_ERRORS: Final = 3
_COMMITTED: Final = IsolationLevel.READ_COMMITTED
_LEADER_S: Final = 0.1


class Trouble(Exception):
    """The comparison cannot be made; the message says why and what to do."""


def admin_client(bootstrap: str) -> AdminClient:
    """Keep it by name while its answers are awaited: they are lost with it."""
    return AdminClient(_client(bootstrap))


def make_topics(bootstrap: str, names: Iterable[str]) -> None:
    """Topics of one partition, as provisioning makes them."""
    config = {"message.timestamp.type": "LogAppendTime", "max.message.bytes": str(LARGEST)}
    topics = [NewTopic(name, 1, 1, config=config) for name in names]
    if not topics:
        return
    admin = admin_client(bootstrap)
    for made in admin.create_topics(topics).values():
        made.result(ANSWER_S)


def drop_topics(bootstrap: str, prefix: str) -> None:
    """Delete what a contender wrote: its pages need not be written to disk while the next one runs."""
    admin = admin_client(bootstrap)
    names = [name for name in admin.list_topics(timeout=ANSWER_S).topics if name.startswith(prefix)]
    if names:
        for dropped in admin.delete_topics(names).values():
            dropped.result(ANSWER_S)


def fill(bootstrap: str, topic: str, events: Iterable[Event]) -> int:
    """Write a backlog; returns how many records it has. Their offsets count up from 0."""
    producer = Producer(
        {
            **_client(bootstrap),
            "enable.idempotence": True,
            "linger.ms": 20,
            "queue.buffering.max.messages": _ROOM,
            "queue.buffering.max.kbytes": 512 * 1024,
        }
    )
    count = 0
    for key, value, headers in events:
        while True:
            try:
                producer.produce(topic, value, key, partition=0, headers=list(headers))
                break
            except BufferError:
                producer.poll(0.05)
        count += 1
    if producer.flush(ANSWER_S):
        raise Trouble(f"Kafka did not take the backlog of {topic} in time")
    return count


def committed_end(admin: AdminClient, topic: str) -> int:
    """The offset up to which a read_committed client can read."""
    where = TopicPartition(topic, 0)
    deadline = time.monotonic() + ANSWER_S
    while True:
        asked = admin.list_offsets({where: OffsetSpec.latest()}, isolation_level=_COMMITTED)
        try:
            return int(asked[where].result(ANSWER_S).offset)
        except KafkaException:  # a topic that was made a moment ago may have no leader yet
            if time.monotonic() > deadline:
                raise
        time.sleep(_LEADER_S)


def read_at(bootstrap: str, topic: str, offset: int) -> Message:
    """The first committed record from an offset on. Raises `Trouble` when none comes."""
    consumer = _reader(bootstrap, topic, offset)
    try:
        return _next(consumer, topic)
    finally:
        consumer.close()


def read_all(bootstrap: str, topic: str) -> list[Message]:
    """Every committed record there is now, in order."""
    consumer = _reader(bootstrap, topic, 0)
    found: list[Message] = []
    deadline = time.monotonic() + PATIENCE_S
    try:
        while time.monotonic() < deadline:
            for message in consumer.consume(10_000, 0.2):
                if message.error() is None:
                    found.append(message)
                elif message.error().code() == KafkaError._PARTITION_EOF:
                    return found
    finally:
        consumer.close()
    raise Trouble(f"{topic} could not be read to its end within {PATIENCE_S:.0f} s")


def _client(bootstrap: str) -> dict[str, Any]:
    return {"bootstrap.servers": bootstrap, "log_level": _ERRORS}


def _reader(bootstrap: str, topic: str, offset: int) -> Consumer:
    consumer = Consumer(
        {
            **_client(bootstrap),
            "group.id": "bench-reads",
            "isolation.level": "read_committed",
            "enable.auto.commit": False,
            "enable.partition.eof": True,
        }
    )
    consumer.assign([TopicPartition(topic, 0, offset)])
    return consumer


def _next(consumer: Consumer, topic: str) -> Message:
    deadline = time.monotonic() + ANSWER_S
    while time.monotonic() < deadline:
        message = consumer.poll(1.0)
        if message is not None and message.error() is None:
            return message
    raise Trouble(f"nothing more was written to {topic}: the backlog ran dry, give it more events")
