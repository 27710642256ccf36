"""Which namings are of the same person? (R11, R17)

Pure. The same nominal reference is the same person. Else the same name is, unless two birth dates differ; who is
named without a name goes by the phone, unless that phone is used under several names. Two references of Sentinel are
two people, unless they share a nominal reference, or a name and a birth date: father and son have one name; or
unless somebody merged them in Sentinel, whatever else is said of them (R5). What fits
two different people equally well is held to be a third: a person too many is asked about, one too few is lost.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Final, NamedTuple

# How surely a bundle of namings is known, the surest first.
_BY_NOMINAL: Final = 0
_BY_NAME_AND_BIRTH: Final = 1
_BY_NAME: Final = 2
_BY_PHONE: Final = 3
_BY_NOTHING: Final = 4

# How a bundle is known, whether only logs name it, and what its namings have in common.
_Kind = tuple[int, bool, tuple[str, ...]]


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
    # Sentinel's own reference; empty: a log's naming.
    person_ref: str = ""
    # The reference of the record that this one was merged into, or that others were; empty: neither.
    one_with: str = ""


class _Person:
    """Namings that are of one person."""

    def __init__(self) -> None:
        self.numbers: list[int] = []
        self.names: set[str] = set()
        self.born: set[str] = set()
        self.phones: set[str] = set()
        self.person_refs: set[str] = set()
        # Names with the birth dates they were told with.
        self.births: set[tuple[str, str]] = set()

    def take(self, number: int, identity: Identity) -> None:
        self.numbers.append(number)
        self.names |= {identity.name} - {""}
        self.born |= {identity.born} - {""}
        self.phones |= {identity.phone} - {""}
        self.person_refs |= {identity.person_ref} - {""}
        if identity.name and identity.born:
            self.births.add((identity.name, identity.born))

    def may_be(self, other: "_Person") -> bool:
        """Whether nothing says that they are two."""
        if self.names and other.names and not self.names & other.names:
            return False
        if self.born and other.born and not self.born & other.born:
            return False
        return bool(self.births & other.births) or not (self.person_refs and other.person_refs)

    def likeness(self, other: "_Person") -> tuple[bool, bool]:
        return bool(self.born & other.born), bool(self.phones & other.phones)


class _Known:
    """Who is known so far, by name and by phone."""

    def __init__(self, identities: Sequence[Identity]) -> None:
        self.people: list[_Person] = []
        self._identities = identities
        self._by_name: dict[str, list[_Person]] = {}
        self._by_phone: dict[str, list[_Person]] = {}
        self._shared = _shared_phones(identities)

    def person_of(self, numbers: Iterable[int]) -> _Person:
        found = _Person()
        for number in numbers:
            found.take(number, self._identities[number])
        return found

    def the_one(self, found: _Person) -> _Person | None:
        """The person known already whom this one is surely; None when that is nobody, or two are as likely."""
        near = [person for name in found.names for person in self._by_name.get(name, ())]
        near += [
            person
            for digits in found.phones - self._shared
            for person in self._by_phone.get(digits, ())
            if not (person.names and found.names)
        ]
        likely = {id(person): person for person in near if person.may_be(found)}
        best = max((person.likeness(found) for person in likely.values()), default=None)
        alike = [person for person in likely.values() if person.likeness(found) == best]
        return alike[0] if len(alike) == 1 else None

    def ones(self, found: Iterable[_Person]) -> list[_Person | None]:
        """The same of people of Sentinel: whom several of them might be is none of them."""
        chosen = [self.the_one(person) for person in found]
        times = Counter(id(person) for person in chosen)
        return [person if times[id(person)] == 1 else None for person in chosen]

    def put(self, found: _Person, person: _Person | None) -> None:
        """Take in a person, as one who is known already or as another."""
        if person is None:
            person = found
            self.people.append(person)
        else:
            for number in found.numbers:
                person.take(number, self._identities[number])
        _note(self._by_name, found.names, person)
        _note(self._by_phone, found.phones, person)


def same_people(identities: Sequence[Identity]) -> list[list[int]]:
    """The positions of the namings of each person. Does not depend on the order of the namings."""
    known = _Known(identities)
    for (surely, _), bundles in groupby(_bundles(identities), key=lambda bundle: bundle[0][:2]):
        found = [known.person_of(numbers) for _, numbers in bundles]
        if surely == _BY_NOMINAL:
            for person in found:
                known.put(person, None)
            continue
        in_sentinel = [person for person in found if person.person_refs]
        for person, one in zip(in_sentinel, known.ones(in_sentinel), strict=True):
            known.put(person, one)
        for person in found:
            if not person.person_refs:
                known.put(person, known.the_one(person))
    return [person.numbers for person in known.people]


def _bundles(identities: Sequence[Identity]) -> list[tuple[_Kind, list[int]]]:
    """Namings that surely are of one person, the surest bundle first."""
    bundles: dict[_Kind, list[int]] = {}
    for number, identity in enumerate(identities):
        bundles.setdefault(_kind(identity), []).append(number)
    return _joined(sorted(bundles.items()), identities)


def _joined(
    bundles: Iterable[tuple[_Kind, list[int]]], identities: Sequence[Identity]
) -> list[tuple[_Kind, list[int]]]:
    """The bundles; those of records that were merged in Sentinel are one, as sure as the surest of them (R5)."""
    found: list[tuple[_Kind, list[int]]] = []
    for kind, numbers in bundles:
        records = _merged(numbers, identities)
        same = [each for each in found if records & _merged(each[1], identities)] if records else []
        for each in same[1:]:
            found.remove(each)
            same[0][1].extend(each[1])
        if same:
            same[0][1].extend(numbers)
        else:
            found.append((kind, numbers))
    return found


def _merged(numbers: Iterable[int], identities: Sequence[Identity]) -> set[str]:
    return {identities[number].one_with for number in numbers} - {""}


def _kind(identity: Identity) -> _Kind:
    """Sentinel's people come before those of the logs: they are never one for a mere name or phone."""
    in_a_log = not identity.person_ref
    if identity.nominal:
        return _BY_NOMINAL, False, (identity.nominal,)
    if identity.name and identity.born:
        return _BY_NAME_AND_BIRTH, False, (identity.name, identity.born)
    if identity.name:
        return _BY_NAME, in_a_log, (identity.name, identity.person_ref)
    if identity.phone:
        return _BY_PHONE, in_a_log, (identity.phone, identity.born, identity.person_ref)
    return _BY_NOTHING, in_a_log, (identity.itself,)


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
