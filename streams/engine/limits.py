"""Messages the broker would refuse are refused here, where the record that caused them can be rejected."""

from collections.abc import Sequence
from typing import Any

from streams.engine.domain import Domain, Message, Record, Rejected

MESSAGE_TOO_LARGE = "message-too-large"

OVERHEAD = 128
"""Bytes that Kafka adds to a record at most: lengths, offsets, its share of the batch header."""

REJECTED_ROOM = 64 * 1024
"""The rejected topic takes the original and the reason: this much more than other topics."""


class UndeclaredTopic(Exception):
    """A rule published to a topic that its domain does not declare."""


def check(messages: Sequence[Message], domain: Domain[Any]) -> None:
    """Raises `Rejected` for a message over the limit, `UndeclaredTopic` for one not declared."""
    for message in messages:
        room = domain.max_message_bytes
        if message.topic not in domain.outputs:
            if message.topic != domain.rejected_topic:
                raise UndeclaredTopic(message.topic)
            room += REJECTED_ROOM
        if size(message) > room:
            raise Rejected(MESSAGE_TOO_LARGE, message.topic)


def size(message: Message) -> int:
    """Bytes of the message as Kafka stores it, at most."""
    _, key, value, headers = message
    total = OVERHEAD + (len(key) if key else 0) + (len(value) if value else 0)
    for name, content in headers:
        total += len(name) + len(content) + 10
    return total


def rejection(record: Record, code: str, detail: str, domain: Domain[Any]) -> Message:
    """The domain's rejection; if that has a bug, a plain one, so that no record can block its desk."""
    try:
        return domain.rejection(record, code, detail)
    except Exception:
        reason = ("rejected-code", code.encode())
        return Message(domain.rejected_topic, record.key, record.value, (*record.headers, reason))
