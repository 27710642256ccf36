"""Which incidents belong together: the linked group behind a case (R1; design: Case identity).

Pure. Two incidents are neighbours when one is among the kept links of the other and one of the two is
case-managed, or when both are case-managed and the nearest to each other under a key. A case that Sentinel
opened counts as case-managed. A group is what neighbours connect; the neighbours of one incident are bounded
by the policy's `keep`, whatever the history.
"""

from collections import deque
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from schemas.rows import IncidentRow, LinkKept, SentinelRow
from schemas.words import LinkKind
from streams.policies.policy import Linking
from streams.rules.keys import cross_reference
from streams.rules.ledger import Ledger, micros
from streams.rules.link import (
    Found,
    bucket_of,
    header_of,
    id_of,
    incident_id_of,
    later,
    nearest_managed,
    next_managed,
    position,
    successors,
)


class Neighbour(NamedTuple):
    """Somebody in the same group: an incident, or a case of Sentinel's by its reference; sorts strongest first."""

    order: int
    latest: int
    ident: str
    case_id: str
    is_sentinel: bool


def neighbours(row: IncidentRow, ledger: Ledger) -> list[Neighbour]:
    """The neighbours of a standing incident, strongest link first, each once."""
    linking = ledger.policy(header_of(row).reported_at).policy.linking
    order = [terms.kind for terms in linking.kinds]
    best: dict[str, Neighbour] = {}
    for ident, is_sentinel, kind in _edges(row, ledger, linking):
        found = _neighbour(ident, order.index(kind), ledger, is_sentinel=is_sentinel)
        known = best.get(ident)
        if found is not None and (known is None or found < known):
            best[ident] = found
    return sorted(best.values())


def reach_each_other(wanted: set[str], case_id: str, ledger: Ledger) -> bool:
    """Whether neighbours within the case connect these members; near ones are found after a few steps."""
    start = min(wanted)
    reached, waiting = {start}, deque([start])
    while waiting and not wanted <= reached:
        row = ledger.known_incident(waiting.popleft())
        for other in neighbours(row, ledger) if row.standing else ():
            if other.case_id == case_id and not other.is_sentinel and other.ident not in reached:
                reached.add(other.ident)
                waiting.append(other.ident)
    return wanted <= reached


def connected(members: Iterable[IncidentRow], case_id: str, root: str, ledger: Ledger) -> set[str]:
    """The members of a case that neighbours within the case connect with its root, by id."""
    beside: dict[str, set[str]] = {}
    for row in members:
        for other in neighbours(row, ledger):
            if other.case_id == case_id:
                beside.setdefault(row.incident_id, set()).add(other.ident)
                beside.setdefault(other.ident, set()).add(row.incident_id)
    reached, waiting = {root}, [root]
    while waiting:
        found = beside.get(waiting.pop(), set()) - reached
        reached |= found
        waiting += found
    return reached


def linked_to(sentinel: SentinelRow, ledger: Ledger) -> list[str]:
    """The incidents whose links Sentinel's case may be among; none before it says when it opened it."""
    if sentinel.opened_at is None:
        return []
    linking = ledger.policy(sentinel.opened_at).policy.linking
    here = (micros(sentinel.opened_at), ledger.key("sentinel", sentinel.reference))
    found: list[str] = []
    for key in sentinel.keys:
        found += later(key, here, ledger, linking)
        found += [key[2:]] if key.startswith("x:") else []
        found += [
            ident
            for _, row_key in ledger.rows.after(bucket_of(key, managed=True), here, 1)
            if (ident := incident_id_of(row_key)) is not None
        ]
    return found


def _edges(row: IncidentRow, ledger: Ledger, linking: Linking) -> Iterator[tuple[str, bool, LinkKind]]:
    """Ids of neighbours with the kind of link, some more than once."""
    for link in row.links:
        if link.associated and (row.managed or _is_managed(link, ledger)):
            yield link.to, link.sentinel, link.kind
    for entry in ledger.rows.members(cross_reference(row.incident_id)):
        if incident_id_of(entry[1]) is None:
            yield id_of(entry[1]), True, LinkKind.CROSS_REFERENCE
    if row.managed:
        for found in (*nearest_managed(row, ledger, linking), *next_managed(row, ledger, linking)):
            yield from _as_edge(found, row, ledger)
    for ident in dict.fromkeys(successors(row, ledger, linking)):
        other = ledger.incident(ident)
        if other is not None and other.standing and (row.managed or other.managed):
            for link in other.links:
                if link.associated and not link.sentinel and link.to == row.incident_id:
                    yield ident, False, link.kind


def _as_edge(found: Found, row: IncidentRow, ledger: Ledger) -> Iterator[tuple[str, bool, LinkKind]]:
    ident = incident_id_of(found.row)
    if ident is not None:
        yield ident, False, found.kind
    elif (found.at, found.row) < position(row, ledger):
        # A case of Sentinel's draws in what is reported after it, not what came before.
        yield id_of(found.row), True, found.kind


def _is_managed(link: LinkKept, ledger: Ledger) -> bool:
    if link.sentinel:
        return True
    other = ledger.incident(link.to)
    return other is not None and other.managed


def _neighbour(ident: str, order: int, ledger: Ledger, *, is_sentinel: bool) -> Neighbour | None:
    if is_sentinel:
        sentinel = ledger.sentinel(ident)
        if sentinel is None:
            return None
        # Of a case that Sentinel accepted before it appeared here nobody can be a member yet.
        case_id = sentinel.case_id if ledger.case(sentinel.case_id) is not None else ""
        return Neighbour(order, 0, ident, case_id, is_sentinel=True)
    row = ledger.incident(ident)
    if row is None or not row.standing:
        return None
    return Neighbour(order, -position(row, ledger)[0], ident, row.case_id, is_sentinel=False)
