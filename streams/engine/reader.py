"""The consumer's thread: Faust's group membership, our reading.

Faust's consumer reads uncommitted records, starts where the group's offsets say, and hands out single
records. This one reads committed records only, reads nothing until a desk has said from where, and hands out
chunks. Everything here runs in the thread of the group coordinator, so a chunk always belongs to the
assignment it was fetched under.
"""

import logging
from collections.abc import Mapping, Sequence
from typing import Any

from aiokafka import AIOKafkaConsumer, TopicPartition
from faust.transport.drivers.aiokafka import AIOKafkaConsumerThread
from faust.types import TP

from streams.engine.chunk import Chunk
from streams.engine.unpack import RecordBatch, fetch_whole_batches

FETCH_WAIT_MS = 500

fetch_whole_batches()


class Reader(AIOKafkaConsumerThread):  # type: ignore[misc]
    """`delivered` and `reached` may be read from any thread; the rest is called through `call_thread`."""

    logger = logging.getLogger("faust.engine")

    def __post_init__(self) -> None:
        super().__post_init__()
        self.held: set[TP] = set()
        self.delivered: dict[TP, int] = {}
        self.reached: dict[TP, int] = {}
        self._epochs: dict[TP, int] = {}
        self._epoch = 0
        self._under: object = None

    def wants_any(self) -> bool:
        return bool(self.delivered.keys() - self.held)

    def wants_all(self) -> bool:
        return not self.held and len(self.delivered) == len(self.assignment())

    async def seek(self, positions: Mapping[TP, int]) -> int:
        """Read each partition from this offset on. The chunks that come of it carry the epoch returned."""
        consumer = self._ensure_consumer()
        self._notice_assignment(consumer)
        self._epoch += 1
        for tp, offset in positions.items():
            consumer.seek(TopicPartition(*tp), offset)
            self._epochs[tp] = self._epoch
            self.delivered[tp] = self.reached[tp] = offset
        return self._epoch

    async def seek_to_committed(self) -> Mapping[TP, int]:
        """Faust seeks after each rebalance; only desks know where to read from."""
        return {}

    async def ends(self, tps: list[TP]) -> Mapping[TP, int]:
        """Where the committed records of each partition end now."""
        found = await self._ensure_consumer().end_offsets([TopicPartition(*tp) for tp in tps])
        return {TP(*tp): offset for tp, offset in found.items()}

    async def beginnings(self, tps: list[TP]) -> Mapping[TP, int]:
        found = await self._ensure_consumer().beginning_offsets([TopicPartition(*tp) for tp in tps])
        return {TP(*tp): offset for tp, offset in found.items()}

    async def partitions(self, topic: str) -> frozenset[int]:
        """All partitions of an input, whoever reads them."""
        return frozenset(self._ensure_consumer().partitions_for_topic(topic) or ())

    async def committed(self, tps: list[TP]) -> Mapping[TP, int | None]:
        """The consumer group's offsets."""
        consumer = self._ensure_consumer()
        return {tp: await consumer.committed(TopicPartition(*tp)) for tp in tps}

    def _create_worker_consumer(self, transport: Any) -> AIOKafkaConsumer:
        settings, conf = self.app.engine_settings, self.app.conf
        self._assignor = self.app.assignor
        return AIOKafkaConsumer(
            bootstrap_servers=settings.bootstrap,
            group_id=conf.id,
            client_id=conf.broker_client_id,
            partition_assignment_strategy=[self._assignor],
            isolation_level="read_committed",
            enable_auto_commit=False,
            auto_offset_reset="earliest",
            max_poll_interval_ms=int(conf.broker_max_poll_interval * 1000),
            max_partition_fetch_bytes=settings.fetch_bytes,
            fetch_max_wait_ms=FETCH_WAIT_MS,
            check_crcs=settings.check_crcs,
            request_timeout_ms=int(settings.request_timeout * 1000),
            session_timeout_ms=int(settings.session_timeout * 1000),
            heartbeat_interval_ms=int(settings.heartbeat * 1000),
            rebalance_timeout_ms=int(settings.rebalance_timeout * 1000),
            **settings.security,
        )

    async def _fetch_records(
        self,
        consumer: AIOKafkaConsumer,
        active_partitions: set[TP],
        timeout: float | None = None,
        max_records: int | None = None,
    ) -> Mapping[TP, Chunk]:
        self._notice_assignment(consumer)
        wanted = {tp for tp in self.delivered if tp in active_partitions and tp not in self.held}
        if not wanted:
            return {}
        found = await super()._fetch_records(consumer, wanted, timeout=timeout, max_records=max_records)
        self._notice_assignment(consumer)
        chunks = {tp: self._chunk(tp, records) for tp, records in found.items() if tp in self.delivered}
        self._note_reached(consumer)
        return chunks

    def _chunk(self, where: TopicPartition, found: Sequence[RecordBatch]) -> Chunk:
        tp = TP(*where)
        start, end = self.delivered[tp], found[-1].offset + 1
        self.delivered[tp] = end
        return Chunk(tp, self._epochs[tp], start, end, found)

    def _note_reached(self, consumer: AIOKafkaConsumer) -> None:
        """Past the last record there may be transaction markers; the position passes them, no record tells.

        Noted after `delivered`: whoever reads `reached` first and `delivered` second never takes a record
        that is on its way for one that does not exist.
        """
        states = consumer._subscription.subscription.assignment
        for tp in self.delivered:
            state = states.state_value(TopicPartition(*tp))
            if state is not None and state.has_valid_position:
                self.reached[tp] = state.position

    def _notice_assignment(self, consumer: AIOKafkaConsumer) -> None:
        """Under a new assignment nothing is read until the desks seek."""
        subscription = consumer._subscription.subscription
        assignment = subscription.assignment if subscription else None
        if assignment is not self._under:
            self._under = assignment
            self.delivered.clear()
            self.reached.clear()
            self.held.clear()
