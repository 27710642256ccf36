"""X10: the city is nowhere and nobody. All five promises, and the names, over a generated stream."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import orjson
import pytest
import yaml
from pyproj import Transformer

from connectors.city import FORCE, generate
from connectors.city.people import FAMILY, GIVEN
from connectors.city.place import DISTRICTS, GRID_BOX, UPRN_BLOCK
from connectors.messages import payload_of

# ONS codes of police force areas in England that are in use: E23000001 to E23000040.
IN_USE = {f"E23{number:06d}" for number in range(1, 41)}
MAIL = re.compile(r"[\w.+-]+@([\w.-]+\w)")
DRAMA = re.compile(r"0116 496 0\d{3}|07700 900\d{3}")
PHONE_LIKE = re.compile(r"(?<!\d)0\d{3,4} ?\d{3} ?\d{3,4}(?!\d)")


@pytest.fixture(scope="module")
def stream() -> list[tuple[str, dict[str, Any]]]:
    """The force and the data of every message, as they are on the topics."""
    events = generate(21, 20, incidents_per_day=120)
    return [(event.force, orjson.loads(payload_of(event.message))) for event in events]


def values_of(data: Any, *names: str) -> Iterator[Any]:
    """Every value under one of the names, at any depth."""
    if isinstance(data, dict):
        for name, value in data.items():
            if name in names and value is not None:
                yield value
            yield from values_of(value, *names)
    elif isinstance(data, list):
        for value in data:
            yield from values_of(value, *names)


def strings_of(data: Any) -> Iterator[str]:
    if isinstance(data, str):
        yield data
    elif isinstance(data, dict | list):
        for value in data.values() if isinstance(data, dict) else data:
            yield from strings_of(value)


def is_synthetic_uprn(uprn: str) -> bool:
    return len(uprn) == 12 and uprn.startswith(UPRN_BLOCK)


def is_over_water(easting: int, northing: int) -> bool:
    (west, south), (east, north) = GRID_BOX
    return west <= easting < east and south <= northing < north


def is_example_mail(text: str) -> bool:
    return all(domain.endswith(".example") for domain in MAIL.findall(text))


def has_drama_numbers_only(text: str) -> bool:
    return all(DRAMA.fullmatch(number) for number in PHONE_LIKE.findall(text))


def is_invented_name(name: str) -> bool:
    given, _, family = name.partition(" ")
    return given in GIVEN and family in FAMILY


def test_the_force_and_its_districts_have_codes_that_are_not_in_use(stream):
    entries = yaml.safe_load(Path("forces.yaml").read_text("utf-8"))
    registered = {entry["force"]: entry["name"] for entry in entries}

    assert {force for force, _ in stream} == {FORCE}
    assert FORCE not in IN_USE
    assert "synthetic" in registered[FORCE]
    assert all(re.fullmatch(r"E0[67]00099\d", district.code) for district in DISTRICTS)
    assert {code for _, data in stream for code in values_of(data, "district")} <= {
        one.code for one in DISTRICTS
    }


def test_every_uprn_comes_from_the_synthetic_block(stream):
    uprns = [uprn for _, data in stream for uprn in values_of(data, "uprn")]

    assert uprns
    assert all(is_synthetic_uprn(uprn) for uprn in uprns)


def test_every_point_lies_over_open_water(stream):
    points = [
        (data["header"]["location"]["easting"], data["header"]["location"]["northing"])
        for _, data in stream
        if "header" in data
    ]

    assert points
    assert all(is_over_water(*point) for point in points)


def test_the_box_of_the_city_is_in_the_north_sea_within_the_national_grids_bounds():
    to_degrees = Transformer.from_crs(27700, 4326, always_xy=True)
    corners = [to_degrees.transform(easting, northing) for easting in (GRID_BOX[0][0], GRID_BOX[1][0])
               for northing in (GRID_BOX[0][1], GRID_BOX[1][1])]  # fmt: skip

    # Between these latitudes the coast (Spurn Head to Mablethorpe) ends west of 0.36 degrees east.
    assert all(longitude > 0.37 and 53.4 < latitude < 53.8 for longitude, latitude in corners)
    assert GRID_BOX[1][0] < 700_000
    assert GRID_BOX[1][1] < 1_300_000


def test_mail_is_at_example(stream):
    texts = [text for _, data in stream for text in strings_of(data)]

    assert any(MAIL.search(text) for text in texts)
    assert all(is_example_mail(text) for text in texts)


def test_telephone_numbers_are_ofcoms_drama_numbers(stream):
    phones = [phone for _, data in stream for phone in values_of(data, "phone")]

    assert phones
    assert all(DRAMA.fullmatch(phone) for phone in phones)
    assert all(has_drama_numbers_only(text) for _, data in stream for text in strings_of(data))


def test_names_are_those_of_the_invented_lists(stream):
    names = [name for _, data in stream for name in values_of(data, "name")]

    assert names
    assert all(is_invented_name(name) for name in names)


@pytest.mark.parametrize(
    ("check", "broken"),
    [
        (is_synthetic_uprn, ("100012345678",)),
        (is_over_water, (458_000, 304_000)),
        (is_example_mail, ("write to adra@skerrow.co.uk",)),
        (has_drama_numbers_only, ("ring 0116 222 2222",)),
        (is_invented_name, ("John Smith",)),
    ],
)
def test_each_check_sees_what_is_not_synthetic(check: Callable[..., bool], broken: tuple[Any, ...]):
    assert not check(*broken)
