"""What several people report of one location, where a pack counts that (X2; in Wales).

Pure. Only incidents of which a victim is surely known count. Read are the latest `MOST` logs of the location: few
packs ask for this, and those that do for a handful.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Final

import msgspec

from schemas.rows import IncidentRow, WatchRow
from schemas.words import Role
from streams.rules.ledger import Entry, Ledger, micros
from streams.rules.link import bucket_of, incident_id_of
from streams.rules.places import uprn_of
from streams.rules.watches import counted
from streams.rules.watches.counted import Counted, Person
from streams.rules.watches.separate import separate

MOST: Final = 64
_LAST: Final[Entry] = (2**63, b"")


def key_of(uprn: str) -> str:
    """The key under which a location is watched."""
    return f"u:{uprn}"


def of_row(row: IncidentRow | None) -> str:
    """The location at which a standing incident counts; empty: none."""
    return uprn_of(row.header) if row is not None and row.header is not None and row.standing else ""


def incidents_at(uprn: str, since: datetime, ledger: Ledger) -> list[Counted]:
    """The separate incidents at a location, reported at `since` or later, each with the keys of all its victims."""
    found = []
    for at, key in ledger.rows.before(bucket_of(key_of(uprn)), _LAST, MOST):
        ident = incident_id_of(key)
        row = ledger.incident(ident) if ident is not None and at >= micros(since) else None
        victims = [one for role, _, one in counted.named_in(row) if role is Role.VICTIM] if row else []
        if victims:
            keys = dict.fromkeys(key for victim in victims for key in victim.keys)
            found.append(victims[0]._replace(keys=tuple(keys)))
    return separate(found)


def are_of_several(incidents: Iterable[Counted]) -> bool:
    """Whether more than one person is the victim."""
    return len({one.keys for one in incidents}) > 1


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
