"""The toy installation's topics, as provisioning would make them."""

from collections.abc import Iterable, Mapping
from secrets import token_hex

from confluent_kafka import Consumer, Message, TopicPartition
from confluent_kafka.admin import (
    AdminClient,
    AlterConfigOpType,
    ConfigEntry,
    ConfigResource,
    NewTopic,
    ResourceType,
)

from tests.unit.engine.toy import Counting

REJECTED_BYTES = 1_048_576 + 65_536
AT_ONCE = 5_000
ANSWER_S = 30.0
CLIENT = {"log_level": 0}
"""librdkafka tells each of its vain tries to reach a broker that a test has stopped."""


def own_name(stem: str) -> str:
    """A name for an installation that no other test, and no earlier run, has used."""
    return f"{stem}-{token_hex(3)}"


def make_topics(
    bootstrap: str,
    domain: Counting,
    partitions: int,
    state_config: Mapping[str, str] | None = None,
    **unequal: int,
) -> None:
    """All topics with the same number of partitions; `unequal` gives another number for `in=…`."""
    numbers = {f"{domain.name}.{topic}": number for topic, number in unequal.items()}
    topics = []
    for topic in domain.topics:
        config = {"message.timestamp.type": "LogAppendTime"}
        if topic == domain.state_topic:
            config |= {"cleanup.policy": "compact", **(state_config or {})}
        if topic == domain.rejected_topic:
            config |= {"max.message.bytes": str(REJECTED_BYTES)}
        topics.append(NewTopic(topic, numbers.get(topic, partitions), 1, config=config))
    admin = AdminClient({"bootstrap.servers": bootstrap, **CLIENT})
    for made in admin.create_topics(topics).values():
        made.result(ANSWER_S)


def limit_message_size(bootstrap: str, topic: str, limit: int) -> None:
    entry = ConfigEntry("max.message.bytes", str(limit), incremental_operation=AlterConfigOpType.SET)
    resource = ConfigResource(ResourceType.TOPIC, topic, incremental_configs=[entry])
    admin = AdminClient({"bootstrap.servers": bootstrap, **CLIENT})
    for altered in admin.incremental_alter_configs([resource]).values():
        altered.result(ANSWER_S)


def read_all(bootstrap: str, topics: Iterable[str], partitions: int) -> dict[str, list[Message]]:
    """Every committed record of each topic, in order within a partition."""
    return read_partitions(bootstrap, topics, range(partitions))


def read_partitions(
    bootstrap: str, topics: Iterable[str], numbers: Iterable[int]
) -> dict[str, list[Message]]:
    """Every committed record of these partitions of each topic, in order within a partition."""
    records: dict[str, list[Message]] = {topic: [] for topic in topics}
    where = [TopicPartition(topic, number, 0) for number in numbers for topic in records]
    consumer = committed_reader(bootstrap)
    consumer.assign(where)
    finished = set()
    while len(finished) < len(where):
        # A part of what was asked for is handed over only when the time is up.
        messages = consumer.consume(AT_ONCE, 0.05) or consumer.consume(1, ANSWER_S)
        assert messages, "the broker does not answer"
        for message in messages:
            if message.error() is None:
                records[message.topic()].append(message)
            else:
                assert message.error().name() == "_PARTITION_EOF", message.error()
                finished.add((message.topic(), message.partition()))
    consumer.close()
    return records


def committed_reader(bootstrap: str) -> Consumer:
    """A consumer that is told what to read, reads what is committed, and says where a partition ends."""
    settings = {"bootstrap.servers": bootstrap, "group.id": "reads", "enable.auto.commit": False}
    to_the_end = {"isolation.level": "read_committed", "enable.partition.eof": True, "fetch.wait.max.ms": 20}
    return Consumer(CLIENT | settings | to_the_end)
