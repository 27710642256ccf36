"""What people mean to do, and when: held until its time comes."""

import heapq
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import Final

from connectors.city.event import CityEvent, Recorded, told

# Does what was meant to be done at a time, if there is still reason to; says what Sentinel then records.
Act = Callable[[datetime], Iterable[Recorded]]


class Diary:
    """Acts come in order of time; of two at one time the order is that of their names, not that of writing."""

    def __init__(self) -> None:
        self._acts: list[tuple[datetime, str, int, Act]] = []
        self._count: Final = iter(range(2**62))

    @property
    def next_at(self) -> datetime | None:
        """When the next act is meant to be done."""
        return self._acts[0][0] if self._acts else None

    def put(self, at: datetime, name: str, act: Act) -> None:
        heapq.heappush(self._acts, (at, name, next(self._count), act))

    def due(self, until: datetime | None) -> Iterator[CityEvent]:
        """Do everything up to a time, all when None, and what follows from it up to then."""
        while self._acts and (until is None or self._acts[0][0] <= until):
            at, _, _, act = heapq.heappop(self._acts)
            yield from (told(message) for message in act(at))
