"""The city on Kafka: publishes what it reports, hears what the worker decides, answers as Sentinel would.

Nothing is retried here beyond what the producer retries: a run that broke off is run again with the same
seed, and what comes twice has the same ids and changes nothing.
"""

import time
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from datetime import timedelta
from typing import Final, NamedTuple

from connectors.broker import Broker
from connectors.city.conversation import STEP, Conversation, Said
from connectors.city.ears import TOPICS, Ears
from connectors.city.event import CityEvent
from connectors.city.in_step import InStep
from connectors.city.sentinel import SentinelActor
from connectors.publisher import Publisher
from connectors.reader import Reader, Start
from schemas.forces import Registry

# Not in step with a worker: how long Sentinel listens for late decisions once everything is reported.
LISTENS_S: Final = 1.0


class Manner(NamedTuple):
    """How a city reports.

    `rate`: messages a second, 0 for as fast as possible. `step`: of the city's time, at the end of which
    what was decided is listened to and answers are given. `in_step`: wait for the worker at every step of
    the city's time; `alive` then raises when the worker is gone.
    """

    force: str
    rate: float = 0.0
    in_step: bool = False
    step: timedelta = STEP
    alive: Callable[[], None] = lambda: None


def report(
    broker: Broker,
    installation: str,
    registry: Registry,
    events: Iterable[CityEvent],
    actor: SentinelActor | None,
    manner: Manner,
    on_event: Callable[[CityEvent], None] = lambda event: None,
) -> Said:
    """Publish all events and, with an actor, its answers; returns when all is written.

    Raises KafkaFailed when the cluster does not answer, or no worker reads what it must be in step with.
    """
    with ExitStack() as opened:
        publisher = opened.enter_context(Publisher(broker, installation, registry))
        pace = _Pace(manner.rate)

        def publish(event: CityEvent) -> None:
            pace.keep()
            publisher.publish(manner.force, event.message, message_id=event.ce_id)
            on_event(event)

        if actor is None:
            return Conversation(SentinelActor(0, {}), publish, lambda _: ()).hold(events)
        wait: Callable[[], None] = publisher.flush
        if manner.in_step:
            wait = _in_step(opened, broker, installation, publisher, manner.alive)
        reader = opened.enter_context(Reader(broker, installation, TOPICS, Start.NOW))
        ears = Ears(reader, manner.force, wait, 0.0 if manner.in_step else LISTENS_S)
        return Conversation(actor, publish, ears, manner.step).hold(events)


def _in_step(
    opened: ExitStack, broker: Broker, installation: str, publisher: Publisher, alive: Callable[[], None]
) -> Callable[[], None]:
    steps = opened.enter_context(InStep(broker, installation))

    def wait() -> None:
        publisher.flush()
        steps.wait(alive)

    return wait


class _Pace:
    """Keeps the mean rate of messages from the first one on."""

    def __init__(self, rate: float) -> None:
        self._rate, self._count = rate, 0
        self._began = time.monotonic()

    def keep(self) -> None:
        if self._rate:
            self._count += 1
            time.sleep(max(0.0, self._began + self._count / self._rate - time.monotonic()))
