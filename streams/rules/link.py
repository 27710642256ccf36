"""Which earlier reports belong to this incident, and how surely? (R1)

Pure. Only incidents that stand as ASB, and cases that Sentinel opened, are in the index; at most the policy's
`keep` latest per key are read, so the cost does not grow with history.
"""

from collections.abc import Container, Iterable, Iterator
from datetime import timedelta
from typing import Final, NamedTuple

from schemas.rows import HeaderKept, IncidentRow, LinkKept
from schemas.words import LinkKind
from streams.policies.policy import Linking
from streams.rules.keys import KIND_OF, cells_around, cross_reference
from streams.rules.ledger import Entry, Ledger, micros

# Above every time of report: a cross-reference or a case that names the incident counts whenever it came.
_LAST: Final = (2**63, b"")
_MICROSECOND: Final = timedelta(microseconds=1)


class Found(NamedTuple):
    """An index entry: when it was reported, which row it is of, and by which kind of key."""

    at: int
    row: bytes
    kind: LinkKind


def position(row: IncidentRow, ledger: Ledger) -> Entry:
    """Where the incident stands among all reports: by time of report, then by id."""
    return micros(header_of(row).reported_at), ledger.key("incident", row.incident_id)


def header_of(row: IncidentRow) -> HeaderKept:
    if row.header is None:
        msg = "only an incident that was logged has a place among the reports"
        raise LookupError(msg)
    return row.header


def bucket_of(key: str, *, managed: bool = False) -> str:
    """The index bucket of a key; case-managed incidents stand in one of their own as well."""
    return f"m:{key}" if managed else key


def links_of(row: IncidentRow, ledger: Ledger, linking: Linking) -> tuple[LinkKept, ...]:
    """Links to earlier reports, strongest first; several keys to one report count once, by the strongest."""
    order = [terms.kind for terms in linking.kinds]
    confidence = {terms.kind: terms.confidence for terms in linking.kinds}
    best: dict[bytes, Found] = {}
    for found in _earlier(row, ledger, linking):
        known = best.get(found.row)
        if found.kind in confidence and (known is None or order.index(found.kind) < order.index(known.kind)):
            best[found.row] = found
    strongest = sorted(best.values(), key=lambda f: (order.index(f.kind), -f.at, f.row))
    kept: list[LinkKept] = []
    count: dict[LinkKind, int] = {}
    for found in strongest:
        count[found.kind] = count.get(found.kind, 0) + 1
        if count[found.kind] <= linking.keep:
            kept.append(_link(found, confidence[found.kind], linking))
    for link in _gone(row, {link.to for link in kept}, ledger):
        count[link.kind] = count.get(link.kind, 0) + 1
        if link.kind in confidence and count[link.kind] <= linking.keep:
            kept.append(link)
    return tuple(sorted(kept, key=lambda link: order.index(link.kind)))


def _gone(row: IncidentRow, found: Container[str], ledger: Ledger) -> Iterator[LinkKept]:
    """The links to what has aged out since: a decision keeps what it was made by (X8)."""
    for link in row.links:
        if link.to in found:
            continue
        if (ledger.sentinel(link.to) if link.sentinel else ledger.incident(link.to)) is None:
            yield link


def successors(row: IncidentRow, ledger: Ledger, linking: Linking) -> Iterator[str]:
    """Incidents reported after this one whose links this one may be among: bounded by `keep` per key."""
    here = position(row, ledger)
    for key in (*row.keys, *cells_around(header_of(row).place)):
        if KIND_OF[key[0]] is not LinkKind.CROSS_REFERENCE:
            start = _grid_position(here) if key[0] == "g" else here
            yield from _incidents(ledger.rows.after(key, start, linking.keep))
    yield from _incidents(ledger.rows.members(cross_reference(row.incident_id)))
    yield from header_of(row).links


def later(key: str, after: Entry, ledger: Ledger, linking: Linking) -> Iterator[str]:
    """Incidents reported after a point in time under one key."""
    yield from _incidents(ledger.rows.after(key, after, linking.keep))


