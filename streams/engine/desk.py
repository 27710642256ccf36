"""The owner of one partition number of all inputs.

A desk has one way to begin and one way to recover: open. Opening fences whoever had the desk before, reads
what was written to the state topic since this desk last knew, and reads the inputs on from the position found
there. Whatever goes wrong, the desk lets go of everything unfinished and opens again; a commit whose outcome
is unknown is found out that way too.
"""

import asyncio
import time
from contextlib import suppress
from typing import Generic, TypeVar

from aiokafka.errors import InvalidProducerEpoch, ProducerFenced

from streams.engine.book import Book
from streams.engine.chunk import Chunk
from streams.engine.domain import Domain
from streams.engine.logs import get_logger
from streams.engine.rejections import MassRejection
from streams.engine.settings import EngineSettings
from streams.engine.state import State, describe
from streams.engine.ticking import Note
from streams.engine.transport import Feed
from streams.engine.work import Shared, Work

Row = TypeVar("Row")

IDLE_S = 0.2
LETTING_GO_S = 10.0
FENCED_HEARTBEATS = 2.5
"""A worker that was fenced may have lost its partition without knowing. It must hear of that before it opens
again, or it would fence the new owner in turn."""

log = get_logger(__name__)


class StateMissing(Exception):
    """The group has read the inputs before, but the state topic knows nothing of it."""


class Desk(Generic[Row]):
    """Runs as one task, from `start` to `pause`. Its rows are kept over a pause."""

    def __init__(
        self, domain: Domain[Row], settings: EngineSettings, book: Book[Row], feed: Feed, shared: Shared
    ) -> None:
        self.state = State.AWAY
        self.why = ""
        self.partition = book.partition
        self.work = Work(domain, settings, book, feed, shared)
        self._settings = settings
        self._shared = shared
        self._back_off = settings.back_off
        self._arrived = asyncio.Event()
        self._busy = asyncio.Lock()
        self._task: asyncio.Task[None] | None = None
        self._is_leaving = False

    @property
    def is_stalled(self) -> bool:
        return self.work.progress.is_stalled

    def start(self) -> None:
        if self.state is not State.STOPPED and self._task is None:
            self._is_leaving = False
            self._task = asyncio.create_task(self._run(), name=f"desk-{self.partition}")

    def put(self, chunk: Chunk) -> None:
        if self.state is not State.STOPPED and not self._is_leaving:
            self.work.intake.put(chunk)
            self._arrived.set()

    def look(self, note: Note, is_tick: bool) -> None:
        """Where the inputs end, to compare with; if it is a tick, also to tick at."""
        if self.state is State.OPEN:
            self.work.progress.look(note.ends, self.work.intake)
            if is_tick:
                self.work.ticking.take(note)
                self._arrived.set()

    async def pause(self) -> None:
        """Finish the batch in hand, or abort it if that takes too long, and let go; the rows stay."""
        self._is_leaving = True
        self.work.intake.clear()
        with suppress(TimeoutError):
            async with asyncio.timeout(self._settings.grace):
                await self._busy.acquire()
        while self._task is not None and not self._task.done():
            # aiokafka swallows a cancellation that comes while it closes a consumer; the desk then goes on
            # to where it looks whether it is leaving. Letting go takes less than the wait.
            self._task.cancel()
            await asyncio.wait([self._task], timeout=LETTING_GO_S)
        self._task = None
        if self._busy.locked():
            self._busy.release()
        if self.state is not State.STOPPED:
            self.state = State.AWAY

    async def _run(self) -> None:
        try:
            while self.state is not State.STOPPED and not self._is_leaving:
                pause = await self._attempt()
                await self.work.let_go()
                await asyncio.sleep(pause)
        finally:
            await self.work.let_go()

    async def _attempt(self) -> float:
        """Open and work until something fails; how long to wait before the next attempt, in seconds."""
        try:
            await self._open()
            await self._serve()
        except (MassRejection, StateMissing) as reason:
            self.state, self.why = State.STOPPED, f"{type(reason).__name__}: {reason}"
            self.work.intake.stop()
            log.critical("desk stopped", partition=self.partition, why=self.why)
            self._shared.on_stopped()
        except Exception as error:
            return self._wait_because(error)
        return 0

    async def _open(self) -> None:
        self.state, began, work = State.OPENING, time.monotonic(), self.work
        log.info("desk opening", partition=self.partition)
        async with asyncio.timeout(self._settings.open_timeout):
            read = await work.book.open(self._shared.loads)
            if work.book.position.sequence == 0 and await work.intake.was_read_before():
                raise StateMissing("the state topic is empty, but its inputs have been read")
            await work.intake.start(work.book.position.offsets)
        self.state, self.why = State.OPEN, ""
        took, rows, sequence = time.monotonic() - began, len(work.book.table), work.book.position.sequence
        self._shared.meter.loaded(self.partition, rows, took)
        log.info(
            "desk opened",
            partition=self.partition,
            rows=rows,
            read=read,
            sequence=sequence,
            seconds=round(took, 2),
        )

    async def _serve(self) -> None:
        while not self._is_leaving:
            tick = await self._next()
            async with self._busy:
                await (self.work.tick() if tick else self.work.handle())
                await self.work.intake.mend()
            self._back_off = self._settings.back_off

    async def _next(self) -> bool:
        """Wait for something to do; True if it is a tick."""
        while not self._is_leaving:
            if self.work.tick_is_ready():
                return True
            if self.work.intake:
                await asyncio.sleep(self._settings.linger)
                return False
            self._arrived.clear()
            with suppress(TimeoutError):
                async with asyncio.timeout(IDLE_S):
                    await self._arrived.wait()
            await self.work.intake.mend()
        return False

    def _wait_because(self, error: Exception) -> float:
        self.state, self.why = State.WAITING, describe(error)
        pause = self._back_off
        self._back_off = min(2 * pause, self._settings.back_off_most)
        if isinstance(error, ProducerFenced | InvalidProducerEpoch):
            pause = max(pause, FENCED_HEARTBEATS * self._settings.heartbeat)
        log.warning("desk waiting", partition=self.partition, seconds=pause, error=self.why)
        return pause
