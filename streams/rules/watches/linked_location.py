"""What several people report of one location, where a pack counts that (X2; in Wales).

Pure. Only incidents of which a victim is surely known count; they are found in the index, and none is read.
"""

from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import attrgetter

import msgspec

from schemas.rows import WatchRow
from streams.rules.ledger import Ledger
from streams.rules.retention import dates
from streams.rules.watches import counted
from streams.rules.watches.counted import Counted, Person


def key_of(uprn: str) -> str:
    """The key under which a location is watched."""
    return f"u:{uprn}"


def reports_at(uprn: str, ledger: Ledger) -> Iterator[Counted]:
    """Every report at a location, the latest first, each with the keys of all its victims."""
    for _, of_victims in groupby(counted.reported_at_place(uprn, ledger), attrgetter("incident_id")):
        victims = list(of_victims)
        keys = sorted({key for victim in victims for key in victim.keys})
        yield victims[0]._replace(keys=tuple(keys))


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
        at = ledger.cause.at
        now = msgspec.structs.replace(row, people=keys)
        ledger.put_watch(dates.of_watch(now, at, ledger.policy(at).policy.retention))
    return [*dict.fromkeys((*keys, *row.people))]
