"""Whoever measures a worker: told of what was committed, asked for a page. It must not block.

The engine measures nothing itself and knows no format: a program that wants no metrics gives none.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple, Protocol

from streams.engine.domain import Message


class Committed(NamedTuple):
    """One transaction as it was committed; an aborted one is never told."""

    partition: int
    records: int
    # How many of them said nothing new.
    unchanged: int
    # What it wrote, as the meter itself tallied it.
    tally: Counter[Any]
    # How many were rejected, by reason.
    rejections: Mapping[str, int]
    # Due items that fired, and that failed.
    fired: int
    parked: int
    seconds: float
    # From Kafka's time of the newest record until it was committed; None: a tick.
    age_seconds: float | None


class Meter(Protocol):
    """What the engine tells somebody who measures."""

    def tally(self, messages: Iterable[Message]) -> Counter[Any]:
        """What messages are counted as; they are published only if their transaction is committed."""

    def committed(self, done: Committed) -> None:
        """A transaction was committed."""

    def loaded(self, partition: int, rows: int, seconds: float) -> None:
        """A desk has opened, with so many rows."""

    def rebalanced(self) -> None:
        """The worker was given other partitions, or the same again."""

    def page(self, desks: Any) -> tuple[bytes, str]:
        """What is shown at /metrics, and its content type; `desks` are the worker's, to be read."""


class Unmeasured:
    """Nobody measures."""

    def tally(self, messages: Iterable[Message]) -> Counter[Any]:
        del messages
        return Counter()

    def committed(self, done: Committed) -> None:
        del done

    def loaded(self, partition: int, rows: int, seconds: float) -> None:
        del partition, rows, seconds

    def rebalanced(self) -> None:
        pass

    def page(self, desks: Any) -> tuple[bytes, str]:
        del desks
        return b"", "text/plain"
