"""What a desk knows and writes: its rows, its position, and the ledger through which both change."""

import asyncio
import gc
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Generic, NamedTuple, TypeVar

from streams.engine import journal, position
from streams.engine.domain import Domain, Message
from streams.engine.journal import Step
from streams.engine.ledger import Ledger
from streams.engine.load import Written, reading
from streams.engine.parcels import Parcels
from streams.engine.position import POSITION_KEY, Position
from streams.engine.settings import EngineSettings
from streams.engine.table import Table

Row = TypeVar("Row")

RELOAD_AFTER_S = 6 * 3600.0
"""Far below `delete.retention.ms` (a day), for which Kafka keeps the mark of a deleted row."""

SLICE = 200
"""Rows taken in between two turns of the event loop: some milliseconds, for desks that work meanwhile."""


class Draft(NamedTuple):
    """A batch ready to be committed, and where its desk stands after it."""

    position: Position
    offsets: Mapping[str, int]
    parcels: Parcels


class Book(Generic[Row]):
    """Memory follows the log and never runs ahead of it: rows are committed when the broker has said so.

    While it is closed it may be kept up to date (`known_until`, `take_in`), so that little is left to read when it
    is opened. That is a head start and no more: what a desk works on was read after the fence.
    """

    def __init__(self, domain: Domain[Row], settings: EngineSettings, partition: int) -> None:
        self.table = Table(domain)
        self.position = self.submitted = Position()
        self.ledger = Ledger(settings, domain.name, domain.state_topic, partition)
        self._domain = domain
        self._settings = settings
        self.partition = partition
        self.known_at = 0.0
        """When the rows were as they are known, seconds since the epoch; 0: they are not known."""

    async def open(self, loads: asyncio.Semaphore) -> int:
        """Fence the owner before, then read what was written since this book last knew; how many rows that is.

        In this order: only after the fence can nothing be added to what is read. A book that knows rows reads on
        from the last of them, which is little, and finds out there what became of a commit that failed.
        """
        await self.ledger.open()
        state = self._domain.state_topic
        async with loads, reading(self._settings, state, self.partition) as reader:
            written = await reader.read(self.known_until())
            await self.take_in(written)
        return len(written.rows)

    def known_until(self) -> int:
        """Where to read on; 0 for everything: what was deleted long ago may have left the log since. Ahead of this
        machine's clock is no better: the clock was put back, nobody knows by how much.
        """
        is_recent = abs(time.time() - self.known_at) <= RELOAD_AFTER_S
        return self.ledger.tail if is_recent else 0

    async def take_in(self, written: Written) -> None:
        """Take over what was read from `known_until` on. Broken off, it is as if it had not begun: whoever goes on
        reads the same again.
        """
        rows, is_all = written.rows, not written.since
        place = rows.pop(POSITION_KEY, None)
        await (self._load(rows) if is_all else self._catch_up(rows))
        if place is not None or is_all:
            self.position = self.submitted = position.decode(place) if place else Position()
        self.ledger.tail = written.end
        self.known_at = written.at

    def draw_up(
        self, parcels: Parcels, steps: Sequence[Step], offsets: Mapping[str, int], tick: datetime | None
    ) -> Draft:
        """Close the batch in hand: its rows, position and journal entry join its messages in the parcels."""
        place = self.submitted.after(offsets, tick)
        entry = journal.Entry(place.sequence, tuple(steps), self._domain.versions(self.table))
        state = self._domain.state_topic
        parcels.add(Message(state, key, data) for key, data in self.table.changes())
        parcels.add(
            (
                Message(state, POSITION_KEY, position.encode(place)),
                Message(self._domain.journal_topic, None, journal.encode(entry)),
            )
        )
        return Draft(place, offsets, parcels)

    def submit(self, draft: Draft) -> None:
        """The next batch is made over this one, which must be committed before that is submitted in turn."""
        self.table.submit()
        self.submitted = draft.position

    async def commit(self, draft: Draft) -> None:
        """Commit what was submitted. After an error: `undo` and reopen."""
        async with asyncio.timeout(self._settings.commit_timeout):
            await self.ledger.commit(draft.parcels, draft.offsets, draft.position.sequence)
        self.table.settle()
        self.position = draft.position
        self.known_at = time.time()

    async def close(self) -> None:
        """Let go of the ledger; never raises. The rows stay for the next `open`."""
        await self.ledger.close()

    def undo(self) -> None:
        """Neither the batch in hand nor the one submitted ever was."""
        self.table.rollback()
        self.submitted = self.position

    async def _load(self, rows: Mapping[bytes, bytes | None]) -> None:
        table = Table(self._domain)
        with _without_collecting_garbage():
            standing = {key: data for key, data in rows.items() if data is not None}
            for _ in table.fill(standing, SLICE):
                await asyncio.sleep(0)
        self.table = table

    async def _catch_up(self, rows: Mapping[bytes, bytes | None]) -> None:
        for done, (key, data) in enumerate(rows.items(), start=1):
            self.table.restore(key, data)
            if done % SLICE == 0:
                await asyncio.sleep(0)


@contextmanager
def _without_collecting_garbage() -> Iterator[None]:
    """Rows and index are a million objects and none is garbage: looking at them all, time and again, takes half
    of a load. Afterwards the collector leaves what is loaded alone.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
        gc.freeze()
