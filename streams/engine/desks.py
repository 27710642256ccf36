"""The desks of one worker: opened and let go as Faust assigns partitions."""

import asyncio
import math
import os
import signal
import time
from collections.abc import Callable, Iterable
from functools import partial
from typing import Any, Generic, TypeVar

from faust.types import TP

from streams.engine.book import Book
from streams.engine.brokertime import BrokerTime, Moment
from streams.engine.chunk import Chunk
from streams.engine.desk import Desk
from streams.engine.domain import Domain
from streams.engine.load import reading
from streams.engine.logs import get_logger
from streams.engine.meter import Meter
from streams.engine.settings import EngineSettings
from streams.engine.state import State, describe
from streams.engine.ticking import Note
from streams.engine.transport import Feed
from streams.engine.warm import Manner, WarmCopies
from streams.engine.watchdog import EXIT_STALLED
from streams.engine.work import Shared

Row = TypeVar("Row")

EXIT_NO_HEALTHY_DESK = 3
EXIT_UNEQUAL_PARTITIONS = 4

log = get_logger(__name__)


class Desks(Generic[Row]):
    """Desks by partition. `exit_code` is what the worker should exit with.

    `warm` are the copies of the rows of other workers' desks, to be taken over should one of those fail.
    """

    def __init__(
        self,
        domain: Domain[Row],
        settings: EngineSettings,
        feed: Callable[[], Feed],
        now: Callable[[], Moment],
        meter: Meter,
    ) -> None:
        self.by_partition: dict[int, Desk[Row]] = {}
        self.joined = False
        self.reachable = True
        self.exit_code = 0
        self._domain = domain
        self._settings = settings
        self._feed = feed
        self._now = now
        self._meter = meter
        self._shared = Shared(
            asyncio.Semaphore(settings.loads_at_once), BrokerTime(), self._on_stopped, meter
        )
        self.warm: WarmCopies[Row] = WarmCopies(
            Manner(
                reading=partial(reading, settings, domain.state_topic),
                interval=settings.warm_interval,
                pause=settings.back_off_most,
                patience=settings.open_timeout,
                is_busy=self._is_opening,
                turns=asyncio.Semaphore(1),
            )
        )
        self._is_leaving = False
        self._unequal_since: float | None = None
        self._ticked_at = -math.inf

    def put(self, chunk: Chunk) -> None:
        """Chunks for partitions that are no longer ours are dropped: they will be read by their owner."""
        desk = self.by_partition.get(chunk.tp.partition)
        if desk is not None:
            desk.put(chunk)

    async def on_revoked(self, *_: Any, **__: Any) -> None:
        """Faust rejoins the group only after this returns, so no desk works while it may be another's."""
        self.joined = False
        await asyncio.gather(*(desk.pause() for desk in self.by_partition.values()))

    async def on_assigned(self, _: Any, tps: Iterable[TP], **__: Any) -> None:
        """Open the desks of what was assigned, on the rows that are known of them, and let go of the others."""
        assigned = {topic: {tp.partition for tp in tps if tp.topic == topic} for topic in self._domain.inputs}
        partitions = next(iter(assigned.values()))
        self.joined = all(each == partitions for each in assigned.values())
        if self._is_leaving:
            return
        if not self.joined:
            self._unequal_since = self._unequal_since or time.monotonic()
            found = {topic: sorted(numbers) for topic, numbers in assigned.items()}
            log.critical("partitions differ between inputs", partitions=found)
            return
        self._unequal_since = None
        log.info("assigned", partitions=sorted(partitions))
        self._meter.rebalanced()
        for partition in self.by_partition.keys() - partitions:
            self._let_go(self.by_partition.pop(partition))
        for partition in partitions - self.by_partition.keys():
            self.by_partition[partition] = self._new_desk(
                self.warm.take(partition) or self._new_book(partition)
            )
        for desk in self.by_partition.values():
            desk.start()
        self._on_stopped()

    async def on_shutdown(self, *_: Any, **__: Any) -> None:
        self._is_leaving = True
        await self.on_revoked()
        await self.warm.stop()
        transactions, records = self._totals()
        log.info("worker stopped", transactions=transactions, records=records)

    async def look(self) -> None:
        """See where the inputs end. Now and then desks take note of it, to tick when they have read that far."""
        self._give_up_if_unequal()
        self._give_up_if_stuck()
        if not self.joined or not self.by_partition:
            return
        moment = self._now()
        tps = [TP(topic, partition) for topic in self._domain.inputs for partition in self.by_partition]
        try:
            async with asyncio.timeout(self._settings.look_interval):
                ends = await self._feed().ends(tps)
        except Exception as error:
            self.reachable = False
            log.warning("broker does not answer", error=describe(error))
            return
        self.reachable = True
        is_tick = moment.monotonic - self._ticked_at >= self._settings.tick_interval
        self._ticked_at = moment.monotonic if is_tick else self._ticked_at
        for desk in self.by_partition.values():
            desk.look(Note(moment, ends), is_tick and self._settings.clock == "wall")

    async def stand_by(self) -> None:
        """Follow the rows of the partitions that other workers have, new ones included."""
        if not self._settings.warm_copies or not self.joined:
            return
        try:
            async with asyncio.timeout(self._settings.look_interval):
                partitions = await self._feed().partitions(self._domain.inputs[0])
        except Exception as error:
            log.warning("no warm copies for now", error=describe(error))
            return
        if self.joined and not self._is_leaving:
            for partition in partitions - self.by_partition.keys() - self.warm.partitions():
                self.warm.add(self._new_book(partition))

    def is_ready(self) -> bool:
        """In the group, the broker there, and every desk open and moving."""
        desks = self.by_partition.values()
        return (
            self.joined
            and self.reachable
            and all(each.state is State.OPEN and not each.is_stalled for each in desks)
        )

    def _new_book(self, partition: int) -> Book[Row]:
        return Book(self._domain, self._settings, partition)

    def _new_desk(self, book: Book[Row]) -> Desk[Row]:
        return Desk(self._domain, self._settings, book, self._feed(), self._shared)

    def _let_go(self, desk: Desk[Row]) -> None:
        """Of a desk that has paused the rows are kept and followed; all else of it is forgotten."""
        if self._settings.warm_copies and desk.state is State.AWAY:
            self.warm.add(desk.work.book)

    def _is_opening(self) -> bool:
        return any(desk.state is State.OPENING for desk in self.by_partition.values())

    def _on_stopped(self) -> None:
        desks = self.by_partition.values()
        if desks and all(desk.state is State.STOPPED for desk in desks):
            log.critical("no healthy desk is left")
            self._leave(EXIT_NO_HEALTHY_DESK)

    def _give_up_if_unequal(self) -> None:
        since = self._unequal_since
        if since is not None and time.monotonic() - since > self._settings.unequal_wait:
            self._leave(EXIT_UNEQUAL_PARTITIONS)

    def _give_up_if_stuck(self) -> None:
        for desk in self.by_partition.values():
            stuck_for = desk.work.progress.stuck_for
            if stuck_for > self._settings.gives_up_after:
                log.critical("desk stuck", partition=desk.partition, seconds=round(stuck_for))
                self._leave(EXIT_STALLED)

    def _leave(self, exit_code: int) -> None:
        self.exit_code = exit_code
        os.kill(os.getpid(), signal.SIGTERM)

    def _totals(self) -> tuple[int, int]:
        counts = [desk.work.counts for desk in self.by_partition.values()]
        return sum(each.transactions for each in counts), sum(each.records for each in counts)
