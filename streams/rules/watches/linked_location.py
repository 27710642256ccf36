"""What several people report of one location, where a pack counts that (X2; in Wales).

Pure. Only incidents of which a victim is surely known count. Read are the latest `MOST` logs of the location: few
packs ask for this, and those that do for a handful.
"""

from collections.abc import Iterable
from typing import Final

import msgspec

from schemas.rows import WatchRow
from schemas.words import Role
from streams.rules.ledger import Entry, Ledger
from streams.rules.link import bucket_of, incident_id_of
from streams.rules.watches import counted
from streams.rules.watches.counted import Counted, Person
from streams.rules.watches.separate import separate

MOST: Final = 64
_LAST: Final[Entry] = (2**63, b"")


def key_of(uprn: str) -> str:
    """The key under which a location is watched."""
    return f"u:{uprn}"


def incidents_at(uprn: str, ledger: Ledger) -> list[Counted]:
    """The latest separate incidents at a location, each with the keys of all its victims."""
    found = []
    for _, key in ledger.rows.before(bucket_of(key_of(uprn)), _LAST, MOST):
        ident = incident_id_of(key)
        row = ledger.incident(ident) if ident is not None else None
        victims = [one for role, _, one in counted.named_in(row) if role is Role.VICTIM] if row else []
        if victims:
            keys = dict.fromkeys(key for victim in victims for key in victim.keys)
            found.append(victims[0]._replace(keys=tuple(keys)))
    return separate(found)


def are_of_several(incidents: Iterable[Counted]) -> bool:
    """Whether more than one person is the victim: whoever shares a key with another is one person."""
    people: list[set[str]] = []
    for one in incidents:
        same = [known for known in people if not known.isdisjoint(one.keys)]
        people = [known for known in people if known not in same]
        people.append(set(one.keys).union(*same))
    return len(people) > 1


def names(incidents: Iterable[Counted], person: Person) -> bool:
    """Whether the person is the victim of any of them."""
    return any(not set(person.keys).isdisjoint(one.keys) for one in incidents)


def take_turns(uprn: str, latest: Iterable[Counted], ledger: Ledger) -> list[str]:
    """Keep whose incidents are the latest at a location; returns them with those whose were so before."""
    row = ledger.watch(key_of(uprn)) or WatchRow(key_of(uprn))
    keys = tuple(sorted({key for one in latest for key in one.keys}))
    if keys != row.people:
        ledger.put_watch(msgspec.structs.replace(row, people=keys))
    return [*dict.fromkeys((*keys, *row.people))]
