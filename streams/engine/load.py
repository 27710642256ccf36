"""Reading a desk's rows back from the state topic."""

import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import NamedTuple

from aiokafka import AIOKafkaConsumer, TopicPartition

from streams.engine.settings import EngineSettings
from streams.engine.unpack import fetch_whole_batches

fetch_whole_batches()

FETCH_BYTES = 8 * 1024 * 1024
FETCH_WAIT_MS = 20  # stopping a consumer waits for its fetch


class Written(NamedTuple):
    """The latest value of each key committed from offset `since` on (None: deleted), up to `end`, where the topic
    ended at `at`, this machine's seconds since the epoch.
    """

    rows: dict[bytes, bytes | None]
    since: int
    end: int
    at: float


class RowReader:
    """Reads one partition of the state topic, as often as it is asked to. Between two reads nothing is fetched."""

    def __init__(self, consumer: AIOKafkaConsumer, where: TopicPartition) -> None:
        self._consumer = consumer
        self._where = where

    async def read(self, since: int) -> Written:
        """What was committed from offset `since` on, up to where the committed records end now.

        After the desk's producer has started that is everything: every older owner is fenced and its last
        transaction ended, so that nothing can be added below the end read here. Before, more may follow.

        A topic that ends before `since` is another than was read before, or has lost records: it is read from its
        beginning, and the answer says so.
        """
        consumer, where = self._consumer, self._where
        rows: dict[bytes, bytes | None] = {}
        at = time.time()
        end = (await consumer.end_offsets([where]))[where]
        first = (await consumer.beginning_offsets([where]))[where]
        since = since if since <= end else 0
        consumer.seek(where, max(since, first))
        consumer.resume(where)
        while await consumer.position(where) < end:
            for batches in (await consumer.getmany(where, timeout_ms=500)).values():
                for batch in batches:
                    found = batch.below(end)
                    rows.update((each.key, each.value) for each in found if each.offset >= since)
        consumer.pause(where)
        return Written(rows, since, end, at)


@asynccontextmanager
async def reading(settings: EngineSettings, topic: str, partition: int) -> AsyncIterator[RowReader]:
    """A reader of this partition of the state topic, connected until the end of the block."""
    consumer = AIOKafkaConsumer(
        bootstrap_servers=settings.bootstrap,
        isolation_level="read_committed",
        enable_auto_commit=False,
        auto_offset_reset="none",  # whoever asks for what is not there must hear of it
        fetch_max_wait_ms=FETCH_WAIT_MS,
        max_partition_fetch_bytes=FETCH_BYTES,
        check_crcs=settings.check_crcs,
        request_timeout_ms=int(settings.request_timeout * 1000),
        **settings.security,
    )
    where = TopicPartition(topic, partition)
    try:
        await consumer.start()
        consumer.assign([where])
        consumer.seek(where, 0)  # at once: a partition without a position is looked up, in vain
        consumer.pause(where)
        yield RowReader(consumer, where)
    finally:
        await consumer.stop()
