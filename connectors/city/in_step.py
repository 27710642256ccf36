"""Keep the city in step with a worker: wait until its consumer group has committed everything that was
published.

Committed is decided: a worker commits its offsets in the transaction that holds its decisions.
"""

import time
from collections.abc import Callable
from types import TracebackType
from typing import Any, Final, Self

from kafka import KafkaAdminClient, KafkaConsumer, TopicPartition
from kafka.errors import KafkaError

from connectors.broker import Broker, KafkaFailed
from schemas.topics import INPUTS, in_installation

POLL_S: Final = 0.02
TIMEOUT_MS: Final = 5_000


class WorkerBehind(KafkaFailed):
    """No worker has read what was published within the patience."""


class InStep:
    """Watches the inputs of an installation and the group of its workers. A context manager."""

    def __init__(self, broker: Broker, installation: str, patience: float = 60.0) -> None:
        """Connect; `patience`: seconds in which the worker must have moved on.

        Raises WorkerBehind without a broker.
        """
        self._group, self._patience = f"{installation}.asb", patience
        self._topics = [in_installation(installation, topic) for topic in INPUTS]
        options = broker.client_options()
        try:
            self._admin = KafkaAdminClient(**options, bootstrap_timeout_ms=TIMEOUT_MS)
            self._consumer = KafkaConsumer(**options, bootstrap_timeout_ms=TIMEOUT_MS)
        except KafkaError as error:
            msg = f"no Kafka at {broker.bootstrap}: {type(error).__name__}"
            raise WorkerBehind(msg) from error

    def wait(self, alive: Callable[[], None] = lambda: None) -> None:
        """Return when everything in the inputs by now is decided on.

        `alive` is asked while waiting and raises when there is nobody to wait for. Raises WorkerBehind when
        nothing moved within the patience.
        """
        ends, left, moved_at = self._ends(), -1, time.monotonic()
        while (now_left := self._left(ends)) > 0:
            alive()
            if now_left != left:
                left, moved_at = now_left, time.monotonic()
            if time.monotonic() - moved_at > self._patience:
                msg = f"no worker of {self._group} reads: {left} messages wait for it; start one with: asb worker"
                raise WorkerBehind(msg)
            time.sleep(POLL_S)

    def _ends(self) -> dict[TopicPartition, int]:
        partitions = [
            TopicPartition(topic, number)
            for topic in self._topics
            for number in self._consumer.partitions_for_topic(topic) or ()
        ]
        found: dict[TopicPartition, int] = self._consumer.end_offsets(partitions)
        return {partition: end for partition, end in found.items() if end > 0}

    def _left(self, ends: dict[TopicPartition, int]) -> int:
        """Messages that no transaction of the worker has covered yet."""
        committed = self._committed()
        return sum(max(0, end - _offset(committed.get(partition))) for partition, end in ends.items())

    def _committed(self) -> dict[TopicPartition, Any]:
        try:
            found: dict[TopicPartition, Any] = self._admin.list_group_offsets(self._group)[self._group]
        except KafkaError as error:
            # A fresh cluster has no coordinator before the first group asks for one.
            if error.retriable:
                return {}
            msg = f"the offsets of {self._group} cannot be read: {type(error).__name__}"
            raise WorkerBehind(msg) from error
        return found

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._consumer.close(autocommit=False)
        self._admin.close()


def _offset(committed: Any) -> int:
    return max(0, committed.offset) if committed is not None else 0
