"""What do the incidents of a case say that a referral may rest on, or tell? (R20)

Pure. Which words of a log say what is the policy's, by the day of the report; kept with the incident and found
through the index, so that a case of many incidents is read without reading one of them.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Final, NamedTuple

from schemas.envelope import timestamp
from schemas.rows import HeaderKept, IncidentRow
from schemas.words import Answer, CaseSign, TimePrecision
from streams.policies.phrases import spelled as phrases_spelled
from streams.policies.policy import Policy
from streams.rules import places
from streams.rules.ledger import Entry, Ledger, micros
from streams.rules.qualifiers import spelled

# What an entry is about.
LETTER: Final = "letter"
SIGN: Final = "sign"
CLASS: Final = "class"
TYPE: Final = "type"
WHEN: Final = "when"

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
# Microseconds; a time before 1970 is below 0.
_EARLIEST, _LATEST = -(2**63), 2**63
_AFTER_ITS_ROWS: Final = b"\xff"
# Above every character that a word or a time is written with.
_AFTER_ALL: Final = "\uffff"
_WRITTEN: Final = {TimePrecision.DAY: 10, TimePrecision.MONTH: 7}

SignEntry = tuple[str, str, str, int]


class Said(NamedTuple):
    """Something that incidents of the case say, where they took place, and when the earliest was reported."""

    value: str
    uprn: str
    since: datetime


def bucket(case_id: str) -> str:
    """The index bucket of what a case's incidents say."""
    return f"signs:{case_id}"


def of_incident(row: IncidentRow, policy: Policy) -> tuple[CaseSign, ...]:
    """What an incident says beside its letters."""
    qualifiers = {spelled(each) for each in (row.header.qualifiers if row.header else ())}
    heard = {one.rule for one in row.cues.letters if one.answer is Answer.YES}
    asb_type = row.tag.asb_type if row.tag is not None else None
    return tuple(
        sign
        for sign, (written, types, phrases) in _terms(policy).items()
        if qualifiers & written or asb_type in types or heard & phrases
    )


def entries(row: IncidentRow, header: HeaderKept) -> Iterator[SignEntry]:
    """What the index holds of an incident: what it says, where it took place, and when it was reported."""
    uprn, at = places.uprn_of(header), micros(header.reported_at)
    for letter in row.letters:
        yield LETTER, letter.value, uprn, at
    for sign in row.signs:
        yield SIGN, sign.value, uprn, at
    if row.tag is not None and row.tag.asb_class is not None:
        yield CLASS, row.tag.asb_class.value, uprn, at
    if row.tag is not None and row.tag.asb_type is not None:
        yield TYPE, row.tag.asb_type.value, uprn, at
    yield WHEN, _when(header), uprn, at
    for person in header.people:
        for flag in person.flags if person.nominal_ref else ():
            yield flags_of(person.nominal_ref or ""), spelled(flag), uprn, at


def flags_of(nominal: str) -> str:
    """What an entry is about that tells a flag of one person, who has a nominal reference."""
    return f"flag:{nominal}"


def said(ledger: Ledger, case_id: str, about: str, value: str = "") -> Iterator[Said]:
    """What the incidents say about something, or only whether they say one value of it; each with its place once."""
    name = bucket(case_id)
    entry: Entry = ((about, value, "", _EARLIEST), b"")
    while found := ledger.rows.after(name, entry, 1):
        told: SignEntry = found[0][0]
        if told[0] != about or (value and told[1] != value):
            return
        yield _said(told)
        entry = ((*told[:3], _LATEST), b"")


def incidents(ledger: Ledger, case_id: str, about: str, value: str, most: int) -> Iterator[str]:
    """The incidents that say so, so many of them at most."""
    for told, key in ledger.rows.after(bucket(case_id), ((about, value, "", _EARLIEST), b""), most):
        row = ledger.rows.get(key)
        if told[:2] == (about, value) and isinstance(row, IncidentRow):
            yield row.incident_id


def said_latest(ledger: Ledger, case_id: str, about: str) -> Iterator[Said]:
    """The same with the highest value first: of times the latest."""
    name = bucket(case_id)
    entry: Entry = ((about, _AFTER_ALL, "", _EARLIEST), _AFTER_ITS_ROWS)
    while found := ledger.rows.before(name, entry, 1):
        told: SignEntry = found[0][0]
        if told[0] != about:
            return
        yield _said(told)
        entry = ((*told[:3], _EARLIEST), b"")


def _said(told: SignEntry) -> Said:
    return Said(told[1], told[2], _EPOCH + timedelta(microseconds=told[3]))


def _when(header: HeaderKept) -> str:
    """When it happened, as far as that is known; else when it was reported: a moment in UTC, a day or a month."""
    if header.occurred_from is not None:
        return timestamp(header.occurred_from)
    return timestamp(header.reported_at)[: _WRITTEN.get(header.precision)]


_Terms = tuple[frozenset[str], frozenset[str], frozenset[str]]


def says(flag: str, sign: CaseSign, policy: Policy) -> bool:
    """Whether a flag of a person, as it is kept, says a sign."""
    return flag in _terms(policy)[sign][0] if sign in _terms(policy) else False


@lru_cache(maxsize=64)
def _terms(policy: Policy) -> dict[CaseSign, _Terms]:
    """Of each sign the qualifiers, types and phrases that say it."""
    return {
        sign: (
            frozenset(map(spelled, terms.qualifiers)),
            frozenset(terms.types),
            phrases_spelled(terms.phrases),
        )
        for sign, terms in policy.partners.signs.items()
    }
