"""A desk's work while it is open: batches and ticks, each one transaction."""

import asyncio
import time
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import timedelta
from itertools import islice
from typing import Any, Final, Generic, NamedTuple, TypeVar

from streams.engine.batch import Batch, Outcome
from streams.engine.book import Book, Draft
from streams.engine.brokertime import BrokerTime
from streams.engine.domain import Domain, Message
from streams.engine.eventclock import EventClock
from streams.engine.intake import Intake
from streams.engine.logs import get_logger
from streams.engine.meter import Committed, Meter
from streams.engine.progress import Progress
from streams.engine.rejections import RejectionWatch
from streams.engine.settings import EngineSettings
from streams.engine.state import Counts, describe
from streams.engine.ticking import Ticking
from streams.engine.transport import Feed

Row = TypeVar("Row")

SLICE = 50
"""Records handled between two looks at the clock."""

BREATHE_AFTER_S = 0.002
TURNS = 3
"""An answer of the broker's takes a few turns of the event loop to reach who waits for it."""

_NOTHING: Final = object()

log = get_logger(__name__)


class Shared(NamedTuple):
    """What the desks of a worker have in common."""

    loads: asyncio.Semaphore
    broker_time: BrokerTime
    on_stopped: Callable[[], None]
    meter: Meter


class _Made(NamedTuple):
    """A batch that is ready to be committed; `newest`: Kafka's time of a record in it, in ms."""

    outcome: Outcome
    draft: Draft
    tally: Counter[Any]
    newest: int = 0


