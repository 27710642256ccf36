"""Reading a desk's rows back from the state topic."""

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
    """The latest value of each key written since some offset (None: deleted), and where the topic ended."""

    rows: dict[bytes, bytes | None]
    end: int


async def read_rows(settings: EngineSettings, topic: str, partition: int, since: int) -> Written:
    """What was committed to the state topic from offset `since` on.

    Call it after the desk's producer has started: only then is every older owner fenced and its last
    transaction ended, so that nothing can be added below the end read here.
    """
    rows: dict[bytes, bytes | None] = {}
    where = TopicPartition(topic, partition)
    async with _consumer(settings) as consumer:
        consumer.assign([where])
        end = (await consumer.end_offsets([where]))[where]
        first = (await consumer.beginning_offsets([where]))[where]
        consumer.seek(where, max(since, first))
        while await consumer.position(where) < end:
            for batches in (await consumer.getmany(where, timeout_ms=500)).values():
                for batch in batches:
                    found = batch.below(end)
                    rows.update((each.key, each.value) for each in found if each.offset >= since)
    return Written(rows, end)


@asynccontextmanager
async def _consumer(settings: EngineSettings) -> AsyncIterator[AIOKafkaConsumer]:
    consumer = AIOKafkaConsumer(
        bootstrap_servers=settings.bootstrap,
        isolation_level="read_committed",
        enable_auto_commit=False,
        fetch_max_wait_ms=FETCH_WAIT_MS,
        max_partition_fetch_bytes=FETCH_BYTES,
        check_crcs=settings.check_crcs,
        request_timeout_ms=int(settings.request_timeout * 1000),
        **settings.security,
    )
    try:
        await consumer.start()
        yield consumer
    finally:
        await consumer.stop()
