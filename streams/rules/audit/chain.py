"""The chain: each record names the SHA-256 of the one before it, and the head is a row (X7).

The head changes with the records, in one transaction: a worker that dies leaves both, or neither.
"""

from collections.abc import Iterator, Sequence
from hashlib import sha256
from typing import Final, NamedTuple

import msgspec

from schemas.envelope import Envelope, source_of, timestamp
from schemas.outgoing import AuditLink, ErasureCertified, ProcessingLogged
from schemas.rows import AuditRow, CheckpointRow
from streams.rules.audit.days import next_day
from streams.rules.audit.record import Done, Link, Logged, encoded
from streams.rules.ledger import Ledger

# What a certificate holds until it is linked.
UNLINKED: Final = AuditLink(number=0, previous="")

# Operations and ids of events in one record: half a megabyte at most. A cause that did more has several records;
# one that would not fit on the topic would be rejected, with the message that was right.
MOST_IN_A_RECORD: Final = 2_000


class Linked(NamedTuple):
    """A record of the chain: the bytes that were hashed are the bytes to publish."""

    envelope: Envelope
    value: bytes


def chained(ledger: Ledger, operations: Sequence[Done]) -> list[Linked]:
    """The records of a cause, linked: of its operations, and the certificates left on the ledger."""
    if not operations and not ledger.certificates:
        return []
    head = ledger.audit() or _begun(ledger)
    found: list[Linked] = []
    for part in _parts(operations):
        value = encoded(_logged(ledger, head, part))
        found.append(Linked(_envelope(ledger, head, ProcessingLogged.__name__), value))
        head = _moved(head, value)
    for certificate in ledger.certificates:
        link = AuditLink(number=head.number + 1, previous=head.hash)
        value = certificate.model_copy(update={"link": link}).model_dump_json().encode()
        found.append(Linked(_envelope(ledger, head, ErasureCertified.__name__), value))
        head = _moved(head, value)
    ledger.put_audit(head)
    return found


def hash_of(value: bytes) -> str:
    """What the next record, the head and checkpoints hold of a record."""
    return sha256(value).hexdigest()


def _parts(operations: Sequence[Done]) -> Iterator[Sequence[Done]]:
    """What goes into one record each."""
    if len(operations) + sum(len(each.events) for each in operations) <= MOST_IN_A_RECORD:
        if operations:
            yield operations
        return
    part: list[Done] = []
    room = MOST_IN_A_RECORD
    for each in (short for whole in operations for short in _shortened(whole)):
        needed = 1 + len(each.events)
        if needed > room:
            yield part
            part, room = [], MOST_IN_A_RECORD
        part.append(each)
        room -= needed
    yield part


def _shortened(operation: Done) -> Iterator[Done]:
    """The operation; with more events than a record has room for, the same several times."""
    events, most = operation.events, MOST_IN_A_RECORD - 1
    for first in range(0, max(len(events), 1), most):
        yield msgspec.structs.replace(operation, events=events[first : first + most])


def _begun(ledger: Ledger) -> AuditRow:
    """The first record of a force is about to come: that there was none before is kept too."""
    at = ledger.cause.at
    ledger.put_checkpoint(CheckpointRow(at, 0, "", next_at=next_day(at)))
    return AuditRow()


def _logged(ledger: Ledger, head: AuditRow, operations: Sequence[Done]) -> Logged:
    cause = ledger.cause
    by = cause.by or source_of(ledger.force, "asb")
    return Logged(Link(head.number + 1, head.hash), by, cause.type, cause.id, tuple(operations))


def _moved(head: AuditRow, value: bytes) -> AuditRow:
    return AuditRow(head.number + 1, hash_of(value))


def _envelope(ledger: Ledger, head: AuditRow, kind: str) -> Envelope:
    number, cause = str(head.number + 1), ledger.cause
    return Envelope(
        id=f"audit-{number}",
        type=kind,
        source=source_of(ledger.force, "asb"),
        time=timestamp(cause.at),
        subject=ledger.force,
        sequence=number,
        traceparent=cause.traceparent,
    )
