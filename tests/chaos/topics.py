"""The toy installation's topics, as provisioning would make them."""

from collections.abc import Iterable
from secrets import token_hex

from confluent_kafka import Consumer, Message, TopicPartition
from confluent_kafka.admin import AdminClient, NewTopic

from tests.unit.engine.toy import Counting

REJECTED_BYTES = 1_048_576 + 65_536


def own_name(stem: str) -> str:
    """A name for an installation that no other test, and no earlier run, has used."""
    return f"{stem}-{token_hex(3)}"


def make_topics(bootstrap: str, domain: Counting, partitions: int, **unequal: int) -> None:
    """All topics with the same number of partitions; `unequal` gives another number for `in=…`."""
    numbers = {f"{domain.name}.{topic}": number for topic, number in unequal.items()}
    topics = []
    for topic in domain.topics:
        config = {"message.timestamp.type": "LogAppendTime"}
        if topic == domain.state_topic:
            config |= {"cleanup.policy": "compact"}
        if topic == domain.rejected_topic:
            config |= {"max.message.bytes": str(REJECTED_BYTES)}
        topics.append(NewTopic(topic, numbers.get(topic, partitions), 1, config=config))
    admin = AdminClient({"bootstrap.servers": bootstrap})
    for made in admin.create_topics(topics).values():
        made.result(30)


def read_all(bootstrap: str, topics: Iterable[str], partitions: int) -> dict[str, list[Message]]:
    """Every committed record of each topic, in order within a partition."""
    settings = {"bootstrap.servers": bootstrap, "group.id": "reads", "enable.auto.commit": False}
    to_the_end = {"isolation.level": "read_committed", "enable.partition.eof": True, "fetch.wait.max.ms": 20}
    consumer = Consumer(settings | to_the_end)
    records: dict[str, list[Message]] = {topic: [] for topic in topics}
    consumer.assign([TopicPartition(topic, number, 0) for topic in records for number in range(partitions)])
    finished = set()
    while len(finished) < len(records) * partitions:
        message = consumer.poll(30)
        assert message is not None, "the broker does not answer"
        if message.error() is None:
            records[message.topic()].append(message)
        else:
            assert message.error().name() == "_PARTITION_EOF", message.error()
            finished.add((message.topic(), message.partition()))
    consumer.close()
    return records
