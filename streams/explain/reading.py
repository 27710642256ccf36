"""Find everything that was said about some incidents or cases, on the topics of one installation."""

from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from pydantic import BaseModel, ValidationError

from connectors.broker import Broker, KafkaFailed
from connectors.reader import Reader, Record
from schemas.envelope import BadEnvelope, Envelope, open_envelope
from schemas.topics import (
    CASES,
    DECISIONS,
    INCIDENTS,
    MARKERS,
    NOTICES,
    REFERRALS,
    REJECTED,
    SNAPSHOTS,
    TAGS,
    Topic,
)

# What an account is made of, besides the logs.
PUBLISHED: Final = (TAGS, DECISIONS, CASES, MARKERS, NOTICES, *REFERRALS.values(), SNAPSHOTS, REJECTED)
# A case is also found by what its events say: its Sentinel reference, or an incident of it; decisions, markers and
# notices have keys of their own and name their case.
_BY_CONTENT = (DECISIONS, CASES, SNAPSHOTS, MARKERS, NOTICES)


class Unreadable(KafkaFailed):
    """A record is not what the contract says; the message says where it stands."""


class Told(NamedTuple):
    """One event that was published, or read and not rejected."""

    record: Record
    envelope: Envelope
    event: BaseModel


class Rejection(NamedTuple):
    """One message that was rejected."""

    code: str
    detail: str


class Found(NamedTuple):
    """Everything that names the subject, in the order of each topic."""

    told: tuple[Told, ...]
    rejections: tuple[Rejection, ...] = ()

    def on(self, topic: Topic) -> tuple[Told, ...]:
        return tuple(each for each in self.told if each.record.topic is topic)

    def and_also(self, other: "Found") -> "Found":
        """Both, each record once."""
        seen = {(each.record.topic, each.record.partition, each.record.offset) for each in self.told}
        more = (
            each
            for each in other.told
            if (each.record.topic, each.record.partition, each.record.offset) not in seen
        )
        return Found((*self.told, *more), self.rejections)


def find(broker: Broker, installation: str, subjects: Iterable[str], partition: int | None = None) -> Found:
    """Everything about these incidents, cases or Sentinel references.

    Reads every topic to its end, so it takes as long as the topics are; `partition` leaves out other forces.
    Raises ReadFailed, or Unreadable for a record that another version wrote.
    """
    with Reader(broker, installation, (INCIDENTS, *PUBLISHED)) as reader:
        here = (record for record in reader.until_end() if partition in (None, record.partition))
        return found_among(here, subjects)


def found_among(records: Iterable[Record], subjects: Iterable[str]) -> Found:
    """What of these records is about the incidents, cases or Sentinel references. Raises Unreadable."""
    keys = {subject.encode() for subject in subjects}
    quoted = tuple(b'"' + key + b'"' for key in keys)
    records = not_removed(
        record for record in records if record.value is None or _names(record, keys, quoted)
    )
    rejected = [record for record in records if record.topic is REJECTED]
    told = (_told(record) for record in records if record.topic is not REJECTED)
    return Found(
        tuple(each for each in told if each is not None), tuple(_rejection(each) for each in rejected)
    )


def not_removed(records: Iterable[Record]) -> list[Record]:
    """The records that stand: where keys are removed, a record without a value removes those of its key before it."""
    standing: list[Record] = []
    removed: dict[tuple[str, int, bytes | None], int] = {}
    for record in records:
        if _is_cleaned(record) and record.value is None:
            removed[_place(record)] = record.offset
        else:
            standing.append(record)
    return [
        record
        for record in standing
        if not _is_cleaned(record) or record.offset > removed.get(_place(record), -1)
    ]


def _is_cleaned(record: Record) -> bool:
    return record.topic.compacted or record.topic.erasable


def _place(record: Record) -> tuple[str, int, bytes | None]:
    return record.topic.name, record.partition, record.key


def _names(record: Record, keys: set[bytes], quoted: Sequence[bytes]) -> bool:
    if record.key in keys or (
        "rejected_key" in (found := dict(record.headers)) and found["rejected_key"] in keys
    ):
        return True
    value = record.value
    return record.topic in _BY_CONTENT and value is not None and any(each in value for each in quoted)


def _told(record: Record) -> Told | None:
    """The event of a record; None for one that no rule would have read either."""
    kinds = {event.__name__: event for event in record.topic.events}
    try:
        envelope, data = open_envelope(record.headers, record.value)
        return Told(record, envelope, kinds[envelope.type].model_validate_json(data))
    except (BadEnvelope, KeyError, ValidationError) as error:
        if record.topic is INCIDENTS or record.value is None:
            return None
        where = f"{record.topic.name}, partition {record.partition}, offset {record.offset}"
        msg = f"cannot read {where}: it was written by another version"
        raise Unreadable(msg) from error


def _rejection(record: Record) -> Rejection:
    headers = dict(record.headers)
    return Rejection(
        headers.get("rejected_code", b"").decode(errors="replace"),
        headers.get("rejected_detail", b"").decode(errors="replace"),
    )
