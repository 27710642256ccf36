"""Firing what is due: one item at a time, the earliest first, each on its own.

Taking the earliest again after each item makes the outcome independent of how often the clock ticks: an item
that is due several times over fires in its place among the others, not once per tick.
"""

from collections import Counter
from datetime import datetime
from typing import Generic, TypeVar

from streams.engine.domain import Domain, Message
from streams.engine.limits import Limits
from streams.engine.table import Table

Row = TypeVar("Row")

MOST_IN_ONE_TICK = 1_000
"""An item that fires this often in one tick will never end; it is parked."""


class NeverEnds(Exception):
    """An item stays due however often it fires."""


class Firing(Generic[Row]):
    """One tick over one table. What the items publish is collected in `messages`.

    An item that fails, or cannot end, is parked. One that cannot even be parked is passed over in this tick
    and tried again in the next.
    """

    def __init__(self, domain: Domain[Row], table: Table[Row], at: datetime, limits: Limits) -> None:
        self.messages: list[Message] = []
        self.fired = 0
        self.parked = 0
        self._domain = domain
        self._table = table
        self._at = at
        self._limits = limits
        self._times: Counter[bytes] = Counter()
        self._passed_over: set[bytes] = set()

    @property
    def passed_over(self) -> int:
        return len(self._passed_over)

    @property
    def items(self) -> int:
        return self.fired + self.parked

    def step(self) -> bool:
        """Fire the earliest item that is due; False when none is."""
        key = self._earliest()
        if key is None:
            return False
        self._times[key] += 1
        error = self._fire(key)
        if error is None:
            self.fired += 1
        else:
            self._park(key, error)
        return True

    def _earliest(self) -> bytes | None:
        for key in self._domain.due(self._at, self._table, 1 + len(self._passed_over)):
            if key not in self._passed_over:
                return key
        return None

    def _fire(self, key: bytes) -> Exception | None:
        table, savepoint = self._table, self._table.savepoint()
        try:
            messages = self._domain.fire(key, self._at, table)
            self._limits.check(messages)
            table.seal(savepoint)
            if table.savepoint() == savepoint or self._times[key] > MOST_IN_ONE_TICK:
                raise NeverEnds
        except Exception as error:
            table.rollback_to(savepoint)
            return error
        self.messages += messages
        return None

    def _park(self, key: bytes, error: Exception) -> None:
        table, savepoint = self._table, self._table.savepoint()
        try:
            messages = self._domain.park(key, self._at, table, error)
            self._limits.check(messages)
            table.seal(savepoint)
            if self._earliest() == key:
                raise NeverEnds
        except Exception:
            table.rollback_to(savepoint)
            self._passed_over.add(key)
        else:
            self.parked += 1
            self.messages += messages
