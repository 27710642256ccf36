"""Degrees of WGS 84 to metres of the British National Grid, many points at a time.

PROJ does the arithmetic. Without the Ordnance Survey's correction grid, which is not downloaded, a point is
right to about five metres: enough for anything but an address, and an address comes as a UPRN.
"""

import math
from collections.abc import Sequence
from functools import cache
from typing import Final, NamedTuple

from pyproj import Transformer

# The grid's extent in metres, as `schemas.incoming.Location` bounds it.
EAST: Final = 700_000
NORTH: Final = 1_300_000


class GridPoint(NamedTuple):
    easting: int
    northing: int


def to_national_grid(points: Sequence[tuple[float, float]]) -> list[GridPoint | None]:
    """The grid point of each (longitude, latitude), None for one that is not on the grid of Great Britain."""
    if not points:
        return []
    longitudes, latitudes = zip(*points, strict=True)
    eastings, northings = _transformer().transform(longitudes, latitudes)
    return [_point(east, north) for east, north in zip(eastings, northings, strict=True)]


def _point(east: float, north: float) -> GridPoint | None:
    if not (math.isfinite(east) and math.isfinite(north)):
        return None
    point = GridPoint(round(east), round(north))
    return point if 0 <= point.easting <= EAST and 0 <= point.northing <= NORTH else None


@cache
def _transformer() -> Transformer:
    return Transformer.from_crs("EPSG:4326", "EPSG:27700", always_xy=True)
