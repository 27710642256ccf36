"""Hand rejected messages in again: as they came, to the topic they came from, once more to be decided on.

The same bytes under the same `ce_id`: what was acted on in the meantime changes nothing when it comes again, so a
replay that is cut short is simply begun anew. A message for another force's partition goes to the right one.
"""

from collections.abc import Iterable, Iterator
from typing import Final

from kafka import KafkaProducer
from kafka.errors import KafkaError

from connectors.broker import Broker, KafkaFailed
from schemas.envelope import BadEnvelope, open_envelope
from schemas.forces import Registry
from schemas.topics import INPUT_BYTES
from schemas.words import RejectionCode
from streams.rejected.messages import RejectedMessage

TIMEOUT_MS: Final = 5_000
FLUSH_S: Final = 60.0


class NotHandedIn(KafkaFailed):
    """A message cannot be handed in again, or was not written; the sentence says why."""


def why_not(message: RejectedMessage) -> str | None:
    """Why a message cannot be handed in again; None: it can."""
    if message.came_from is None:
        return "it is a due item, which is tried again by itself"
    if message.was_cut:
        return "it was too large to be kept whole: let its source send it again"
    return None


def hand_in(
    broker: Broker, registry: Registry, messages: Iterable[RejectedMessage]
) -> Iterator[RejectedMessage]:
    """Write each to where it came from; yields each once it is written for certain. Raises NotHandedIn."""
    try:
        producer = KafkaProducer(
            **broker.client_options(),
            acks="all",
            enable_idempotence=True,
            max_request_size=2 * INPUT_BYTES,
            max_block_ms=TIMEOUT_MS,
        )
    except KafkaError as error:
        msg = f"no Kafka at {broker.bootstrap}: {type(error).__name__}"
        raise NotHandedIn(msg) from error
    try:
        for message in messages:
            _write(producer, registry, message)
            yield message
    finally:
        producer.close(timeout=1)


def _write(producer: KafkaProducer, registry: Registry, message: RejectedMessage) -> None:
    if message.came_from is None:
        msg = f"message {message.offset} cannot be handed in: {why_not(message)}"
        raise NotHandedIn(msg)
    topic, partition, _ = message.came_from
    if message.code == RejectionCode.WRONG_PARTITION:
        partition = _right_partition(registry, message, partition)
    try:
        sent = producer.send(
            topic,
            message.value,
            key=message.key,
            headers=message.original_headers(),
            partition=partition,
        )
        sent.get(FLUSH_S)
    except (KafkaError, ValueError) as error:
        msg = f"message {message.offset} was not written: {type(error).__name__}"
        raise NotHandedIn(msg) from error


def _right_partition(registry: Registry, message: RejectedMessage, came_from: int) -> int:
    try:
        envelope, _ = open_envelope(message.original_headers(), message.value)
    except BadEnvelope:
        return came_from
    found = registry.partition_of(envelope.force)
    return came_from if found is None else found
