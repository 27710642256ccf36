"""What a marker is on: a person by nominal reference, or a location with its point (R9).

Pure. A location without a UPRN is known by its point; a point that its publisher has moved marks nothing.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from itertools import chain
from typing import Final

from schemas.outgoing import Marked
from schemas.rows import IncidentRow, PlaceKept
from schemas.words import MarkedKind
from streams.rules.ledger import Entry, Ledger, micros
from streams.rules.link import bucket_of, incident_id_of
from streams.rules.membership import members_bucket

_AFTER_ITS_ROWS: Final = b"\xff"
_AFTER_ALL: Final[Entry] = (2**63, _AFTER_ITS_ROWS)
# Incidents that are asked for at once; the first with a place ends it.
_PAGE: Final = 10


def of(ledger: Ledger, kind: MarkedKind, ref: str) -> Marked:
    """The person or location, a location with its point as far as an incident there tells it."""
    if kind is MarkedKind.PERSON:
        return Marked(kind=kind, ref=ref)
    if "," in ref:
        easting, northing = ref.split(",")
        return Marked(kind=kind, ref=ref, easting=int(easting), northing=int(northing))
    place = next(_places(ledger, _paged(ledger.rows.before, bucket_of(f"u:{ref}"), _AFTER_ALL)), None)
    if place is None:
        return Marked(kind=kind, ref=ref)
    return Marked(kind=kind, ref=ref, easting=place.easting, northing=place.northing)


def scene_of(ledger: Ledger, case_id: str, since: datetime) -> str:
    """Where the latest incident of a case had taken place by a moment, else the first after it; empty: not known.

    By then and not by now: a marker does not wander with each further incident.
    """
    bucket, position = members_bucket(case_id), (micros(since), _AFTER_ITS_ROWS)
    entries = chain(
        _paged(ledger.rows.before, bucket, position),
        _paged(ledger.rows.after, bucket, position),
    )
    return next((ref for place in _places(ledger, entries) if (ref := _ref(place))), "")


def _paged(
    page_of: Callable[[str, Entry, int], list[Entry]], bucket: str, position: Entry
) -> Iterator[Entry]:
    """The entries before or after a position, nearest first, as they are asked for."""
    while page := page_of(bucket, position, _PAGE):
        yield from page
        position = page[-1]


def _places(ledger: Ledger, entries: Iterable[Entry]) -> Iterator[PlaceKept]:
    for _, key in entries:
        ident = incident_id_of(key)
        row: IncidentRow | None = ledger.incident(ident) if ident is not None else None
        place = row.header.place if row is not None and row.header is not None else None
        if place is not None and not place.snapped:
            yield place


def _ref(place: PlaceKept) -> str:
    if place.uprn:
        return place.uprn.lstrip("0")
    if place.easting is None or place.northing is None:
        return ""
    return f"{place.easting},{place.northing}"
