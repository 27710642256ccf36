"""Before a worker joins its group: is there a broker, and are the topics as they must be?"""

import asyncio
import time
from collections.abc import Mapping
from typing import Any

from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.errors import KafkaError

from streams.engine.domain import Domain
from streams.engine.logs import get_logger
from streams.engine.settings import EngineSettings

RETRY_S = 0.5

log = get_logger(__name__)


class NeverConnected(Exception):
    """No broker answered within `wait`."""


class UnequalPartitions(Exception):
    """Topics are missing, or differ in their number of partitions."""


async def check_topics(domain: Domain[Any], settings: EngineSettings) -> None:
    """Wait for the broker and for equal partitions. Raises `NeverConnected`, `UnequalPartitions`."""
    admin = await _connect(settings)
    try:
        deadline = time.monotonic() + settings.unequal_wait
        while found := _unequal(await _partitions(admin, domain)):
            log.critical("topics are not ready", why=found)
            if time.monotonic() > deadline:
                raise UnequalPartitions(found)
            await asyncio.sleep(RETRY_S * 4)
    finally:
        await admin.close()


async def _connect(settings: EngineSettings) -> AIOKafkaAdminClient:
    deadline = time.monotonic() + settings.wait
    while True:
        admin = AIOKafkaAdminClient(
            bootstrap_servers=settings.bootstrap,
            request_timeout_ms=int(settings.request_timeout * 1000),
            **settings.security,
        )
        try:
            async with asyncio.timeout(max(deadline - time.monotonic(), RETRY_S)):
                await admin.start()
            return admin
        except (KafkaError, OSError, TimeoutError):
            await admin.close()
            if time.monotonic() + RETRY_S > deadline:
                raise NeverConnected(
                    f"no broker answers at {settings.bootstrap}, or none that lets this worker in"
                ) from None
            await asyncio.sleep(RETRY_S)


async def _partitions(admin: AIOKafkaAdminClient, domain: Domain[Any]) -> Mapping[str, int]:
    topics = {
        *domain.inputs,
        *domain.outputs,
        domain.state_topic,
        domain.journal_topic,
        domain.rejected_topic,
    }
    described = await admin.describe_topics(sorted(topics))
    return {each["topic"]: len(each["partitions"]) for each in described}


def _unequal(partitions: Mapping[str, int]) -> str:
    """What is wrong, in one sentence; empty if nothing is."""
    missing = sorted(topic for topic, count in partitions.items() if not count)
    if missing:
        return f"missing: {', '.join(missing)}"
    if len(set(partitions.values())) > 1:
        return f"they differ in their number of partitions: {dict(sorted(partitions.items()))}"
    return ""
