"""A record of the audit as it is made on the way of every message: structs, which cost a tenth of models.

The contract is `schemas.outgoing.audit`; a test holds these to the same fields and the same bytes.
"""

from typing import Final

import msgspec

from schemas.words import AuditVerb, Recorded

_ENCODER: Final = msgspec.json.Encoder()


class Link(msgspec.Struct, frozen=True):
    """As AuditLink."""

    number: int
    previous: str


class Done(msgspec.Struct, frozen=True):
    """As Operation."""

    verb: AuditVerb
    what: Recorded
    ref: str
    to: tuple[str, ...] = ()
    events: tuple[str, ...] = ()
    records: int = 1
    through: str = ""


class Logged(msgspec.Struct, frozen=True):
    """As ProcessingLogged."""

    link: Link
    by: str
    because: str
    cause: str
    operations: tuple[Done, ...]


def encoded(record: Logged) -> bytes:
    """The bytes that are published, and hashed."""
    return _ENCODER.encode(record)
