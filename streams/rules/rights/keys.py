"""By which keys is somebody surely named, whatever the policy on links is? (X8)

Pure. A phone alone is a household's, a name alone may be anybody's: neither restricts or erases by itself.
"""

from collections.abc import Iterator

from schemas.incoming import DataSubject
from schemas.rows import PersonKept
from schemas.words import Role
from streams.rules.keys import Named, folded, hidden

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


def record(reference: str, person_ref: str) -> str:
    """The key of a person of one Sentinel case."""
    return f"{reference}|{person_ref}"


def of_ref(reference: str, ref: str) -> Iterator[str]:
    """The keys that a published or recorded reference of a person on a case may stand for."""
    yield record(reference, ref)
    yield f"{_NOMINAL}{ref}"
    if ref.startswith(_HASHED):
        yield f"{_BORN}{ref.removeprefix(_HASHED)}"
