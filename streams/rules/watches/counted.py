"""Which incidents name a person, as victim or as perpetrator? (X2, X3, R18)

Pure. Only who is surely known is counted: by nominal reference, else by name and birth date together. Somebody whom
one log knows by the one and another by the other is one person as soon as any standing log has both; a name and birth
date that stand beside several nominal references are of none of them.

Everything that is counted stands in the index, so that no incident is read, and at most the latest `MOST` are.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Any, Final, NamedTuple

from schemas.rows import HeaderKept, IncidentRow
from schemas.words import AsbClass, Channel, Letter, Role
from streams.rules.keys import ref_of_key
from streams.rules.ledger import Entry, Ledger, micros
from streams.rules.places import uprn_of

# Read of one key: more change nothing that a policy can ask for.
MOST: Final = 256
# Read of the other keys that one stands beside: a placeholder in place of a name may stand beside everybody.
_MOST_KEYS: Final = 16
_PAGE: Final = 32
_LAST: Final[Entry] = ((2**63,), b"")
_EVER: Final = -(2**63)
_AFTER_ITS_ROWS: Final = b"\xff"
_ROLES: Final = (Role.VICTIM, Role.PERPETRATOR)
_NOMINAL: Final = "n"
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


class Counted(NamedTuple):
    """A standing incident that names somebody, as the index holds it: by time of report. Times in microseconds."""

    reported: int
    incident_id: str
    # From when to when it happened; nobody said: when it was reported.
    begun: int
    ended: int
    personal: bool
    # A prejudice qualifier, or the E of VICTOR-E.
    hate: bool
    # Another agency told the police of it.
    by_agency: bool
    uprn: str
    beat: str
    case_id: str
    # By which keys this person is known here, and of a victim those who are named as perpetrators.
    keys: tuple[str, ...]
    suspects: tuple[tuple[str, ...], ...]

    @property
    def reported_at(self) -> datetime:
        return _EPOCH + timedelta(microseconds=self.reported)

    @property
    def occurred_at(self) -> datetime:
        """When it was over, as far as anybody said."""
        return _EPOCH + timedelta(microseconds=self.ended)


class Person(NamedTuple):
    """Somebody with every key they are known by; the first is how they are told of."""

    keys: tuple[str, ...]

    @property
    def key(self) -> str:
        return self.keys[0]

    @property
    def ref(self) -> str:
        """How they are named in what is published: the nominal reference, else a keyed hash."""
        return ref_of_key(self.key)


def bucket(role: Role, key: str) -> str:
    """The index bucket of the standing incidents that name somebody in a role."""
    return f"named:{role}:{key}"


def place_bucket(uprn: str) -> str:
    """The index bucket of the standing incidents at a location, once for each victim who is surely known."""
    return f"victims-at:{uprn}"


def beside_bucket(key: str) -> str:
    """The index bucket of the keys that stand beside this one in any log."""
    return f"beside:{key}"


def entries(row: IncidentRow) -> Iterator[tuple[str, Any]]:
    """The index entries of everybody who is surely known in an incident that stands."""
    header = row.header
    if header is None or not row.standing or not any(row.known_by):
        return
    for role, keys, counted in named_in(row):
        if role is Role.VICTIM and counted.uprn:
            yield place_bucket(counted.uprn), counted
        for key in keys:
            yield bucket(role, key), counted
            for other in keys:
                if other != key:
                    yield beside_bucket(key), other


def named_in(row: IncidentRow) -> Iterator[tuple[Role, tuple[str, ...], Counted]]:
    """Who is surely known as victim or perpetrator of a standing incident, and how it counts for them.

    A suspect who is withheld is counted for nothing (X11).
    """
    header = row.header
    if header is None or not row.standing:
        return
    roles = (Role.VICTIM,) if row.suspects_withheld else _ROLES
    named = [
        (person.role, keys)
        for person, keys in zip(header.people, row.known_by, strict=False)
        if keys and person.role in roles
    ]
    suspects = tuple(sorted({keys for role, keys in named if role is Role.PERPETRATOR}))
    for role, keys in dict.fromkeys(named):
        yield role, keys, _counted(row, header, keys, suspects if role is Role.VICTIM else ())


def person_of(key: str, ledger: Ledger) -> Person:
    """Whoever is known by a key, with the other keys that are surely theirs as well."""
    beside = _beside(key, ledger)
    if key[0] != _NOMINAL:
        if len(beside) != 1:
            return Person((key,))
        owner = person_of(beside[0], ledger)
        return owner if key in owner.keys else Person((key,))
    return Person((key, *(other for other in beside if _beside(other, ledger) == [key])))


def those_beside(key: str, ledger: Ledger) -> list[str]:
    """The keys that stand beside one in any log: whose incidents theirs are may change with it."""
    return _beside(key, ledger)


def incidents_of(person: Person, role: Role, since: datetime | None, ledger: Ledger) -> list[Counted]:
    """The latest `MOST` standing incidents that name a person in a role, the latest first.

    `since`: only those reported then or later.
    """
    found: dict[str, Counted] = {}
    for key in person.keys:
        for counted in _reported_since(bucket(role, key), micros(since) if since else _EVER, ledger):
            # Under a name and birth date stand also those whom a log knows to be somebody else.
            if counted.keys[0] in person.keys:
                found[counted.incident_id] = counted
    return sorted(found.values(), reverse=True)[:MOST]


def reported_at_place(uprn: str, ledger: Ledger) -> Iterator[Counted]:
    """How every standing incident at a location counts for each of its victims, the latest reported first."""
    return _latest_first(place_bucket(uprn), ledger)


def _reported_since(name: str, since: int, ledger: Ledger) -> Iterator[Counted]:
    for counted in islice(_latest_first(name, ledger), MOST):
        if counted.reported < since:
            return
        yield counted


def _latest_first(name: str, ledger: Ledger) -> Iterator[Counted]:
    position = _LAST
    while page := ledger.rows.before(name, position, _PAGE):
        yield from (counted for counted, _ in page)
        position = page[-1]


def _beside(key: str, ledger: Ledger) -> list[str]:
    """Each key once, however many logs have both."""
    found: list[str] = []
    position: Entry = ("", b"")
    while len(found) < _MOST_KEYS and (page := ledger.rows.after(beside_bucket(key), position, 1)):
        found.append(page[0][0])
        position = (page[0][0], _AFTER_ITS_ROWS)
    return found


def _counted(
    row: IncidentRow, header: HeaderKept, keys: tuple[str, ...], suspects: tuple[tuple[str, ...], ...]
) -> Counted:
    reported = header.reported_at
    # What happened cannot have been over after it was told.
    ended = min(header.occurred_to or header.occurred_from or reported, reported)
    begun = min(header.occurred_from or ended, ended)
    return Counted(
        reported=micros(reported),
        incident_id=row.incident_id,
        begun=micros(begun),
        ended=micros(ended),
        personal=row.tag is not None and row.tag.asb_class is AsbClass.PERSONAL,
        hate=Letter.HATE in row.letters,
        by_agency=header.channel is Channel.OTHER_AGENCY,
        uprn=uprn_of(header),
        beat=(header.place.beat if header.place else None) or "",
        case_id=row.case_id,
        keys=keys,
        suspects=suspects,
    )
