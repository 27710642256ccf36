"""A force with as many rows as a test asks for, made cheaply: copies of rows that the rules made."""

from collections.abc import Iterator
from functools import lru_cache

import msgspec

from schemas.incoming import IncidentLogged, Location
from schemas.rows import IncidentRow, ObligationRow, PlaceKept
from streams import row_codec
from streams.rules.keys import cell_of
from tests.given.core import FORCE, Core
from tests.given.messages import at, incident, line, victim

STATION = "999000000777"
STATION_POINT = (100_000, 100_000)
# Houses around the station, in its cell of the map and in each of the eight beside it.
AROUND = tuple((east, north) for east in (-250, 0, 250) for north in (-250, 0, 250))
# All the others are far from it: they make the force large and the index full.
# Of one victim, and within so many hours.
NOMINAL, HALF_A_YEAR = "NOM-1", 4_000
INCIDENTS_PER_HOUSE, AWAY, CITY_METRES = 20, 50_000, 20_000

ASKED = "She is frightened"
QUIET = "Loud music, for information only"
GRAVE = "They threatened her. She is frightened."


def at_the_station(incident_id: str, hours: float, text: str, **changes: object) -> IncidentLogged:
    """One more incident at the bus station."""
    place = Location(uprn=STATION, easting=STATION_POINT[0], northing=STATION_POINT[1], beat="B1")
    lines = [line(text, 1, hours)]
    return incident(incident_id, hours, lines=lines, location=place, **changes)  # type: ignore[arg-type]


def city_with(rows: int, at_station: int, text: str) -> Core:
    """A force with `rows` incidents all over the city and `at_station` at its bus station, one an hour.

    Those at and around the station are told to the rules one by one; the many elsewhere are copies.
    """
    core = Core()
    found = dict(_station(at_station, text))
    found.update(_elsewhere(rows))
    for _ in core.table.fill(found):
        pass
    return core


def somebody_with(reports: int, asb_class: str) -> Core:
    """A force in which one victim, known by a nominal reference, reported so often in half a year: copies."""
    once = Core()
    once.tell(incident("AGAIN-0", 0, people=[victim(nominal_ref=NOMINAL)], opening_code=asb_class))
    template = once.incident("AGAIN-0")
    assert template.header is not None
    core, found = Core(), {}
    for number in range(reports):
        header = msgspec.structs.replace(template.header, reported_at=at(HALF_A_YEAR * number / reports))
        row = msgspec.structs.replace(template, incident_id=f"AGAIN-{number}", header=header, asks={})
        found[f"{FORCE}|incident|{row.incident_id}".encode()] = row_codec.encode(row)
    for _ in core.table.fill(found):
        pass
    return core


def force_with_duties(rows: int) -> Core:
    """A force with `rows` rows: incidents all over the city, and as many open duties, none due for a year."""
    core = Core()
    found = dict(_elsewhere(rows // 2))
    found.update(_duties(rows // 2))
    for _ in core.table.fill(found):
        pass
    return core


def _duties(count: int) -> Iterator[tuple[bytes, bytes]]:
    core = Core()
    core.tell(incident("SK-0", 0, ASKED))
    [template] = [row for _, row in core.rows() if isinstance(row, ObligationRow)]
    for number in range(count):
        row = msgspec.structs.replace(
            template,
            obligation_id=f"duty-{number}",
            incident_id=f"SK-{number}",
            next_at=at(365 * 24 + number / 1_000),
        )
        yield f"{FORCE}|obligation|{row.obligation_id}".encode(), row_codec.encode(row)


@lru_cache
def _station(count: int, text: str) -> tuple[tuple[bytes, bytes], ...]:
    core = Core()
    for number in range(count):
        east, north = AROUND[number % len(AROUND)]
        place = Location(
            uprn=f"9999{number % len(AROUND):08}",
            easting=STATION_POINT[0] + east + 30,
            northing=STATION_POINT[1] + north + 30,
        )
        beside = incident(f"BESIDE-{number:05}", number + 0.1, QUIET, location=place)
        core.tell(at_the_station(f"BUS-{number:05}", number, text), beside)
    return tuple(core.table.rows())


def _elsewhere(count: int) -> Iterator[tuple[bytes, bytes]]:
    template = _told_once()
    header = template.header
    assert header is not None
    for number in range(count):
        house = number // INCIDENTS_PER_HOUSE
        place = PlaceKept(
            uprn=f"9998{house:08}",
            easting=AWAY + house * 7_919 % CITY_METRES,
            northing=AWAY + house * 104_729 % CITY_METRES,
        )
        row = msgspec.structs.replace(
            template,
            incident_id=f"SK-{number}",
            header=msgspec.structs.replace(header, place=place, reported_at=at(number / 100)),
            keys=(f"n:N{house}", f"u:{place.uprn}", *cell_of(place)),
        )
        yield f"{FORCE}|incident|{row.incident_id}".encode(), row_codec.encode(row)


def _told_once() -> IncidentRow:
    core = Core()
    core.tell(incident("SK-0", 0, QUIET, uprn="999000000001", people=[victim(nominal_ref="N0")]))
    return core.incident("SK-0")
