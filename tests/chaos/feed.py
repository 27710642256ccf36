"""Feeding an installation at a steady pace, whatever becomes of its broker meanwhile."""

import random
import threading
import time
from collections.abc import Iterator
from itertools import count
from typing import Any, NamedTuple

from confluent_kafka import KafkaException, Producer

from tests.chaos.topics import CLIENT

# However long the broker is away: what was taken up is written, once, in its order.
PATIENT = {"enable.idempotence": True, "message.timeout.ms": 1_800_000, "linger.ms": 5}
ABORTED_AT_ONCE = 20


class Fed(NamedTuple):
    topic: str
    partition: int
    key: bytes
    value: bytes
    headers: tuple[tuple[str, bytes], ...] = ()


class Feed:
    """Produces `events` of the records that its `source` tells, in a thread, and with them records in transactions
    that are aborted.

    `delivered` is how many the broker has, `aborted` how many were taken back. A feed that is `open_ended` goes on
    beyond its number until it is told to finish.
    """

    aborts_every = 5_000

    def __init__(
        self, bootstrap: str, *, events: int, per_second: int, seed: int, open_ended: bool = False
    ) -> None:
        self.events = events
        self.delivered = 0
        self.aborted = 0
        self.failure: BaseException | None = None
        self._bootstrap = bootstrap
        self._per_second = per_second
        self._open_ended = open_ended
        self._random = random.Random(seed)
        self._thread = threading.Thread(target=self._run, daemon=True)

    def source(self) -> Iterator[Fed]:
        """What is fed; never ends."""
        raise NotImplementedError

    def ghost(self, number: int) -> Fed:
        """What is produced only to be aborted."""
        raise NotImplementedError

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
        began, source = time.monotonic(), self.source()
        for number in count():
            if number >= self.events and not self._open_ended:
                break
            while number > (time.monotonic() - began) * self._per_second:
                time.sleep(0.002)
            self._produce(producer, next(source))
            if number % self.aborts_every == self.aborts_every * 4 // 5:
                self._abort_some(number)
        producer.flush()

    def _produce(self, producer: Producer, fed: Fed) -> None:
        topic, partition, key, value, headers = fed
        while True:
            try:
                producer.produce(topic, value, key, partition, headers=[*headers], on_delivery=self._note)
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

    def _abort_some(self, number: int) -> None:
        """Until it is done: left open it would hold up every reader of the inputs."""
        while True:
            try:
                self._abort(number)
            except KafkaException:
                time.sleep(0.5)
            else:
                self.aborted += ABORTED_AT_ONCE
                return

    def _abort(self, number: int) -> None:
        ghosts = [self.ghost(number + each) for each in range(ABORTED_AT_ONCE)]
        settings = {"bootstrap.servers": self._bootstrap, "transactional.id": f"{ghosts[0].topic}-aborts"}
        producer = Producer(CLIENT | settings)
        producer.init_transactions(30)
        producer.begin_transaction()
        for topic, partition, key, value, headers in ghosts:
            producer.produce(topic, value, key, partition, headers=[*headers])
        producer.flush(30)
        producer.abort_transaction(30)