def nearest_managed(row: IncidentRow, ledger: Ledger, linking: Linking) -> Iterator[Found]:
    """For each key that makes an associated report, the latest case-managed report before this one."""
    here = position(row, ledger)
    for key in associating_keys(row, linking):
        for at, other in ledger.rows.before(bucket_of(key, managed=True), here, 1):
            if here[0] - at <= linking.window // _MICROSECOND:
                yield Found(at, other, KIND_OF[key[0]])


def next_managed(row: IncidentRow, ledger: Ledger, linking: Linking) -> Iterator[Found]:
    """For each key that makes an associated report, the next case-managed report after this one."""
    here = position(row, ledger)
    for key in associating_keys(row, linking):
        for at, other in ledger.rows.after(bucket_of(key, managed=True), here, 1):
            if at - here[0] <= linking.window // _MICROSECOND:
                yield Found(at, other, KIND_OF[key[0]])


def associating_keys(row: IncidentRow, linking: Linking) -> tuple[str, ...]:
    """The keys strong enough to associate; cross-references are followed by themselves."""
    strong = {terms.kind for terms in linking.kinds if terms.confidence >= linking.associated_from}
    return tuple(
        key
        for key in row.keys
        if KIND_OF[key[0]] in strong and KIND_OF[key[0]] is not LinkKind.CROSS_REFERENCE
    )


def incident_id_of(row_key: bytes) -> str | None:
    """The incident a row key is of, or None for another kind of row."""
    _, kind, ident = row_key.decode().split("|", 2)
    return ident if kind == "incident" else None


def id_of(row_key: bytes) -> str:
    return row_key.decode().split("|", 2)[2]


def _earlier(row: IncidentRow, ledger: Ledger, linking: Linking) -> Iterator[Found]:
    here = position(row, ledger)
    window = linking.window // _MICROSECOND
    yield from _cross_referenced(row, ledger, here)
    for key in row.keys:
        kind = KIND_OF[key[0]]
        if kind not in (LinkKind.CROSS_REFERENCE, LinkKind.GRID):
            for at, other in ledger.rows.before(key, here, linking.keep):
                if here[0] - at <= window:
                    yield Found(at, other, kind)
    for found in _near(row, ledger, linking, here):
        if here[0] - found.at <= window:
            yield found


def _cross_referenced(row: IncidentRow, ledger: Ledger, here: Entry) -> Iterator[Found]:
    """Both directions: this log names the other, or the other (or a Sentinel case) names this one."""
    for target in header_of(row).links:
        other = ledger.incident(target)
        if other is not None and other.standing and target != row.incident_id:
            there = position(other, ledger)
            if there < here:
                yield Found(there[0], there[1], LinkKind.CROSS_REFERENCE)
    for at, other_key in ledger.rows.before(cross_reference(row.incident_id), _LAST, 2**31):
        if (at, other_key) < here or incident_id_of(other_key) is None:
            yield Found(at, other_key, LinkKind.CROSS_REFERENCE)


def _near(row: IncidentRow, ledger: Ledger, linking: Linking, here: Entry) -> Iterator[Found]:
    place = header_of(row).place
    if place is None or place.easting is None or place.northing is None:
        return
    for cell in cells_around(place):
        for (at, easting, northing), other in ledger.rows.before(cell, _grid_position(here), linking.keep):
            if (easting - place.easting) ** 2 + (northing - place.northing) ** 2 <= linking.grid_metres**2:
                yield Found(at, other, LinkKind.GRID)


def _grid_position(here: Entry) -> Entry:
    """Entries of a map cell carry the point, so that distance needs no row read."""
    return (here[0], 0, 0), here[1]


def _link(found: Found, confidence: float, linking: Linking) -> LinkKept:
    return LinkKept(
        kind=found.kind,
        to=id_of(found.row),
        confidence=confidence,
        associated=confidence >= linking.associated_from,
        sentinel=incident_id_of(found.row) is None,
    )


def _incidents(entries: Iterable[Entry]) -> Iterator[str]:
    for _, key in entries:
        ident = incident_id_of(key)
        if ident is not None:
            yield ident
