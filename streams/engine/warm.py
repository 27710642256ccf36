"""Warm copies: the rows of desks that other workers have, followed so that taking one over is quick.

Whoever takes over a partition has to know all of its rows before it may handle a record, and loading 200,000 of
them takes seconds. So a worker reads along while another one writes them. A copy decides nothing and is trusted in
nothing: the desk that opens on it fences the older owner and reads the rest first, as every desk does.
"""

import asyncio
import time
from collections.abc import Callable, Set
from contextlib import AbstractAsyncContextManager
from typing import Final, Generic, NamedTuple, TypeVar

from streams.engine.desk import Desk
from streams.engine.load import RowReader
from streams.engine.logs import get_logger
from streams.engine.state import describe

Row = TypeVar("Row")

REST: Final = 4.0
"""After reading along a copy rests for so many times as long as it took: the worker's own desks go before."""

BUSY_S: Final = 0.2
LETTING_GO_S: Final = 2.0

log = get_logger(__name__)


class Manner(NamedTuple):
    """How copies are followed: by a reader of a partition's rows; every `interval` seconds at most, `pause` seconds
    after a failure; none while the worker `is_busy`, and one at a time.
    """

    reading: Callable[[int], AbstractAsyncContextManager[RowReader]]
    interval: float
    pause: float
    is_busy: Callable[[], bool]
    turns: asyncio.Semaphore


class WarmCopy(Generic[Row]):
    """A desk of another worker's partition. Its rows are followed from where it knows them, until it is given."""

    def __init__(self, desk: Desk[Row], manner: Manner) -> None:
        self._desk = desk
        self._manner = manner
        self._is_given = False
        self._is_warm = False
        self._why = ""
        self.task = asyncio.create_task(self._run(), name=f"warm-{desk.partition}")

    def give(self) -> Desk[Row]:
        """The desk, to be opened: nothing here touches its rows any more. `task` ends when its connection is closed,
        which may take a while and is not waited for.
        """
        self._is_given = True
        self.task.cancel()
        return self._desk

    async def _run(self) -> None:
        while not self._is_given:
            try:
                async with self._manner.reading(self._desk.partition) as reader:
                    await self._follow(reader)
            except Exception as error:
                self._say_once(describe(error))
            await asyncio.sleep(self._manner.pause)

    async def _follow(self, reader: RowReader) -> None:
        while not self._is_given:
            while self._manner.is_busy():
                await asyncio.sleep(BUSY_S)
            async with self._manner.turns:
                began = time.monotonic()
                await self._read_along(reader)
                took = time.monotonic() - began
            self._say_warm(took)
            await asyncio.sleep(max(self._manner.interval, REST * took))

    async def _read_along(self, reader: RowReader) -> None:
        book = self._desk.work.book
        written = await reader.read(book.known_until())
        # Asked here, too: a client may swallow the cancellation that comes while it reads.
        if not self._is_given:
            await book.take_in(written)

    def _say_warm(self, took: float) -> None:
        if not self._is_warm:
            rows = len(self._desk.work.book.table)
            log.info("warm copy", partition=self._desk.partition, rows=rows, seconds=round(took, 2))
        self._is_warm, self._why = True, ""

    def _say_once(self, why: str) -> None:
        if why != self._why:
            log.warning("warm copy waiting", partition=self._desk.partition, error=why)
        self._why = why


class WarmCopies(Generic[Row]):
    """The copies of one worker, by partition."""

    def __init__(self, manner: Manner) -> None:
        self._manner = manner
        self._copies: dict[int, WarmCopy[Row]] = {}
        self._ending: set[asyncio.Task[None]] = set()

    def partitions(self) -> Set[int]:
        return self._copies.keys()

    def add(self, desk: Desk[Row]) -> None:
        self._copies[desk.partition] = WarmCopy(desk, self._manner)

    def take(self, partition: int) -> Desk[Row] | None:
        """The desk of this partition, to be opened; None if it was not followed."""
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
