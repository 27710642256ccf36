"""Let the city report: days of incidents in order of arrival, the same for the same seed to the byte."""

import heapq
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Final

from connectors.city.chance import chance
from connectors.city.directory import named_before, named_on
from connectors.city.event import CityEvent, told
from connectors.city.other import tell_other
from connectors.city.registrar import Registrar
from connectors.city.season import LONDON, moment_of, share_of
from connectors.city.situations import OtherKind, Situation, shares, situations
from connectors.city.story import AsbStory
from connectors.city.truth import GroundTruth

# A Monday in June; natural: a force with about 4,400 cases a year logs this many incidents a day of the
# kinds here.
DEFAULT_START: Final = date(2025, 6, 2)
NATURAL_RATE: Final = 320.0
NO_MIX: Final[Mapping[str, float]] = {}


def generate(
    seed: int,
    days: int,
    *,
    incidents_per_day: float = NATURAL_RATE,
    mix: Mapping[str, float] = NO_MIX,
    start: date = DEFAULT_START,
    truth: GroundTruth | None = None,
) -> Iterator[CityEvent]:
    """The messages of the city in order of arrival: first of all who is responsible for each beat.

    Args:
        seed: the same arguments give the same events on every machine. days: stories begin on this many
        days; what they lead to (repeats, re-codes) goes on for weeks after. incidents_per_day: on the mean
        day of a year; seasons and weekdays move it. mix: per cent of all incidents by name of situation;
        the others share what is left as at the natural mix. start: the first day, local time. truth: filled
        while this runs; an incident's truth is there before its first message.

    Raises:
        UnknownSituation: the mix is not possible.
    """
    return _City(seed, incidents_per_day, shares(mix), truth if truth is not None else GroundTruth()).run(
        start, days
    )


class _City:
    def __init__(self, seed: int, per_day: float, share: Mapping[str, float], truth: GroundTruth) -> None:
        self._seed, self._per_day, self._share, self._truth = seed, per_day, share, truth
        self._registrars = {one.name: Registrar(one.number) for one in situations()}
        self._waiting: list[tuple[datetime, str, int, CityEvent]] = []
        self._count = 0

    def run(self, start: date, days: int) -> Iterator[CityEvent]:
        self._await(told(named) for named in named_before(self._seed, start))
        for day in (start + timedelta(days=number) for number in range(days)):
            if day != start:
                self._await(told(named) for named in named_on(self._seed, day))
            for situation in situations():
                self._tell_day(situation, day)
            yield from self._arrived(_midnight(day + timedelta(days=1)))
        yield from self._arrived(None)

    def _tell_day(self, situation: Situation | OtherKind, day: date) -> None:
        """The stories of one situation that begin on a day."""
        busy = share_of(day, asb=isinstance(situation, Situation))
        mean = self._per_day * self._share[situation.name] * busy / situation.size
        count = int(mean + chance(self._seed, "count", situation.name, day).random())
        for number in range(count):
            self._tell(situation, day, number)

    def _tell(self, situation: Situation | OtherKind, day: date, number: int) -> None:
        numbers = chance(self._seed, "story", situation.name, day, number)
        registrar = self._registrars[situation.name]
        at = moment_of(day, numbers, asb=isinstance(situation, Situation))
        if isinstance(situation, Situation):
            events = AsbStory(self._seed, numbers, situation, registrar, self._truth).tell(at)
        else:
            events = tell_other(self._seed, numbers, situation, registrar, at=at, truth=self._truth)
        self._await(events)

    def _await(self, events: Iterable[CityEvent]) -> None:
        for event in events:
            self._count += 1
            heapq.heappush(self._waiting, (event.arrives_at, event.ce_id, self._count, event))

    def _arrived(self, until: datetime | None) -> Iterator[CityEvent]:
        """What arrives before `until`; everything when None."""
        while self._waiting and (until is None or self._waiting[0][0] < until):
            yield heapq.heappop(self._waiting)[-1]


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=LONDON).astimezone(UTC)
