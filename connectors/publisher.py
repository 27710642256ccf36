"""Publish incoming messages: in their CloudEvents envelope, on the partition of their force, proved written.

The producer is idempotent and waits for all in-sync replicas; kafka-python retries what may be retried. What
it gives up on raises `PublishFailed` at the next publish or flush, and the caller starts its input again: a
message that comes twice has the same id and changes nothing.
"""

from collections import deque
from types import TracebackType
from typing import Any, Final, Self

from kafka import KafkaProducer
from kafka.errors import KafkaError, KafkaTimeoutError

from connectors.broker import Broker, KafkaFailed
from connectors.messages import Message, envelope_of, payload_of
from schemas.envelope import Envelope
from schemas.forces import Registry
from schemas.topics import INPUT_BYTES, TOPIC_OF, Topic, in_installation

BATCH_BYTES: Final = 262_144
LINGER_MS: Final = 5
BOOTSTRAP_TIMEOUT_MS: Final = 5_000
BLOCK_TIMEOUT_MS: Final = 5_000
FLUSH_TIMEOUT_S: Final = 60.0


class UnknownForce(Exception):
    """The force is not in the registry, so it has no partition."""


class PublishFailed(KafkaFailed):
    """A record was not written, and what follows it may not be either; the message says why."""


class Publisher:
    """Writes to the input topics of one installation. A context manager: leaving it flushes and closes."""

    def __init__(self, broker: Broker, installation: str, registry: Registry) -> None:
        """Connect.

        Raises PublishFailed when no broker answers within five seconds, BadBrokerSettings from the settings.
        """
        self._installation = installation
        self._registry = registry
        self._awaited: deque[Any] = deque()
        options = broker.client_options()
        try:
            self._producer = KafkaProducer(
                **options,
                acks="all",
                enable_idempotence=True,
                batch_size=BATCH_BYTES,
                linger_ms=LINGER_MS,
                max_request_size=INPUT_BYTES,
                max_block_ms=BLOCK_TIMEOUT_MS,
                allow_auto_create_topics=False,
                bootstrap_timeout_ms=BOOTSTRAP_TIMEOUT_MS,
                metrics_enabled=False,
            )
        except KafkaError as error:
            msg = f"no Kafka at {broker.bootstrap}: {_reason(error)}"
            raise PublishFailed(msg) from error

    def publish(self, force: str, message: Message, *, message_id: str | None = None) -> None:
        """Hand one message to the producer; it is written for certain once `flush` returned.

        Args:
            force: ONS code; its partition in the registry is the partition written to.
            message: goes to the topic of its class, under its subject as key.
            message_id: the `ce_id`; by default derived from the message, so that saying it again is a repeat.

        Raises:
            UnknownForce: the registry has no such force.
            PublishFailed: this message, or one handed over before, was not written.
        """
        partition = self._registry.partition_of(force)
        if partition is None:
            msg = f"force {force} is not in the registry of forces"
            raise UnknownForce(msg)
        value = payload_of(message)
        self._send(TOPIC_OF[type(message)], partition, envelope_of(message, force, value, message_id), value)

    def _send(self, topic: Topic, partition: int, envelope: Envelope, value: bytes) -> None:
        try:
            sent = self._producer.send(
                in_installation(self._installation, topic),
                value,
                key=envelope.subject.encode(),
                headers=list(envelope.headers()),
                partition=partition,
            )
        except (KafkaError, ValueError) as error:
            raise PublishFailed(_reason(error)) from error
        self._awaited.append(sent)
        while self._awaited and self._awaited[0].is_done:
            _check(self._awaited.popleft())

    def flush(self) -> None:
        """Return when every message handed over is on all in-sync replicas; else raise PublishFailed."""
        try:
            self._producer.flush(timeout=FLUSH_TIMEOUT_S)
        except KafkaError as error:
            raise PublishFailed(_reason(error)) from error
        while self._awaited:
            _check(self._awaited.popleft())

    def close(self) -> None:
        """Let go of the connection. Does not flush: what was not flushed may not be written."""
        self._producer.close(timeout=1)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if error is None:
                self.flush()
        finally:
            self.close()


def _check(sent: Any) -> None:
    if not sent.succeeded():
        raise PublishFailed(_reason(sent.exception)) from sent.exception


def _reason(error: BaseException | None) -> str:
    """The kind of error only: a client's own message may quote the record."""
    match error:
        case None:
            return "not acknowledged in time"
        case ValueError() | KafkaTimeoutError():
            return f"{type(error).__name__}; are the topics there? See: asb topics check"
        case _:
            return type(error).__name__
