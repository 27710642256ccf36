"""What exactly is a partner told, and is what it was told still so? (R20; DPA 2018 s.37, s.38)

Pure. The pack's allow-list is compiled into the readers of its fields: what it does not list is never read. Of what
was sent only keyed digests are kept, one for each thing of a list: enough to see that something is no longer so. A
list that has grown makes nothing wrong, and life that goes on neither: another contact officer, a perpetrator's move,
and after the case is closed whatever may change by itself.
"""

import hmac
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from hashlib import sha256
from typing import Any, Final

import msgspec
from pydantic import JsonValue

from schemas.outgoing import Accuracy, Disclosed
from schemas.rows import ReferralRow
from schemas.words import DisclosedField, SubjectKind
from streams.policies.partners import PartnerPack, Partners
from streams.rules.referrals.content import CONTENT, Many, One, View, completeness_of

_DIGEST_LENGTH: Final = 24
# Of which another value can only mean that the one before was wrong.
_NEVER_CHANGES: Final = frozenset(
    {
        DisclosedField.BEHAVIOUR_CLASS,
        DisclosedField.BEHAVIOUR_TYPES,
        DisclosedField.INCIDENT_DATES,
        DisclosedField.INCIDENT_TIMES,
        DisclosedField.PLACES,
        DisclosedField.PERSON_NAME,
        DisclosedField.PERSON_BIRTH_DATE,
        DisclosedField.PERSON_AGE,
        DisclosedField.HEALTH_CONCERN,
        DisclosedField.PREJUDICE,
    }
)
_MOVES: Final = frozenset({DisclosedField.PERSON_HOME, DisclosedField.PERSON_PHONE})

Readers = Mapping[DisclosedField, One | Many]


@lru_cache(maxsize=256)
def compiled(pack: PartnerPack) -> Readers:
    """The readers of the fields that a pack lists, and no others."""
    return {field: CONTENT[field] for field in pack.fields}


def disclosed(view: View, pack: PartnerPack, terms: Partners) -> tuple[Disclosed, ...]:
    """What the partner is told: each field of its pack that is known."""
    return tuple(_disclosed(view, compiled(pack), terms))


def still_disclosed(view: View, row: ReferralRow, pack: PartnerPack) -> tuple[Disclosed, ...]:
    """What stands of what was sent last, as it is now: nothing that was not sent, or that the pack allows no more."""
    readers = {field: reader for field, reader in compiled(pack).items() if field in row.sent}
    found = ((field, reader, _standing(view, row, field, reader)) for field, reader in readers.items())
    return tuple(
        Disclosed(field=field, value=value, basis=reader.basis)
        for field, reader, value in found
        if value is not None
    )


def accuracy(view: View, asked: Iterable[DisclosedField], told: tuple[Disclosed, ...]) -> Accuracy:
    """How accurate, complete and up to date it is (DPA 2018 s.38(4)-(5)), and what was asked for and is not known."""
    known = {one.field for one in told}
    return Accuracy(
        as_at=view.as_at,
        completeness_percent=completeness_of(view),
        not_known=tuple(field for field in asked if field not in known),
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
    """The fields of which something was told that was wrong; what was not told may be as it will."""
    return tuple(
        field
        for field in row.sent
        if not _goes_on(view, field) and len(_found(view, row, field)) < len(row.sent[field])
    )


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


def _goes_on(view: View, field: DisclosedField) -> bool:
    """Whether another value is life that goes on, and makes nothing wrong of what was told."""
    if field is DisclosedField.CONTACT_OFFICER:
        return True
    if not view.state.is_worked_on:
        return field not in _NEVER_CHANGES
    # Whether a home was wrong or somebody moved is not told apart: where a perpetrator went is nobody's correction.
    return view.kind is SubjectKind.PERPETRATOR and field in _MOVES


def _standing(view: View, row: ReferralRow, field: DisclosedField, reader: One | Many) -> JsonValue:
    found = _found(view, row, field)
    if isinstance(reader, Many):
        return list[JsonValue](sorted(found)) or None
    if _goes_on(view, field) and field is not DisclosedField.CONTACT_OFFICER:
        return next(iter(found), None)
    return reader.read(view)


def _found(view: View, row: ReferralRow, field: DisclosedField) -> list[Any]:
    """Of the things of a field that were sent those that are so still."""
    reader, missing, found = CONTENT[field], set(row.sent[field]), list[Any]()
    values = iter((reader.read(view),)) if isinstance(reader, One) else reader.read(view)
    # A long case is read no further than to what was told.
    while missing and (value := next(values, None)) is not None:
        digest = _digest(value, field, row.referral_id, view.ledger.secret)
        if digest in missing:
            missing.remove(digest)
            found.append(value)
    return found


def _things(value: JsonValue) -> list[JsonValue]:
    return value if isinstance(value, list) else [value]


def _digest(value: JsonValue, field: DisclosedField, referral_id: str, secret: bytes) -> str:
    """Keyed, and by referral: the same thing told twice does not look the same."""
    said = msgspec.json.encode([referral_id, field, value])
    return hmac.new(secret, said, sha256).hexdigest()[:_DIGEST_LENGTH]
