"""Events for a toy installation, at a steady pace, with everything in them that could go wrong."""

import json
import random
import threading
import time
from collections.abc import Iterator
from itertools import count
from typing import Any

from confluent_kafka import KafkaException, Producer

from tests.chaos.topics import CLIENT

KEYS = 500
# However long the broker is away: what was taken up is written, once, in its order.
PATIENT = {"enable.idempotence": True, "message.timeout.ms": 1_800_000, "linger.ms": 5}


class Feeder:
    """Produces `events` events from `seed` in a thread: to all inputs and partitions, some of them poison, some
    setting timers, and with them records in transactions that are aborted. Ids count from `first`.

    `delivered` is how many the broker has, `aborted` how many were taken back. One that is `open_ended` goes on
    beyond its number until it is told to finish.
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
        open_ended: bool = False,
    ) -> None:
        self.events = events
        self.delivered = 0
        self.aborted = 0
        self.failure: BaseException | None = None
        self._bootstrap = bootstrap
        self._topics = topics
        self._partitions = partitions
        self._first = first
        self._per_second = per_second
        self._open_ended = open_ended
        self._random = random.Random(seed)
        self._thread = threading.Thread(target=self._run, daemon=True)

    def start(self) -> None:
        self._thread.start()

    def is_done(self) -> bool:
        return not self._thread.is_alive()

    def finish(self) -> None:
        """Produce what is left at once. Raises what the producer failed with, if it did."""
        self._per_second = 10**9
        self._open_ended = False
        self._thread.join()
        if self.failure is not None:
            raise self.failure

    def _run(self) -> None:
        try:
            self._feed()
        except BaseException as failure:
            self.failure = failure

    def _feed(self) -> None:
        producer = Producer({"bootstrap.servers": self._bootstrap, **CLIENT, **PATIENT})
        began, values = time.monotonic(), self._values()
        for number in count():
            if number >= self.events and not self._open_ended:
                break
            while number > (time.monotonic() - began) * self._per_second:
                time.sleep(0.002)
            topic, partition = self._random.choice(self._topics), self._random.randrange(self._partitions)
            self._produce(producer, topic, next(values), partition)
            if number % 5_000 == 4_000:
                self._abort_some(number)
        producer.flush()

    def _produce(self, producer: Producer, topic: str, value: bytes, partition: int) -> None:
        while True:
            try:
                producer.produce(topic, value, key=b"k", partition=partition, on_delivery=self._note)
            except BufferError:  # the broker is away
                producer.poll(0.1)
            else:
                producer.poll(0)
                return

    def _note(self, error: Any, _: Any) -> None:
        if error is not None:
            self.failure = KafkaException(error)
        else:
            self.delivered += 1

    def _values(self) -> Iterator[bytes]:
        for number in count(self._first):
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
        """Until it is done: left open it would hold up every reader of the inputs."""
        while True:
            try:
                self.aborted += self._aborted(number)
            except KafkaException:
                time.sleep(0.5)
            else:
                return

    def _aborted(self, number: int) -> int:
        settings = {"bootstrap.servers": self._bootstrap, "transactional.id": f"{self._topics[0]}-aborts"}
        producer = Producer(CLIENT | settings)
        producer.init_transactions(30)
        producer.begin_transaction()
        for each in range(20):
            value = json.dumps({"id": -number - each, "key": "aborted"}).encode()
            producer.produce(self._random.choice(self._topics), value, partition=each % self._partitions)
        producer.flush(30)
        producer.abort_transaction(30)
        return 20
