"""A desk's work while it is open: batches and ticks, each one transaction."""

import asyncio
import logging
import time
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Generic, NamedTuple, TypeVar

from streams.engine.batch import Batch, Outcome
from streams.engine.book import Book
from streams.engine.brokertime import BrokerTime
from streams.engine.domain import Domain
from streams.engine.eventclock import EventClock
from streams.engine.intake import Intake
from streams.engine.progress import Progress
from streams.engine.rejections import RejectionWatch
from streams.engine.settings import EngineSettings
from streams.engine.state import Counts, describe
from streams.engine.ticking import Ticking
from streams.engine.transport import Feed

Row = TypeVar("Row")

SLICE = 100
BREATHE_AFTER_S = 0.1

log = logging.getLogger(__name__)


class Shared(NamedTuple):
    """What the desks of a worker have in common."""

    loads: asyncio.Semaphore
    broker_time: BrokerTime
    on_stopped: Callable[[], None]


class Work(Generic[Row]):
    """What is read (`intake`), what is known and written (`book`), and when to tick (`ticking`)."""

    def __init__(
        self, domain: Domain[Row], settings: EngineSettings, partition: int, feed: Feed, shared: Shared
    ) -> None:
        self.counts = Counts()
        self.book = Book(domain, settings, partition)
        self.intake = Intake(feed, settings, domain.inputs, partition)
        self.progress = Progress(settings, partition)
        self.ticking = Ticking(settings, domain.journal_topic, shared.broker_time)
        self._domain = domain
        self._settings = settings
        self._partition = partition
        self._broker_time = shared.broker_time
        self._watch = RejectionWatch(settings)
        self._breathed = 0.0

    async def handle(self) -> None:
        """Handle what has come in. Raises `MassRejection`, with nothing committed."""
        clock = self._event_clock()
        batch = Batch(self._domain, self.book.table, clock)
        offsets: dict[str, int] = {}
        newest = 0
        for topic, records, end in self.intake.take():
            offsets[topic], newest = end, max(newest, records[-1].timestamp)
            for first in range(0, len(records), SLICE):
                batch.handle(records[first : first + SLICE])
                await self._breathe()
        if offsets:
            rejected = batch.outcome.rejections.total()
            self._watch.check(batch.outcome.records, rejected)
            await self._commit(batch.outcome, offsets, clock.at if clock else None)
            self._watch.add(batch.outcome.records, rejected)
            self.counts.newest = newest

    def tick_is_ready(self) -> bool:
        return self.ticking.is_ready(self.intake)

    async def tick(self) -> None:
        """Fire what is due at the time noted. A tick that changes nothing leaves no trace."""
        at, book = self.ticking.at, self.book
        batch = Batch(self._domain, book.table)
        more = self._guarded(lambda: bool(self._domain.due(at, book.table, 1)))
        if more and await self.ticking.may_fire(book.position.tick, book.ledger):
            more = self._guarded(lambda: batch.tick(at, self._settings.tick_items))
            if batch.outcome.steps:
                await self._commit(batch.outcome, {}, at)
            self._warn_of_items(batch.outcome)
            self.ticking.fired(more)
        else:
            self.ticking.forget()

    async def let_go(self) -> None:
        """Leave nothing half done; never raises."""
        self.book.undo()
        self.intake.clear()
        self.ticking.forget()
        self.progress.forget()
        await self.book.close()

    async def _commit(self, outcome: Outcome, offsets: Mapping[str, int], tick: datetime | None) -> None:
        await self.book.commit(outcome, offsets, tick)
        self.intake.handled(offsets)
        self._broker_time.tell(self.book.ledger.broker_time)
        self.counts.add(outcome)
        if outcome.rejections:
            log.info("rejected partition=%d %s", self._partition, dict(outcome.rejections))

    def _warn_of_items(self, outcome: Outcome) -> None:
        if outcome.parked or outcome.passed_over:
            log.error(
                "due items failed partition=%d parked=%d not even parked=%d",
                self._partition,
                outcome.parked,
                outcome.passed_over,
            )

    def _guarded(self, step: Callable[[], bool]) -> bool:
        """A bug in what finds the due items must not stop the events; the next tick tries again."""
        try:
            return step()
        except Exception as error:
            self.book.undo()
            log.error("tick failed partition=%d error=%s", self._partition, describe(error))
            return False

    def _event_clock(self) -> EventClock | None:
        if self._settings.clock == "wall":
            return None
        return EventClock(timedelta(seconds=self._settings.tick_interval), self.book.position.tick)

    async def _breathe(self) -> None:
        """Let heartbeats, probes and other desks run."""
        if time.monotonic() - self._breathed > BREATHE_AFTER_S:
            await asyncio.sleep(0)
            self._breathed = time.monotonic()
