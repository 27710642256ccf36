"""What exactly is a partner told, and is what it was told still so? (R20; DPA 2018 s.37, s.38)

Pure. The pack's allow-list is compiled into the readers of its fields: what it does not list is never read. Of what
was sent only keyed digests are kept, one for each thing of a list: enough to see that something is no longer so. A
list that has grown makes nothing wrong.
"""

import hmac
from collections.abc import Iterator, Mapping
from functools import lru_cache
from hashlib import sha256
from typing import Final

import msgspec
from pydantic import JsonValue

from schemas.outgoing import Accuracy, Disclosed
from schemas.rows import ReferralRow
from schemas.words import DisclosedField
from streams.policies.partners import PartnerPack, Partners
from streams.rules.referrals.content import CONTENT, Many, One, View, completeness_of

_DIGEST_LENGTH: Final = 24

Readers = Mapping[DisclosedField, One | Many]


@lru_cache(maxsize=256)
def compiled(pack: PartnerPack) -> Readers:
    """The readers of the fields that a pack lists, and no others."""
    return {field: CONTENT[field] for field in pack.fields}


def disclosed(view: View, pack: PartnerPack, terms: Partners) -> tuple[Disclosed, ...]:
    """What the partner is told: each field of its pack that is known."""
    return tuple(_disclosed(view, compiled(pack), terms))


def accuracy(view: View, pack: PartnerPack, told: tuple[Disclosed, ...]) -> Accuracy:
    """How accurate, complete and up to date it is (DPA 2018 s.38(4)-(5))."""
    known = {one.field for one in told}
    return Accuracy(
        as_at=view.as_at,
        completeness_percent=completeness_of(view),
        not_known=tuple(field for field in pack.fields if field not in known),
    )


def digests(
    told: tuple[Disclosed, ...], referral_id: str, secret: bytes
) -> dict[DisclosedField, tuple[str, ...]]:
    """What was told, as keyed digests of each thing."""
    return {
        one.field: tuple(_digest(value, one.field, referral_id, secret) for value in _things(one.value))
        for one in told
    }


def no_longer_so(view: View, row: ReferralRow) -> tuple[DisclosedField, ...]:
    """The fields of which something was told that is not so any more; what was not told may be as it will."""
    return tuple(field for field, sent in row.sent.items() if not _still_so(view, row, field, sent))


def _disclosed(view: View, readers: Readers, terms: Partners) -> Iterator[Disclosed]:
    for field, reader in readers.items():
        value: JsonValue = None
        if isinstance(reader, One):
            value = reader.read(view)
        elif things := _first(reader.read(view), terms.listed):
            value = list[JsonValue](sorted(things))
        if value is not None:
            yield Disclosed(field=field, value=value, basis=reader.basis)


def _first(values: Iterator[str], most: int) -> dict[str, None]:
    """So many different ones, and no more of the case is read than that takes."""
    found: dict[str, None] = {}
    for value in values:
        found[value] = None
        if len(found) == most:
            break
    return found


def _still_so(view: View, row: ReferralRow, field: DisclosedField, sent: tuple[str, ...]) -> bool:
    reader, missing = CONTENT[field], set(sent)
    values = iter((reader.read(view),)) if isinstance(reader, One) else reader.read(view)
    # A long case is read no further than to what was told.
    while missing and (value := next(values, None)) is not None:
        missing.discard(_digest(value, field, row.referral_id, view.ledger.secret))
    return not missing


def _things(value: JsonValue) -> list[JsonValue]:
    return value if isinstance(value, list) else [value]


def _digest(value: JsonValue, field: DisclosedField, referral_id: str, secret: bytes) -> str:
    """Keyed, and by referral: the same thing told twice does not look the same."""
    said = msgspec.json.encode([referral_id, field, value])
    return hmac.new(secret, said, sha256).hexdigest()[:_DIGEST_LENGTH]
