"""A partition of a state topic in memory, to be read as the engine reads the real one."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from streams.engine import position
from streams.engine.load import Written
from streams.engine.position import POSITION_KEY, Position
from tests.unit.engine.toy import Count, Counting

STUBBORN_S = 0.05


class RowsTopic:
    """`reads` are the offsets read from; `fails` how many connections break, at their first read."""

    def __init__(self) -> None:
        self.reads: list[int] = []
        self.fails = 0
        self._records: list[tuple[bytes, bytes | None]] = []

    def write(self, key: str, n: int | None, place: str = "") -> None:
        """The count of a key; None deletes it."""
        row = None if n is None else Counting().encode_row(key.encode(), Count(n, place=place))
        self._records.append((key.encode(), row))

    def write_position(self, sequence: int) -> None:
        self._records.append((POSITION_KEY, position.encode(Position(sequence))))

    async def read(self, since: int) -> Written:
        self.reads.append(since)
        if self.fails:
            self.fails -= 1
            raise ConnectionError
        return Written(dict(self._records[since:]), since, len(self._records), time.time())

    @asynccontextmanager
    async def reading(self, partition: int) -> AsyncIterator["RowsTopic"]:
        yield self


class StubbornTopic(RowsTopic):
    """A read swallows the cancellation that comes during it, as aiokafka's clients do here and there."""

    async def read(self, since: int) -> Written:
        written = await super().read(since)
        with suppress(asyncio.CancelledError):
            await asyncio.sleep(STUBBORN_S)
        return written


class SlowTopic(RowsTopic):
    """Reads take so many seconds, or the first few of them do."""

    def __init__(self, seconds: float, reads: int = 10**6) -> None:
        super().__init__()
        self._seconds = seconds
        self._slow_reads = reads

    async def read(self, since: int) -> Written:
        written = await super().read(since)
        if len(self.reads) <= self._slow_reads:
            await asyncio.sleep(self._seconds)
        return written
