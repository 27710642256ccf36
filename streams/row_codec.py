"""Rows as bytes: a format byte, a key byte, then MessagePack.

The key byte names the key that the value is encrypted under; 0 is none. It is there from the start, so that
values can be encrypted per subject without changing the format (design: Personal keys).
"""

from typing import Final

import msgspec

from schemas.rows import (
    AssessmentRow,
    AuditRow,
    CaseRow,
    CheckpointRow,
    ComplianceRow,
    CounterRow,
    CrimeReviewRow,
    DeclinedRow,
    DirectoryRow,
    FeedRow,
    GoLiveRow,
    HandledRow,
    IncidentRow,
    MarkerRow,
    NoticeRow,
    ObligationRow,
    PartnerWordRow,
    PersonRow,
    PolicyRow,
    ReferralRow,
    Row,
    SentinelRow,
    StepRow,
    SubjectRow,
    WatchRow,
)

_FORMAT: Final = 1
_NO_KEY: Final = 0
_PREFIX: Final = bytes((_FORMAT, _NO_KEY))

_KINDS: Final[dict[bytes, type[Row]]] = {
    b"incident": IncidentRow,
    b"case": CaseRow,
    b"sentinel": SentinelRow,
    b"assessment": AssessmentRow,
    b"person": PersonRow,
    b"obligation": ObligationRow,
    b"declined": DeclinedRow,
    b"crime-review": CrimeReviewRow,
    b"go-live": GoLiveRow,
    b"directory": DirectoryRow,
    b"step": StepRow,
    b"marker": MarkerRow,
    b"referral": ReferralRow,
    b"partner-word": PartnerWordRow,
    b"notice": NoticeRow,
    b"watch": WatchRow,
    b"handled": HandledRow,
    b"compliance": ComplianceRow,
    b"policy": PolicyRow,
    b"counter": CounterRow,
    b"audit": AuditRow,
    b"checkpoint": CheckpointRow,
    b"feed": FeedRow,
    b"subject": SubjectRow,
}
_ENCODER: Final = msgspec.msgpack.Encoder()
_DECODERS: Final = {kind: msgspec.msgpack.Decoder(row) for kind, row in _KINDS.items()}


class UnreadableRow(Exception):
    """The state topic holds a row of a format or kind that this version does not know."""


def encode(row: Row) -> bytes:
    return _PREFIX + _ENCODER.encode(row)


def decode(key: bytes, data: bytes) -> Row:
    """The row under `force|kind|id`. Raises UnreadableRow for a format or kind of another version."""
    kind = key.split(b"|", 2)[1]
    decoder = _DECODERS.get(kind)
    if decoder is None or data[:2] != _PREFIX:
        msg = f"row of kind {kind.decode()}: format {data[:2].hex()} is not known to this version"
        raise UnreadableRow(msg)
    row: Row = decoder.decode(memoryview(data)[2:])
    return row
