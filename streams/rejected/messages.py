"""What stands on the rejected topic, and what was done about it (issue: nothing is lost).

A rejected message is named by its force and its offset there. Its bytes, key and headers are as they came; who
shows them shows personal data.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Final, NamedTuple

from connectors.broker import Broker
from connectors.reader import Reader, Record
from schemas.envelope import texts_of
from schemas.forces import Registry
from schemas.rows import HandledRow
from schemas.topics import REJECTED
from schemas.words import RejectionAction
from streams.rules.ledger import Ledger

# Headers that say why: ours, and the engine's own where ours could not be written. All others came with the message.
_REASON: Final = frozenset(
    {
        "rejected_key",
        "rejected_code",
        "rejected_detail",
        "rejected_from",
        "rejected_rules",
        "rejected-code",
        "rejected-cut",
        "rejected-null",
    }
)


class RejectedMessage(NamedTuple):
    """One rejected message: why, where it came from, and what was done about it."""

    force: str
    offset: int
    at: datetime
    code: str
    detail: str
    # Topic, partition and offset that it came from; none: a due item, which is tried again by itself.
    came_from: tuple[str, int, int] | None
    # As its envelope says, if it has one.
    type: str | None
    subject: str | None
    # The key that it came with, and the one that it stands under on the rejected topic.
    key: bytes | None
    place: bytes
    value: bytes | None
    headers: tuple[tuple[str, bytes], ...]
    handled: HandledRow | None

    @property
    def was_cut(self) -> bool:
        """Whether it was too large to be kept whole: then it cannot be handed in again from here."""
        return any(name == "rejected-cut" for name, _ in self.headers)

    def original_headers(self) -> list[tuple[str, bytes]]:
        """The headers that it came with."""
        return [(name, value) for name, value in self.headers if name not in _REASON]


class Wanted(NamedTuple):
    """Which rejected messages are meant; what is None or empty does not matter."""

    offsets: frozenset[int] = frozenset()
    code: str | None = None
    type: str | None = None
    subject: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    # Those that something was done about, too.
    also_handled: bool = False

    def is_met_by(self, message: RejectedMessage) -> bool:
        return (
            (not self.offsets or message.offset in self.offsets)
            and self.code in (None, message.code)
            and self.type in (None, message.type)
            and self.subject in (None, message.subject)
            and (self.since is None or message.at >= self.since)
            and (self.until is None or message.at < self.until)
            and (self.also_handled or message.handled is None)
        )


def rejected(
    broker: Broker, installation: str, registry: Registry, ledgers: Mapping[str, Ledger], wanted: Wanted
) -> Iterator[RejectedMessage]:
    """The rejected messages that are wanted, of the forces whose rows are given, oldest first. Raises ReadFailed."""
    forces: Sequence[str] = registry.forces
    removed = _removed(broker, installation)
    with Reader(broker, installation, (REJECTED,)) as reader:
        for record in reader.until_end():
            force = forces[record.partition] if record.partition < len(forces) else ""
            if force in ledgers and (record.partition, record.key) not in removed:
                message = _message(record, force, ledgers[force].handled(record.offset))
                if wanted.is_met_by(message):
                    yield message


def _removed(broker: Broker, installation: str) -> frozenset[tuple[int, bytes | None]]:
    """By partition and key those that named somebody who was erased: they stand in the log until it is cleaned."""
    with Reader(broker, installation, (REJECTED,)) as reader:
        removals = (record for record in reader.until_end() if record.value is None)
        return frozenset((record.partition, record.key) for record in removals)


def shown_action(message: RejectedMessage) -> str:
    """What was done about it, for people."""
    if message.handled is None:
        return "open"
    return "replayed" if message.handled.action is RejectionAction.REPLAYED else "discarded"


def _message(record: Record, force: str, handled: HandledRow | None) -> RejectedMessage:
    headers = texts_of(record.headers)
    return RejectedMessage(
        force=force,
        offset=record.offset,
        at=datetime.fromtimestamp(record.at / 1000, UTC),
        code=headers.get("rejected_code") or headers.get("rejected-code", ""),
        detail=headers.get("rejected_detail", ""),
        came_from=_place(headers.get("rejected_from", "")),
        type=headers.get("ce_type"),
        subject=headers.get("ce_subject"),
        key=_key_of(record),
        place=record.key or b"",
        value=None if "rejected-null" in headers and not record.value else record.value,
        headers=record.headers,
        handled=handled,
    )


def _key_of(record: Record) -> bytes | None:
    # The last: whoever sent it may have a header of that name.
    return dict(record.headers).get("rejected_key")


def _place(text: str) -> tuple[str, int, int] | None:
    topic, _, rest = text.partition("/")
    partition, _, offset = rest.partition("/")
    return (topic, int(partition), int(offset)) if partition.isdigit() and offset.isdigit() else None
