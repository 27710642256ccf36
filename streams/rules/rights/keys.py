"""By which keys is somebody surely named, whatever the policy on links is? (X8)

Pure. A phone alone is a household's, a name alone may be anybody's: neither restricts or erases by itself.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING

from schemas.incoming import DataSubject
from schemas.rows import PersonKept
from schemas.words import Role
from streams.rules.keys import Named, folded, hidden

if TYPE_CHECKING:
    from streams.rules.people import PersonOnCase

_NOMINAL = "n:"
_BORN = "b:"
# How a person is published of whom logs give a name and a birth date only.
_HASHED = "h-"


def of_naming(named: Named, secret: bytes) -> tuple[str, ...]:
    """The keys of a naming in a log or in Sentinel: nominal reference, and keyed hash of name with birth date."""
    found = [f"{_NOMINAL}{named.nominal_ref}"] if named.nominal_ref else []
    if named.name and named.date_of_birth:
        born = f"{folded(named.name)}|{named.date_of_birth.isoformat()}"
        found.append(f"{_BORN}{hidden(born, secret)}")
    return tuple(found)


def of_subject(subject: DataSubject, secret: bytes) -> tuple[str, ...]:
    """The keys by which logs name a data subject."""
    named = PersonKept(Role.OTHER, subject.nominal_ref, subject.name, subject.date_of_birth)
    return of_naming(named, secret)


def refs_of_subject(subject: DataSubject) -> tuple[str, ...]:
    """The keys by which Sentinel names a data subject, in order."""
    return tuple(sorted({record(one.reference, one.person_ref) for one in subject.in_sentinel}))


def of_person(person: "PersonOnCase", reference: str, secret: bytes) -> Iterator[str]:
    """The keys of somebody on a case, by each of their namings."""
    for person_ref in person.person_refs:
        yield record(reference, person_ref)
    for one in person.identities:
        born = date.fromisoformat(one.born) if one.born else None
        yield from of_naming(PersonKept(Role.OTHER, one.nominal or None, one.name or None, born), secret)


def refs_of(found: Iterable[str]) -> Iterator[str]:
    """How whoever is known by a key is named in what we publish, whatever case it is of."""
    for key in found:
        if key.startswith(_NOMINAL):
            yield key.removeprefix(_NOMINAL)
        elif key.startswith(_BORN):
            yield f"{_HASHED}{key.removeprefix(_BORN)}"


def record(reference: str, person_ref: str) -> str:
    """The key of a person of one Sentinel case."""
    return f"{reference}|{person_ref}"


def of_ref(reference: str, ref: str) -> Iterator[str]:
    """The keys that a published or recorded reference of a person on a case may stand for."""
    yield record(reference, ref)
    yield f"{_NOMINAL}{ref}"
    if ref.startswith(_HASHED):
        yield f"{_BORN}{ref.removeprefix(_HASHED)}"
