"""The invented city of Skerrow: where things happen. Nothing of it exists.

Its force code is not in use, its grid lies over the North Sea east of Spurn Head, its UPRNs come from one
block that starts with 999, its streets are made up. The shape is that of a county with one city: eight
districts, 65 beats.
"""

from random import Random
from typing import Final, NamedTuple

from connectors.city.chance import one_of
from schemas.incoming import Location

FORCE: Final = "E23000099"
AGENCY: Final = "SKE"

# Open water: metres on the British National Grid, the easternmost coast at this latitude is near easting
# 545,000.
GRID_BOX: Final = ((558_000, 404_000), (600_000, 430_000))
UPRN_BLOCK: Final = "999"


class District(NamedTuple):
    """A district: its invented ONS code, the share of incidents that happen in it, its box of the grid in km."""

    name: str
    code: str
    beats: tuple[str, ...]
    weight: float
    corner: tuple[int, int]
    size: tuple[int, int]


def _beats(letters: str, count: int) -> tuple[str, ...]:
    return tuple(f"{letters}{number:02d}" for number in range(1, count + 1))


DISTRICTS: Final = (
    District("Skerrow", "E06000990", _beats("SK", 20), 0.44, (574, 413), (8, 7)),
    District("Holmegate", "E07000991", _beats("HO", 9), 0.15, (574, 421), (9, 8)),
    District("Brinewold", "E07000992", _beats("BR", 7), 0.10, (583, 413), (8, 8)),
    District("Marram", "E07000993", _beats("MA", 6), 0.08, (584, 422), (9, 7)),
    District("Sandlings", "E07000994", _beats("SA", 7), 0.08, (564, 412), (9, 8)),
    District("West Fathom", "E07000995", _beats("WF", 6), 0.06, (562, 421), (9, 8)),
    District("Kittiwake", "E07000996", _beats("KI", 6), 0.05, (568, 405), (9, 6)),
    District("Lowtide", "E07000997", _beats("LO", 4), 0.04, (580, 405), (9, 7)),
)

_FIRST: Final = (
    "Gannet", "Plover", "Saltmarsh", "Lantern", "Cockle", "Sandpiper", "Halyard", "Mainsail", "Tern",
    "Groyne", "Samphire", "Breakwater", "Limpet", "Foghorn", "Dunlin", "Capstan", "Ropewalk",
    "Netmender", "Curlew", "Shingle", "Seaholly", "Trawler", "Bollard", "Fathom", "Keel", "Spindrift",
    "Turnstone", "Oyster", "Whelk", "Anchorage",
)  # fmt: skip
_LAST: Final = (
    "Street", "Road", "Lane", "Close", "Avenue", "Row", "Walk", "Drive", "Crescent", "Gardens", "Way",
)  # fmt: skip
STREETS: Final = tuple(f"{first} {last}" for first in _FIRST for last in _LAST)
SPOTS: Final = (
    "park on Saltpan Road", "bandstand on the Strand", "skate park", "play area behind the flats",
    "boating lake", "green at the Ropery", "underpass at Quay Gate", "multi storey", "memorial gardens",
    "rec at Whinfield", "bus station", "old dock steps", "lock", "MUGA at Cockle Fields",
)  # fmt: skip
SHOPS: Final = (
    "the mini market on Quay Gate", "Brightsea Stores", "the chip shop", "the off licence on Tern Walk",
    "Harbour Retail Park", "the chemist", "Fathom Food Hall", "the petrol station", "the burger place",
    "the arcade",
)  # fmt: skip
GREENS: Final = (
    "Saltpan Park", "the rec at Whinfield", "the green at the Ropery", "Cockle Fields", "the playing field",
    "the common", "the dunes",
)  # fmt: skip
WORKS: Final = ("net factory", "cannery", "ice house", "swimming baths", "railway goods shed", "cinema")
CARS: Final = (
    "white Transit van", "blue Corsa", "silver Astra", "black Golf", "red Fiesta", "grey estate",
    "green Micra",
)  # fmt: skip


class Place(NamedTuple):
    """An address, always the same once made. `uprn` is twelve digits of the synthetic block."""

    number: int
    street: str
    uprn: str
    easting: int
    northing: int
    beat: str
    district: str

    def location(self) -> Location:
        return Location(
            text=f"{self.number} {self.street.upper()}",
            uprn=self.uprn,
            easting=self.easting,
            northing=self.northing,
            beat=self.beat,
            district=self.district,
        )


def new_place(numbers: Random, situation: int, serial: int) -> Place:
    """An address that nobody has: its UPRN is built from the situation's number and a serial within it."""
    district = numbers.choices(DISTRICTS, weights=[one.weight for one in DISTRICTS])[0]
    (east, north), (wide, high) = district.corner, district.size
    x, y = int(numbers.random() * wide * 1000), int(numbers.random() * high * 1000)
    # Beats are strips of the district, so that a beat is one area of the map.
    beat = district.beats[x * len(district.beats) // (wide * 1000)]
    return Place(
        number=1 + int(numbers.random() * 180),
        street=one_of(numbers, STREETS),
        uprn=f"{UPRN_BLOCK}{situation:02d}{serial % 10_000_000:07d}",
        easting=east * 1000 + x,
        northing=north * 1000 + y,
        beat=beat,
        district=district.code,
    )
