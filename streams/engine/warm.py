"""Warm copies: the rows of desks that other workers have, followed so that taking one over is quick.

Whoever takes over a partition has to know all of its rows before it may handle a record, and loading 200,000 of
them takes seconds. So a worker reads along while another one writes them. A copy is a closed book: it decides
nothing and is trusted in nothing. The desk that opens it fences the older owner and reads the rest first, as every
desk does.
"""

import asyncio
import time
from collections.abc import Callable, Iterator, Set
from contextlib import AbstractAsyncContextManager
from typing import Generic, NamedTuple, TypeVar

from streams.engine.book import Book
from streams.engine.load import RowReader
from streams.engine.logs import get_logger
from streams.engine.state import describe

Row = TypeVar("Row")

REST, REST_AT_MOST_S = 4.0, 10.0
"""After reading along all copies rest for so many times as long as it took: the worker's own desks go before. Not for
longer, even after a load: a copy is to stay close behind.
"""

BUSY_S = 0.2
LETTING_GO_S = 2.0

log = get_logger(__name__)


class Manner(NamedTuple):
    """How copies are followed: by a reader of a partition's rows; every `interval` seconds at most, and `pause`
    seconds after a failure; a read that takes longer than `patience` is one. None while the worker `is_busy`, and
    as many at a time as there are `turns`.
    """

    reading: Callable[[int], AbstractAsyncContextManager[RowReader]]
    interval: float
    pause: float
    patience: float
    is_busy: Callable[[], bool]
    turns: asyncio.Semaphore


class Known(NamedTuple):
    """What a copy knows: of which partition, how many rows, and as they stood how many seconds ago."""

    partition: int
    rows: int
    age: float


class WarmCopy(Generic[Row]):
    """The book of another worker's desk. Its rows are followed from where it knows them, until it is given."""

    def __init__(self, book: Book[Row], manner: Manner) -> None:
        self._partition = book.partition
        self._book = book
        self._manner = manner
        self._is_given = False
        self._is_told = False
        self._why = ""
        self.task = asyncio.create_task(self._run(), name=f"warm-{book.partition}")

    def give(self) -> Book[Row]:
        """The book, to be opened: nothing here touches it any more. `task` ends when its connection is closed, which
        may take a while and is not waited for.
        """
        self._is_given = True
        self.task.cancel()
        return self._book

    def known(self) -> Known | None:
        """None: it has not read everything yet."""
        book = self._book
        age = max(time.time() - book.known_at, 0.0)
        return Known(self._partition, len(book.table), age) if book.known_at else None

    async def _run(self) -> None:
        while not self._is_given:
            try:
                async with self._manner.reading(self._partition) as reader:
                    await self._follow(reader)
            except Exception as error:
                self._say_once(describe(error))
                await asyncio.sleep(self._manner.pause)

    async def _follow(self, reader: RowReader) -> None:
        while not self._is_given:
            async with self._manner.turns:
                while self._manner.is_busy():
                    await asyncio.sleep(BUSY_S)
                began = time.monotonic()
                async with asyncio.timeout(self._manner.patience):
                    is_ours = await self._read_along(reader)
                if not is_ours:
                    return
                took = time.monotonic() - began
                self._say_warm(took)
                await asyncio.sleep(min(REST * took, REST_AT_MOST_S))
            await asyncio.sleep(self._manner.interval)

    async def _read_along(self, reader: RowReader) -> bool:
        """False: the book was given meanwhile. A client may swallow the cancellation that comes while it reads."""
        written = await reader.read(self._book.known_until())
        if self._is_given:
            return False
        await self._book.take_in(written)
        return True

    def _say_warm(self, took: float) -> None:
        """Once, and again when it is followed again."""
        if not self._is_told:
            rows = len(self._book.table)
            log.info("warm copy", partition=self._partition, rows=rows, seconds=round(took, 2))
            self._is_told, self._why = True, ""

    def _say_once(self, why: str) -> None:
        if why != self._why and not self._is_given:
            log.warning("warm copy waiting", partition=self._partition, error=why)
        self._is_told, self._why = False, why


class WarmCopies(Generic[Row]):
    """The copies of one worker, by partition."""

    def __init__(self, manner: Manner) -> None:
        self._manner = manner
        self._copies: dict[int, WarmCopy[Row]] = {}
        self._ending: set[asyncio.Task[None]] = set()

    def partitions(self) -> Set[int]:
        return self._copies.keys()

    def known(self) -> Iterator[Known]:
        """Of each copy that is warm, what it knows."""
        return (known for copy in self._copies.values() if (known := copy.known()))

    def add(self, book: Book[Row]) -> None:
        """Follow the partition of this book, which nobody has open."""
        self._copies[book.partition] = WarmCopy(book, self._manner)

    def take(self, partition: int) -> Book[Row] | None:
        """The book of this partition, to be opened; None if it was not followed."""
        copy = self._copies.pop(partition, None)
        if copy is None:
            return None
        self._ending.add(copy.task)
        copy.task.add_done_callback(self._ending.discard)
        return copy.give()

    async def stop(self) -> None:
        for partition in list(self._copies):
            self.take(partition)
        if self._ending:
            await asyncio.wait(set(self._ending), timeout=LETTING_GO_S)