class Work(Generic[Row]):
    """What is read (`intake`), what is known and written (`book`), and when to tick (`ticking`)."""

    def __init__(
        self, domain: Domain[Row], settings: EngineSettings, book: Book[Row], feed: Feed, shared: Shared
    ) -> None:
        self.counts = Counts()
        self.book = book
        self.intake = Intake(feed, settings, domain.inputs, book.partition)
        self.progress = Progress(settings, book.partition)
        self.ticking = Ticking(settings, domain.journal_topic, shared.broker_time)
        self._domain = domain
        self._settings = settings
        self._partition = book.partition
        self._broker_time = shared.broker_time
        self._meter = shared.meter
        self._watch = RejectionWatch(settings)
        self._breathed = 0.0

    async def handle(self) -> None:
        """Handle what has come in. Raises `MassRejection`, with nothing of the batch that causes it committed.

        Under a backlog the next batch is made while one is being committed; if the commit fails, neither ever
        was. Without a backlog that would only make small batches, and later ones wait longer.
        """
        committing: asyncio.Task[None] | None = None
        try:
            going_on = True
            while going_on:
                made = await self._make()
                if committing is not None:
                    await committing
                committing = None if made is None else self._submit(made)
                going_on = self.intake.has_backlog() and not self.tick_is_ready()
            if committing is not None:
                await committing
        finally:
            if committing is not None and not committing.done():
                committing.cancel()
                await asyncio.gather(committing, return_exceptions=True)

    async def _make(self) -> "_Made | None":
        """Handle about a batch of records; None if there were none."""
        clock = self._event_clock()
        batch = Batch(self._domain, self.book.table, clock)
        parcels = self.book.ledger.parcels()
        offsets: dict[str, int] = {}
        tally: Counter[Any] = Counter()
        newest = 0
        for topic, records, end in self.intake.take():
            offsets[topic] = end
            while few := list(islice(records, SLICE)):
                newest = max(newest, few[-1].timestamp)
                if clock is None:
                    batch.handle(few)
                else:  # a tick between two of them may be long
                    for _ in batch.handling(few):
                        await self._breathe()
                made = batch.drain()
                parcels.add(made)  # now, while they are in the processor's caches
                tally.update(self._tally(made))
                await self._breathe()
        if not offsets:
            return None
        draft = self.book.draw_up(parcels, batch.outcome.steps, offsets, clock.at if clock else None)
        return _Made(batch.outcome, draft, tally, newest)

    def _submit(self, made: "_Made") -> asyncio.Task[None]:
        self._watch.check(made.outcome.records, made.outcome.rejections.total())
        self.book.submit(made.draft)
        return asyncio.create_task(self._commit(made), name=f"commit-{self._partition}")

    def tick_is_ready(self) -> bool:
        return self.ticking.is_ready(self.intake)

    async def tick(self) -> None:
        """Fire what is due at the time noted. A tick that changes nothing leaves no trace."""
        at, book = self.ticking.at, self.book
        batch = Batch(self._domain, book.table)
        more = self._guarded(lambda: bool(self._domain.due(at, book.table, 1)))
        if more and await self.ticking.may_fire(book.position.tick, book.ledger):
            more = await self._fire(batch)
            if batch.outcome.steps:
                parcels = book.ledger.parcels()
                made = batch.drain()
                parcels.add(made)
                draft = book.draw_up(parcels, batch.outcome.steps, {}, at)
                await self._submit(_Made(batch.outcome, draft, self._tally(made)))
            self._warn_of_items(batch.outcome)
            self.ticking.fired(more)
        else:
            self.ticking.forget()

    async def _fire(self, batch: Batch[Row]) -> bool:
        """A transaction's worth of what is due, others running in between; True if more may be due."""
        until = time.monotonic() + self._settings.tick_seconds
        firing = batch.ticking(self.ticking.at, self._settings.tick_items)
        while self._guarded(lambda: next(firing, _NOTHING) is not _NOTHING):
            await self._breathe()
            if time.monotonic() > until:
                firing.close()
                return True
        return batch.outcome.items == self._settings.tick_items

    async def let_go(self) -> None:
        """Leave nothing half done; never raises."""
        self.book.undo()
        self.intake.clear()
        self.ticking.forget()
        self.progress.forget()
        await self.book.close()

    async def _commit(self, made: "_Made") -> None:
        outcome, began = made.outcome, time.monotonic()
        await self.book.commit(made.draft)
        self.intake.handled(made.draft.offsets)
        self._broker_time.tell(self.book.ledger.broker_time)
        if outcome.records:
            self._watch.add(outcome.records, outcome.rejections.total())
            self.counts.newest = made.newest
        self.counts.add(outcome)
        self._tell_meter(made, time.monotonic() - began)
        if outcome.rejections:
            log.info("rejected", partition=self._partition, codes=dict(outcome.rejections))

    def _tally(self, made: Sequence[Message]) -> Counter[Any]:
        """What is counted of messages. A bug in what measures must not stop the events."""
        try:
            return self._meter.tally(made)
        except Exception as error:
            log.error("not measured", partition=self._partition, error=describe(error))
            return Counter()

    def _tell_meter(self, made: "_Made", seconds: float) -> None:
        outcome = made.outcome
        # Kafka's clock and ours may differ: an age is never below zero.
        age = max(0.0, time.time() - made.newest / 1000) if made.newest else None
        self._meter.committed(
            Committed(
                partition=self._partition,
                records=outcome.records,
                unchanged=outcome.unchanged,
                tally=made.tally,
                rejections=outcome.rejections,
                fired=outcome.fired,
                parked=outcome.parked,
                seconds=seconds,
                age_seconds=age,
            )
        )

    def _warn_of_items(self, outcome: Outcome) -> None:
        if outcome.parked or outcome.passed_over:
            log.error(
                "due items failed",
                partition=self._partition,
                parked=outcome.parked,
                passed_over=outcome.passed_over,
            )

    def _guarded(self, step: Callable[[], bool]) -> bool:
        """A bug in what finds the due items must not stop the events; the next tick tries again."""
        try:
            return step()
        except Exception as error:
            self.book.undo()
            log.error("tick failed", partition=self._partition, error=describe(error))
            return False

    def _event_clock(self) -> EventClock | None:
        if self._settings.clock == "wall":
            return None
        return EventClock(timedelta(seconds=self._settings.tick_interval), self.book.submitted.tick)

    async def _breathe(self) -> None:
        """Let the commit that is on its way, heartbeats, probes and other desks run."""
        if time.monotonic() - self._breathed > BREATHE_AFTER_S:
            for _ in range(TURNS):
                await asyncio.sleep(0)
            self._breathed = time.monotonic()
