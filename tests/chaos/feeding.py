"""Events for a toy installation, at a steady pace, with everything in them that could go wrong."""

import json
import random
import threading
import time
from collections.abc import Iterator
from typing import Any

from confluent_kafka import Producer

KEYS = 500


class Feeder:
    """Produces `events` events from `seed` in a thread: to all inputs and partitions, some of them poison, some
    setting timers, and with them records in transactions that are aborted. Ids count from `first`.
    """

    def __init__(
        self,
        bootstrap: str,
        topics: tuple[str, ...],
        partitions: int,
        *,
        events: int,
        per_second: int,
        seed: int,
        first: int = 0,
    ) -> None:
        self.sent = 0
        self._bootstrap = bootstrap
        self._topics = topics
        self._partitions = partitions
        self._numbers = range(first, first + events)
        self._per_second = per_second
        self._random = random.Random(seed)
        self._thread = threading.Thread(target=self._run, daemon=True)

    def start(self) -> None:
        self._thread.start()

    def is_done(self) -> bool:
        return not self._thread.is_alive()

    def finish(self) -> None:
        """Produce what is left at once."""
        self._per_second = 10**9
        self._thread.join()

    def _run(self) -> None:
        producer = Producer({"bootstrap.servers": self._bootstrap, "linger.ms": 5})
        began = time.monotonic()
        for number, value in enumerate(self._values()):
            while number > (time.monotonic() - began) * self._per_second:
                time.sleep(0.002)
            topic, partition = self._random.choice(self._topics), self._random.randrange(self._partitions)
            producer.produce(topic, value, key=b"k", partition=partition)
            producer.poll(0)
            self.sent += 1
            if number % 5_000 == 4_000:
                self._abort_some(number)
        producer.flush()

    def _values(self) -> Iterator[bytes]:
        for number in self._numbers:
            if number % 1_000 == 500:
                yield b"\xff not JSON %d" % number
                continue
            event: dict[str, Any] = {"id": number, "key": f"k{self._random.randrange(KEYS)}"}
            if number % 1_000 == 250:
                event["boom"] = 1
            elif number % 1_000 == 750:
                event["refuse"] = "too-late"
            elif number % 50 == 1:
                event |= {"key": f"timer{number}", "due": int(time.time()) + self._random.randrange(10)}
            yield json.dumps(event).encode()

    def _abort_some(self, number: int) -> None:
        settings = {"bootstrap.servers": self._bootstrap, "transactional.id": f"{self._topics[0]}-aborts"}
        producer = Producer(settings)
        producer.init_transactions(30)
        producer.begin_transaction()
        for each in range(20):
            value = json.dumps({"id": -number - each, "key": "aborted"}).encode()
            producer.produce(self._random.choice(self._topics), value, partition=each % self._partitions)
        producer.flush(30)
        producer.abort_transaction(30)
