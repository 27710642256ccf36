"""R1: by which keys incidents are found again; a person appears in them only as a keyed hash."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.rows import HeaderKept, PersonKept, PlaceKept
from schemas.words import LinkKind, Role, TimePrecision
from streams.policies.bundle import compiled, load_bundle
from streams.rules.keys import (
    CELL,
    KIND_OF,
    cells_around,
    folded,
    hidden,
    keys_of,
    person_ref,
    personal_keys,
    phone,
)
from tests.given.messages import at

SECRET = b"only-for-tests"
LINKING = compiled(load_bundle()[-1]).linking
BORN = date(1950, 1, 2)


def ann(**changes) -> PersonKept:
    return PersonKept(**{"role": Role.VICTIM, **changes})


def header(**changes) -> HeaderKept:
    return HeaderKept(**{"reported_at": at(0), **changes})


def keys(**changes) -> tuple[str, ...]:
    return keys_of(header(**changes), LINKING, SECRET)


@pytest.mark.parametrize(
    "written",
    [
        "07700900001",
        "07700 900001",
        "07700-900-001",
        "(07700) 900 001",
        "+447700900001",
        "+44 7700 900001",
        "+44 (0)7700 900001",
        "0044 7700 900001",
        "00447700900001",
        "tel: 07700 900001",
    ],
)
def test_one_number_written_in_many_ways_is_one_number(written):
    assert phone(written) == "7700900001"


@given(
    st.from_regex(r"7[0-9]{9}", fullmatch=True), st.sampled_from(["0", "+44", "0044", "+44 (0)"]), st.data()
)
def test_spaces_brackets_and_prefixes_do_not_tell_numbers_apart(number, prefix, data):
    cut = data.draw(st.integers(0, len(number)))

    assert phone(f"{prefix}{number[:cut]} -{number[cut:]}") == number


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("0116 249", ""),
        ("0116 2490", "1162490"),
        ("0116 24901", "11624901"),
        (None, ""),
        ("", ""),
        ("withheld", ""),
        ("0000000000", ""),
    ],
)
def test_too_few_digits_tell_nobody_apart(written, found):
    assert phone(written) == found


@pytest.mark.parametrize(
    "other", ["ann smith", "ANN  SMITH", "Smith Ann", "Smith, Ann"], ids=["case", "spaces", "order", "comma"]
)
def test_a_name_is_the_same_however_it_is_cased_spaced_and_turned_round(other):
    first, again = (
        list(personal_keys([ann(name=n, date_of_birth=BORN)], LINKING, SECRET)) for n in ("Ann Smith", other)
    )

    assert first == again
    assert folded(other) == "ann smith"


@pytest.mark.parametrize("role", list(Role))
def test_people_link_in_the_roles_that_the_policy_names(role):
    found = list(personal_keys([ann(role=role, nominal_ref="N1")], LINKING, SECRET))

    assert found == (["n:N1"] if role in LINKING.roles else [])


@pytest.mark.parametrize("missing", ["name", "date_of_birth"])
def test_a_name_without_birth_date_or_a_birth_date_without_name_links_nobody(missing):
    person = ann(**{"name": "Ann Smith", "date_of_birth": BORN, missing: None})

    assert list(personal_keys([person], LINKING, SECRET)) == []


def test_a_number_or_a_name_is_in_a_key_only_as_a_hash_under_the_secret():
    person = ann(name="Ann Smith", date_of_birth=BORN, phone="07700 900001")

    found, elsewhere = (keys_of(header(people=(person,)), LINKING, secret) for secret in (SECRET, b"another"))

    assert {KIND_OF[key[0]] for key in found} == {LinkKind.NAME_AND_BIRTH_DATE, LinkKind.PHONE}
    assert not [
        key for key in found for part in ("ann", "smith", "7700900001", "1950") if part in key.casefold()
    ]
    assert not set(found) & set(elsewhere)


def test_an_incident_is_found_by_everything_that_it_names():
    place = PlaceKept(uprn="000123", easting=250, northing=499)
    people = (ann(nominal_ref="N1"), ann(role=Role.REPORTER, nominal_ref="N1"))

    assert keys(place=place, people=people, links=("SK-9", "SK-9")) == ("x:SK-9", "n:N1", "u:123", "g:1:1")


def test_a_point_moved_by_its_publisher_never_links():
    assert keys(place=PlaceKept(uprn="123", easting=1, northing=1, snapped=True)) == ()


@pytest.mark.parametrize("precision", [TimePrecision.DAY, TimePrecision.MONTH])
def test_a_report_whose_time_is_not_known_is_near_nothing_in_time(precision):
    place = PlaceKept(uprn="123", easting=1, northing=1)

    assert keys(place=place, precision=precision) == ("u:123",)


@given(st.integers(0, 700_000), st.integers(0, 1_300_000), st.integers(-CELL, CELL), st.integers(-CELL, CELL))
def test_nine_cells_around_a_point_hold_all_that_is_near_it(easting, northing, east, north):
    here = PlaceKept(easting=easting, northing=northing)
    there = PlaceKept(easting=easting + east, northing=northing + north)

    assert len(cells_around(here)) == 9
    assert set(keys(place=there)) <= set(cells_around(here))


def test_the_policys_distance_lies_within_the_nine_cells():
    assert LINKING.grid_metres <= CELL


@pytest.mark.parametrize(
    "place", [None, PlaceKept(), PlaceKept(easting=1), PlaceKept(easting=1, northing=1, snapped=True)]
)
def test_around_no_point_there_is_nothing(place):
    assert cells_around(place) == ()


# How people are named in what is published


def test_a_person_is_named_by_the_nominal_reference_where_there_is_one():
    assert person_ref(ann(nominal_ref="N1", name="Ann Smith"), "SK-1", 0, SECRET) == "N1"


@pytest.mark.parametrize(
    "known",
    [{"name": "Ann Smith", "date_of_birth": BORN}, {"phone": "07700 900001"}, {"name": "Ann Smith"}],
    ids=["name and birth date", "phone", "name"],
)
def test_without_one_by_a_hash_of_the_best_that_is_known(known):
    found = person_ref(ann(**known), "SK-1", 0, SECRET)

    assert found.startswith("h-")
    assert found == person_ref(ann(**known), "SK-2", 7, SECRET)
    assert found != person_ref(ann(**known), "SK-1", 0, b"another")


def test_of_whom_nothing_is_known_stands_for_itself():
    refs = {person_ref(ann(), name, number, SECRET) for name in ("SK-1", "SK-2") for number in (0, 1)}

    assert refs == {"SK-1/0", "SK-1/1", "SK-2/0", "SK-2/1"}


def test_the_hash_is_the_first_half_of_hmac_sha256():
    assert hidden("7700900001", b"key") == "5621b6e89794257d5315236901cab8f3"  # pragma: allowlist secret
