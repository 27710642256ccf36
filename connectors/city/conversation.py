"""The city and the worker talk: the city reports, Sentinel hears what was decided and answers in the city's
own time.

Knows no Kafka: what is published goes to a function, what is heard comes from one. The city's time advances
in steps; at the end of each, everything published so far is listened to, and the answers that fall due are
given.
"""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from operator import attrgetter
from typing import Final, NamedTuple

from connectors.city.event import CityEvent
from connectors.city.sentinel import SentinelActor
from schemas.outgoing import Outgoing

STEP: Final = timedelta(hours=12)


class Heard(NamedTuple):
    """One message that the worker published, its `ce_time` and its `ce_id`."""

    message: Outgoing
    at: datetime
    ce_id: str = ""


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
        """`hear` returns what was published since it was last asked.

        With True, everything is reported and it may be the last time.
        """
        self._actor, self._publish, self._hear, self._step = actor, publish, hear, step
        self._answers = 0

    def hold(self, events: Iterable[CityEvent], until: datetime | None = None) -> Said:
        """Publish all events, and every answer to what is decided on them; with `until` only what comes by then."""
        messages, step_ends = 0, None
        for event in events:
            if until is not None and event.arrives_at > until:
                break
            step_ends = self._pass_time(step_ends or event.arrives_at + self._step, event.arrives_at)
            self._give(event.arrives_at)
            self._actor.read(event)
            self._publish(event)
            messages += 1
        if until is None:
            self._answer_the_rest()
        elif step_ends is not None:
            self._pass_time(step_ends, until)
            self._answer(until)
        return Said(messages, self._answers)

    def _pass_time(self, step_ends: datetime, now: datetime) -> datetime:
        """Answer at the end of every step up to now; steps in which nothing happens are passed over."""
        while now >= step_ends:
            self._answer(step_ends)
            step_ends = max(step_ends, min(now, self._actor.next_at or now)) + self._step
        return step_ends

    def _answer_the_rest(self) -> None:
        """What is answered may be decided on, and asked about, again: step by step until nothing is left."""
        while True:
            self._listen(last=self._actor.next_at is None)
            next_at = self._actor.next_at
            if next_at is None:
                return
            self._give(next_at + self._step)

    def _answer(self, until: datetime) -> None:
        self._listen(last=False)
        self._give(until)

    def _listen(self, *, last: bool) -> None:
        # Topics come one after another: the order of time puts a request before the reminder of it.
        for heard in sorted(self._hear(last), key=attrgetter("at")):
            self._actor.hear(heard.message, heard.at, heard.ce_id)

    def _give(self, until: datetime) -> None:
        for event in self._actor.due(until):
            self._publish(event)
            self._answers += 1
