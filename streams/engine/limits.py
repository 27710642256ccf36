"""Messages the broker would refuse are refused here, where the record that caused them can be rejected."""

from collections.abc import Sequence
from typing import Any

from streams.engine.domain import Domain, Headers, Message, Record, Rejected

MESSAGE_TOO_LARGE = "message-too-large"

OVERHEAD = 128
"""Bytes that Kafka adds to a record at most: lengths, offsets, its share of the batch header."""

REJECTED_ROOM = 64 * 1024
"""The rejected topic takes the original and the reason: this much more than other topics."""


class UndeclaredTopic(Exception):
    """A rule published to a topic that its domain does not declare."""


class Limits:
    """What a domain may publish: to which topics, and how large."""

    def __init__(self, domain: Domain[Any]) -> None:
        self._room = dict.fromkeys(domain.outputs, domain.max_message_bytes)
        self._room[domain.rejected_topic] = domain.max_message_bytes + REJECTED_ROOM

    def check(self, messages: Sequence[Message]) -> None:
        """Raises `Rejected` for a message over its limit, `UndeclaredTopic` for one not declared."""
        for message in messages:
            room = self._room.get(message[0])
            if room is None:
                raise UndeclaredTopic(message.topic)
            if size(message) > room:
                raise Rejected(MESSAGE_TOO_LARGE, message.topic)


def size(message: Message) -> int:
    """Bytes of the message as Kafka stores it, at most."""
    _, key, value, headers = message
    total = OVERHEAD + len(key or b"") + len(value or b"")
    for name, content in headers:
        total += len(name) + len(content or b"") + 10  # a header of others may have no content
    return total


def rejection(record: Record, code: str, detail: str, domain: Domain[Any]) -> Message:
    """The domain's rejection, so that it can be written whatever came: no record can block its desk.

    Where the domain's has a bug, a plain one. A record that came compressed may be too large to be written
    again: then the rejection says how large it was (`rejected-cut`) and leaves out what does not fit.
    """
    place = f"{record.topic}/{record.partition}/{record.offset}".encode()
    plain = Message(domain.rejected_topic, place, record.value, _coded(record.headers, code))
    try:
        found = domain.rejection(record, code, detail)
    except Exception:
        found = plain
    if found.value is None:
        # The rejected topic is compacted: there no value means removal.
        found = found._replace(value=b"", headers=(*found.headers, ("rejected-null", b"1")))
    room = domain.max_message_bytes + REJECTED_ROOM
    cut = ("rejected-cut", str(len(record.value or b"")).encode())
    reason = found.headers[len(record.headers) :]
    emptied = found._replace(value=b"", headers=(*found.headers, cut))
    for each in (found, emptied, emptied._replace(key=place, headers=(*reason, cut))):
        if size(each) <= room:
            return each
    return Message(domain.rejected_topic, place, b"", _coded((cut,), code))


def _coded(headers: Headers, code: str) -> Headers:
    return (*headers, ("rejected-code", code.encode()))
