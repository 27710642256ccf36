"""A desk's transactions: what a batch leaves behind is written as one, or not at all."""

import asyncio
import logging
from collections.abc import Mapping

from aiokafka import AIOKafkaProducer, TopicPartition
from aiokafka.producer import sender

from streams.engine.domain import Message
from streams.engine.logs import get_logger
from streams.engine.parcels import Parcels
from streams.engine.settings import EngineSettings
from streams.engine.state import describe

# While the broker still writes the markers of the last commit it refuses the next begin; aiokafka then waits
# 20 ms, which at a hundred transactions a second is most of the time there is.
sender.BACKOFF_OVERRIDE = 0.003

CLOSE_STEP_S = 2.0
LOG_APPEND_TIME = 1

log = get_logger(__name__)


class Ledger:
    """The transactional producer of one partition. Opening it fences whoever had it open before.

    `tail` is the offset after the last row this ledger committed to the state topic; `broker_time` the
    broker's clock at the last write, in milliseconds, where the topics carry it.
    """

    def __init__(self, settings: EngineSettings, name: str, state_topic: str, partition: int) -> None:
        self.tail = 0
        self.broker_time: int | None = None
        self._settings = settings
        self._group = name
        self._state_topic = state_topic
        self._partition = partition
        self._producer: AIOKafkaProducer | None = None

    async def open(self) -> None:
        settings = self._settings
        self._producer = AIOKafkaProducer(
            bootstrap_servers=settings.bootstrap,
            transactional_id=f"{self._group}-{self._partition}",
            transaction_timeout_ms=int(settings.transaction_timeout * 1000),
            request_timeout_ms=int(settings.request_timeout * 1000),
            max_batch_size=settings.batch_bytes,
            max_request_size=settings.request_bytes,
            compression_type=settings.compression,
            linger_ms=0,
            **settings.security,
        )
        await self._producer.start()

    def parcels(self) -> Parcels:
        """Empty ones, for the next transaction."""
        return Parcels(self._open_producer())

    async def commit(self, parcels: Parcels, offsets: Mapping[str, int], sequence: int) -> None:
        """Write parcels and offsets in one transaction. After any error its outcome is unknown: reopen."""
        producer = self._open_producer()
        self._say("transaction begun", sequence)
        await producer.begin_transaction()
        tail = await self._send_all(producer, parcels)
        self._say("transaction sent", sequence)
        # Only now: offsets added while the data is on its way make the broker's check of the data fail,
        # and a retry costs 100 ms.
        await self._add_offsets(producer, offsets)
        await producer.commit_transaction()
        self.tail = tail
        self._say("transaction committed", sequence)

    async def ask_broker_time(self, topic: str) -> int | None:
        """The broker's clock, from a write that is aborted at once: no reader sees it."""
        producer = self._open_producer()
        async with asyncio.timeout(self._settings.commit_timeout):
            await producer.begin_transaction()
            probe = self.parcels()
            probe.add([Message(topic, b"", b"")])
            await self._send_all(producer, probe)
            await producer.abort_transaction()
        return self.broker_time

    async def close(self) -> None:
        """End the open transaction, if any, and let go; never raises and takes a few seconds at most.

        With the broker away aiokafka would try each of these for ever; the next `open` ends what is left.
        """
        producer, self._producer = self._producer, None
        if producer is None:
            return
        steps = [producer.stop, producer.client.close]
        if producer._txn_manager.is_in_transaction():  # stopping does not abort: readers would wait
            steps.insert(0, producer.abort_transaction)
        for step in steps:
            try:
                await asyncio.wait_for(step(), CLOSE_STEP_S)
            except Exception as error:
                log.debug(
                    "closing failed", partition=self._partition, step=step.__name__, error=describe(error)
                )

    async def _send_all(self, producer: AIOKafkaProducer, parcels: Parcels) -> int:
        """Send, and wait until the broker has everything. Returns what `tail` is if this is committed.

        aiokafka commits a transaction although a write in it failed: unless every one is awaited here, its
        messages are lost without a word.
        """
        sent, counts = [], []
        for topic, batch in parcels:
            counts.append(batch.record_count())
            sent.append(await producer.send_batch(batch, topic, partition=self._partition))
        tail = self.tail
        for written, count in zip(await asyncio.gather(*sent), counts, strict=True):
            if written.timestamp_type == LOG_APPEND_TIME:
                self.broker_time = written.timestamp
            if written.topic == self._state_topic:
                tail = written.offset + count
        return tail

    async def _add_offsets(self, producer: AIOKafkaProducer, offsets: Mapping[str, int]) -> None:
        if offsets:
            by_partition = {TopicPartition(topic, self._partition): at for topic, at in offsets.items()}
            await producer.send_offsets_to_transaction(by_partition, self._group)

    def _open_producer(self) -> AIOKafkaProducer:
        if self._producer is None:
            raise RuntimeError("the ledger is not open")
        return self._producer

    def _say(self, what: str, sequence: int) -> None:
        level = logging.INFO if self._settings.log_transactions else logging.DEBUG
        if log.isEnabledFor(level):
            log.log(level, what, partition=self._partition, sequence=sequence)
