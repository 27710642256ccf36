"""Faust's transport with chunks in place of records, and without its offset commits.

Per record Faust spends about 250 microseconds on tasks, queues and log records; one message per chunk makes
that one cost per thousand records. Faust's own bookkeeping of offsets is switched off: offsets belong to the
desks' transactions, and Faust's commits would move them back.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Mapping
from typing import Any, cast

import faust
from faust.app import BootStrategy
from faust.transport.drivers import aiokafka as driver
from faust.types import TP, ConsumerMessage

from streams.engine.asking import Together
from streams.engine.chunk import Chunk
from streams.engine.reader import Reader
from streams.engine.settings import EngineSettings

SERVICES = logging.getLogger("faust.engine")
"""What Faust says of its services' starting and stopping is Faust's, not ours."""

IDLE_S = 0.005
PARTLY_HELD_S = 0.02


class _NoOffsets(dict[TP, int]):
    """Faust drops records below its own read offset, and keeps the gaps above it for ever; desks do both."""

    def __getitem__(self, tp: TP) -> Any:
        return None


class Feed(driver.Consumer):  # type: ignore[misc]
    """What desks read from. One per worker."""

    logger = SERVICES
    _thread: Reader

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._read_offset = _NoOffsets()
        self._beginnings = Together(self._ask_beginnings)

    async def start_from(self, positions: Mapping[TP, int]) -> int:
        return cast(int, await self._thread.call_thread(self._thread.seek, positions))

    async def ends(self, tps: list[TP]) -> Mapping[TP, int]:
        return cast(Mapping[TP, int], await self._thread.call_thread(self._thread.ends, tps))

    async def beginnings(self, tps: list[TP]) -> Mapping[TP, int]:
        return await self._beginnings.about(tps)

    async def partitions(self, topic: str) -> frozenset[int]:
        return cast(frozenset[int], await self._thread.call_thread(self._thread.partitions, topic))

    async def committed(self, tps: list[TP]) -> Mapping[TP, int | None]:
        found = await self._thread.call_thread(self._thread.committed, tps)
        return cast(Mapping[TP, int | None], found)

    def hold(self, tps: set[TP]) -> None:
        """Stop fetching these until they are let go."""
        self._thread.held |= tps

    def let_go(self, tps: set[TP]) -> None:
        self._thread.held -= tps

    def reached(self, tp: TP) -> int:
        """How far the partition has been read, transaction markers included; -1 if it is not being read."""
        return self._thread.reached.get(tp, -1)

    def delivered(self, tp: TP) -> int:
        """The end of the last chunk handed out; -1 if the partition is not being read."""
        return self._thread.delivered.get(tp, -1)

    async def _ask_beginnings(self, tps: list[TP]) -> Mapping[TP, int]:
        return cast(Mapping[TP, int], await self._thread.call_thread(self._thread.beginnings, tps))

    def _new_consumer_thread(self) -> Reader:
        return Reader(self, loop=self.loop, beacon=self.beacon)

    async def commit(self, topics: Any = None, start_new_transaction: bool = True) -> bool:
        return False

    def ack(self, message: Any) -> bool:
        message.acked = True
        self._unacked_messages.discard(message)
        return True

    async def getmany(self, timeout: float) -> AsyncIterator[tuple[TP, ConsumerMessage]]:
        # Faust would sleep for a second when nothing is wanted, and a fetch that waits does not see a
        # partition that is let go.
        while self.flow_active and not self.should_stop and not self._thread.wants_any():
            await asyncio.sleep(IDLE_S)
        wait = timeout if self._thread.wants_all() else PARTLY_HELD_S
        chunks, _ = await self._wait_next_records(wait)
        for tp, chunk in (chunks or {}).items():
            for piece in chunk.pieces(self.app.engine_settings.batch_records):
                if self.should_stop or not self.flow_active:
                    return
                yield tp, self._message(piece)

    def _message(self, chunk: Chunk) -> ConsumerMessage:
        return ConsumerMessage(
            chunk.tp.topic,
            chunk.tp.partition,
            chunk.end - 1,
            chunk.batches[-1].max_timestamp / 1000,
            0,
            (),
            None,
            chunk,
            None,
            0,
            0,
            chunk.tp,
            generation_id=self.app.consumer_generation_id,
        )


class Transport(driver.Transport):  # type: ignore[misc]
    Consumer = Feed


class Boot(BootStrategy):  # type: ignore[misc]
    """Faust's own producer is not used; started, it would only be one more connection to keep."""

    enable_kafka_producer = False


class EngineApp(faust.App):  # type: ignore[misc]
    """A Faust app that reads through our transport."""

    BootStrategy = Boot
    logger = SERVICES
    engine_settings: EngineSettings
    desks: Any

    def _new_transport(self) -> Transport:
        return Transport(self.conf.broker_consumer, self)
