"""Which namings are of the same person? (R11, R17)

Pure. The same nominal reference is the same person. Else the same name is, unless two birth dates differ; who is
named without a name goes by the phone, unless that phone is used under several names. What fits two different
people equally well is held to be a third: a person too many is asked about, one too few is lost.
"""

from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

# How surely a bundle of namings is known, the surest first.
_BY_NOMINAL: Final = 0
_BY_NAME_AND_BIRTH: Final = 1
_BY_NAME: Final = 2
_BY_PHONE: Final = 3
_BY_NOTHING: Final = 4


class Identity(NamedTuple):
    """What a naming says of who it is, in a form that can be compared; empty: not known."""

    nominal: str
    # Folded.
    name: str
    # ISO 8601.
    born: str
    # Digits.
    phone: str
    # What it stands for by itself when nothing else is known.
    itself: str


class _Person:
    """Namings that are of one person."""

    def __init__(self) -> None:
        self.numbers: list[int] = []
        self.names: set[str] = set()
        self.born: set[str] = set()
        self.phones: set[str] = set()

    def take(self, number: int, identity: Identity) -> None:
        self.numbers.append(number)
        self.names |= {identity.name} - {""}
        self.born |= {identity.born} - {""}
        self.phones |= {identity.phone} - {""}

    def may_be(self, other: "_Person") -> bool:
        """Whether nothing says that they are two."""
        if self.names and other.names and not self.names & other.names:
            return False
        return not (self.born and other.born and not self.born & other.born)

    def likeness(self, other: "_Person") -> tuple[bool, bool]:
        return bool(self.born & other.born), bool(self.phones & other.phones)


def same_people(identities: Sequence[Identity]) -> list[list[int]]:
    """The positions of the namings of each person. Does not depend on the order of the namings."""
    shared = _shared_phones(identities)
    people: list[_Person] = []
    by_name: dict[str, list[_Person]] = {}
    by_phone: dict[str, list[_Person]] = {}
    for surely, bundle in _bundles(identities):
        found = _Person()
        for number in bundle:
            found.take(number, identities[number])
        person = None if surely == _BY_NOMINAL else _the_one(found, by_name, by_phone, shared)
        if person is None:
            person = found
            people.append(person)
        else:
            for number in bundle:
                person.take(number, identities[number])
        _note(by_name, found.names, person)
        _note(by_phone, found.phones, person)
    return [person.numbers for person in people]


def _bundles(identities: Sequence[Identity]) -> list[tuple[int, list[int]]]:
    """Namings that surely are of one person, the surest bundle first."""
    bundles: dict[tuple[int, str, str], list[int]] = {}
    for number, identity in enumerate(identities):
        bundles.setdefault(_kind(identity), []).append(number)
    return [(kind[0], bundles[kind]) for kind in sorted(bundles)]


def _kind(identity: Identity) -> tuple[int, str, str]:
    if identity.nominal:
        return _BY_NOMINAL, identity.nominal, ""
    if identity.name and identity.born:
        return _BY_NAME_AND_BIRTH, identity.name, identity.born
    if identity.name:
        return _BY_NAME, identity.name, ""
    if identity.phone:
        return _BY_PHONE, identity.phone, identity.born
    return _BY_NOTHING, identity.itself, ""


def _the_one(
    found: _Person, by_name: dict[str, list[_Person]], by_phone: dict[str, list[_Person]], shared: set[str]
) -> _Person | None:
    """The person known already whom this one is surely; None when that is nobody, or two are as likely."""
    near = [person for name in found.names for person in by_name.get(name, ())]
    near += [
        person
        for digits in found.phones - shared
        for person in by_phone.get(digits, ())
        if not (person.names and found.names)
    ]
    likely = {id(person): person for person in near if person.may_be(found)}
    best = max((person.likeness(found) for person in likely.values()), default=None)
    alike = [person for person in likely.values() if person.likeness(found) == best]
    return alike[0] if len(alike) == 1 else None


def _shared_phones(identities: Iterable[Identity]) -> set[str]:
    """Phones that are used under more than one name."""
    names: dict[str, set[str]] = {}
    for identity in identities:
        if identity.phone and identity.name:
            names.setdefault(identity.phone, set()).add(identity.name)
    return {digits for digits, found in names.items() if len(found) > 1}


def _note(where: dict[str, list[_Person]], keys: Iterable[str], person: _Person) -> None:
    for key in keys:
        if person not in where.setdefault(key, []):
            where[key].append(person)
