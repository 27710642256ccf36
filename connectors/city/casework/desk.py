"""What waits on somebody's desk: done in time, late, or only when somebody is reminded of it."""

from collections.abc import Iterable
from datetime import datetime
from functools import partial

from connectors.city.casework.diary import Act, Diary
from connectors.city.casework.pace import Heeding, Pace, Share
from connectors.city.chance import chance, hours_between
from connectors.city.event import Recorded


class Desk:
    """One kind of thing that waits; each under the name that a reminder of it uses."""

    def __init__(self, seed: int, diary: Diary, heeding: Heeding, what: str) -> None:
        self._seed, self._diary, self._heeding, self._what = seed, diary, heeding, what
        self._seen: set[str] = set()
        self._waiting: dict[str, Act] = {}

    def lay(self, name: str, once: str, at: datetime, pace: Pace, forgotten: Share, act: Act) -> None:
        """Something comes in; `once` names this very thing, so that what is heard twice is done once."""
        if once in self._seen:
            return
        self._seen.add(once)
        self._waiting[name] = act
        numbers = chance(self._seed, self._what, once)
        if numbers.random() >= forgotten:
            self._mean_to(at + pace.delay(numbers), name)

    def clear(self, name: str) -> None:
        """It need not be done any more."""
        self._waiting.pop(name, None)

    def remind(self, name: str, rung: int, at: datetime) -> None:
        """Whether a reminder is heeded goes by its rung; the same one twice is read once."""
        once = f"{name}|rung|{rung}"
        if name not in self._waiting or once in self._seen:
            return
        self._seen.add(once)
        numbers = chance(self._seed, "heeds", self._what, once)
        if numbers.random() < self._heeding.likely(rung):
            self._mean_to(at + hours_between(numbers, self._heeding.hours), name)

    def _mean_to(self, at: datetime, name: str) -> None:
        self._diary.put(at, f"{self._what}|{name}", partial(self._do, name))

    def _do(self, name: str, at: datetime) -> Iterable[Recorded]:
        act = self._waiting.pop(name, None)
        return act(at) if act else ()
