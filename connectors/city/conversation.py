"""The city and the worker talk: the city reports, Sentinel hears what was decided and answers in the city's
own time.

Knows no Kafka: what is published goes to a function, what is heard comes from one. The city's time advances
in steps; at the end of each, everything published so far is listened to, and the answers that fall due are
given.
"""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from connectors.city.event import CityEvent
from connectors.city.sentinel import SentinelActor
from schemas.outgoing import Outgoing

STEP: Final = timedelta(hours=12)


class Heard(NamedTuple):
    """One message that the worker published, and its `ce_time`."""

    message: Outgoing
    at: datetime


class Said(NamedTuple):
    """How much was published: messages of the city, and answers of Sentinel."""

    messages: int
    answers: int


class Conversation:
    def __init__(
        self,
        actor: SentinelActor,
        publish: Callable[[CityEvent], None],
        hear: Callable[[bool], Iterable[Heard]],
        step: timedelta = STEP,
    ) -> None:
        """`hear` returns what was published since it was last asked; with True, everything is reported and
        it may be
        the last time."""
        self._actor, self._publish, self._hear, self._step = actor, publish, hear, step
        self._answers = 0

    def hold(self, events: Iterable[CityEvent]) -> Said:
        """Publish all events, and every answer to what is decided on them."""
        messages, step_ends = 0, None
        for event in events:
            step_ends = step_ends or event.arrives_at + self._step
            if event.arrives_at >= step_ends:
                self._answer(step_ends)
                step_ends = event.arrives_at + self._step
            self._publish(event)
            messages += 1
        # What is answered may be decided on, and asked about, again.
        while self._answer(None):
            pass
        return Said(messages, self._answers)

    def _answer(self, until: datetime | None) -> int:
        for heard in self._hear(until is None):
            self._actor.hear(heard.message, heard.at)
        given = 0
        for event in self._actor.due(until):
            self._publish(event)
            given += 1
        self._answers += given
        return given
