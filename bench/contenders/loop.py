"""A bare loop over librdkafka (confluent-kafka), as a careful programmer would write it for this one job.

Transactional: one transaction per 1,000 records holds outputs, changed rows and offsets. It does not load its
rows, survive a rebalance, reject, tick or keep a journal. Without transactions: the ceiling, no guarantee.
Checksums are verified, as the engine, Faust and Kafka's own client do; librdkafka leaves that off by itself.
"""

from collections import Counter
from typing import Any, Final

import orjson
from confluent_kafka import Consumer, Message, Producer

from bench.job import Job, output, read

RECORDS: Final = 1_000
WAIT_S: Final = 0.5
FOR_EVER_S: Final = 60.0


class Loop:
    """The consumer, the producer and the counts."""

    def __init__(self, job: Job, producer_options: dict[str, Any], consumer_options: dict[str, Any]) -> None:
        self.counts: Counter[bytes] = Counter()
        self.producer = Producer({"bootstrap.servers": job.bootstrap, **producer_options})
        self.consumer = Consumer(
            {
                "bootstrap.servers": job.bootstrap,
                "group.id": job.name,
                "auto.offset.reset": "earliest",
                "check.crcs": True,
                **consumer_options,
            }
        )
        self._job = job
        self.consumer.subscribe([job.source])

    def take(self) -> list[Message]:
        """At most a transaction's records; maybe none."""
        return [message for message in self.consumer.consume(RECORDS, WAIT_S) if message.error() is None]

    def answer(self, messages: list[Message]) -> None:
        """An output for each, and the rows that they changed."""
        counts, produce, outputs = self.counts, self.producer.produce, self._job.outputs
        for message in messages:
            key = message.key()
            counts[key] += 1
            event = read(message.value())
            produce(outputs, output(event["id"], event["key"], counts[key]), key, headers=message.headers())
        for key in dict.fromkeys(message.key() for message in messages):
            produce(self._job.rows, orjson.dumps(counts[key]), key)
