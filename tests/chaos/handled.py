"""How far an installation has got, as its journal tells while it is being written."""

import json

from confluent_kafka import TopicPartition

from tests.chaos.topics import AT_ONCE, committed_reader


class Handled:
    """`records` and `transactions` that the journal tells of, as far as it has been read."""

    def __init__(self, bootstrap: str, journal: str, partitions: int) -> None:
        self.records = 0
        self.transactions = 0
        self._consumer = committed_reader(bootstrap)
        self._consumer.assign([TopicPartition(journal, number, 0) for number in range(partitions)])

    def read_on(self) -> int:
        """Read what has been written since; how many records were handled, up to now. Never raises."""
        for message in self._consumer.consume(AT_ONCE, 0.2):
            if message.error() is None:  # else an end, or the broker is away: it goes on when it is back
                self._take(message.value())
        return self.records

    def close(self) -> None:
        self._consumer.close()

    def _take(self, value: bytes) -> None:
        self.transactions += 1
        self.records += sum(step["run"][3] for step in json.loads(value)["steps"] if "run" in step)
