"""By which keys incidents are found again: cross-reference, person, address, map cell (R1).

Pure. A phone number, or a name with a birth date, appears only as an HMAC under the installation's secret.
"""

import hmac
import re
from collections.abc import Iterable, Iterator
from datetime import date
from hashlib import sha256
from typing import Final, Protocol

from schemas.rows import HeaderKept, PlaceKept
from schemas.words import LinkKind, Role, TimePrecision
from streams.policies.policy import Linking

# Metres; a policy's grid distance is at most this, so that nine cells around a point hold all near it.
CELL: Final = 250

# The first letter of a key says which kind of link it makes.
KIND_OF: Final = {
    "x": LinkKind.CROSS_REFERENCE,
    "n": LinkKind.NOMINAL,
    "b": LinkKind.NAME_AND_BIRTH_DATE,
    "p": LinkKind.PHONE,
    "u": LinkKind.UPRN,
    "g": LinkKind.GRID,
}
_DIGITS: Final = re.compile(r"\D+")
_UK: Final = "44"
_LEAST_DIGITS: Final = 7


class Named(Protocol):
    """Anybody with the parts that make a personal key."""

    @property
    def role(self) -> Role | None: ...
    @property
    def nominal_ref(self) -> str | None: ...
    @property
    def name(self) -> str | None: ...
    @property
    def date_of_birth(self) -> date | None: ...
    @property
    def phone(self) -> str | None: ...


def cross_reference(incident_id: str) -> str:
    """The key under which those that refer to an incident are found."""
    return f"x:{incident_id}"


def keys_of(header: HeaderKept, linking: Linking, secret: bytes) -> tuple[str, ...]:
    """The keys of an incident, each once."""
    found = dict.fromkeys(cross_reference(target) for target in header.links)
    found.update(dict.fromkeys(personal_keys(header.people, linking, secret)))
    place = header.place
    if place is not None and not place.snapped:
        if place.uprn:
            found[f"u:{place.uprn.lstrip('0')}"] = None
        # A month or a day is too coarse to say that two reports were near each other in time.
        if header.precision is TimePrecision.EXACT:
            found.update(dict.fromkeys(cell_of(place)))
    return tuple(found)


def personal_keys(people: Iterable[Named], linking: Linking, secret: bytes) -> Iterator[str]:
    """Nominal reference, name with birth date, and phone of everybody in a role that links; who left has none."""
    for person in people:
        if person.role not in linking.roles:
            continue
        if person.nominal_ref:
            yield f"n:{person.nominal_ref}"
        if person.name and person.date_of_birth:
            yield f"b:{hidden(_named_and_born(person.name, person.date_of_birth), secret)}"
        number = phone(person.phone)
        if number:
            yield f"p:{hidden(number, secret)}"


def sure_keys(person: Named, linking: Linking, secret: bytes) -> tuple[str, ...]:
    """The keys by which somebody is surely known, the nominal reference first; a phone or a name alone is none.

    Only keys of a kind that the policy holds sure enough to associate reports.
    """
    sure = {terms.kind for terms in linking.kinds if terms.confidence >= linking.associated_from}
    found = []
    if person.nominal_ref and LinkKind.NOMINAL in sure:
        found.append(f"n:{person.nominal_ref}")
    if person.name and person.date_of_birth and LinkKind.NAME_AND_BIRTH_DATE in sure:
        found.append(f"b:{hidden(_named_and_born(person.name, person.date_of_birth), secret)}")
    return tuple(found)


def ref_of_key(key: str) -> str:
    """How whoever is surely known by a key is named in what we publish, as `person_ref` has it."""
    return key[2:] if key[0] == "n" else f"h-{key[2:]}"


def person_ref(person: Named, incident_id: str, number: int, secret: bytes) -> str:
    """How a person is named in what we publish: the nominal reference, else a keyed hash of what is known.

    By name before phone: two people of one household are two. Of whom nothing is known stands for itself: two
    unknown victims of one incident are two people.
    """
    if person.nominal_ref:
        return person.nominal_ref
    born = person.date_of_birth.isoformat() if person.date_of_birth else ""
    if name := folded(person.name or ""):
        return "h-" + hidden(f"{name}|{born}", secret)
    if digits := phone(person.phone):
        return "h-" + hidden(f"{digits}|{born}", secret)
    return f"{incident_id}/{number}"


def folded(name: str) -> str:
    """A name without regard to case, spacing and the order of its parts."""
    return " ".join(sorted(name.casefold().replace(",", " ").split()))


def _named_and_born(name: str, born: date) -> str:
    return f"{folded(name)}|{born.isoformat()}"


def phone(written: str | None) -> str:
    """A phone number as digits without the national prefix; empty when there are too few to tell people apart."""
    digits = _DIGITS.sub("", written or "")
    digits = digits.removeprefix("00").removeprefix(_UK).lstrip("0")
    return digits if len(digits) >= _LEAST_DIGITS else ""


def hidden(value: str, secret: bytes) -> str:
    """HMAC-SHA256 under the installation's secret, as hex."""
    return hmac.new(secret, value.encode(), sha256).hexdigest()[:32]


def cell_of(place: PlaceKept) -> tuple[str, ...]:
    """The map cell of a point, if it has one."""
    if place.easting is None or place.northing is None:
        return ()
    return (f"g:{place.easting // CELL}:{place.northing // CELL}",)


def cells_around(place: PlaceKept | None) -> tuple[str, ...]:
    """The cells in which anything within CELL metres of the point lies."""
    if place is None or place.snapped or place.easting is None or place.northing is None:
        return ()
    east, north = place.easting // CELL, place.northing // CELL
    return tuple(f"g:{east + x}:{north + y}" for x in (-1, 0, 1) for y in (-1, 0, 1))
