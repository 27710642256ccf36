"""X2, X3: which reports are one incident, which incidents are a series, and how months are counted."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from streams.rules.watches.conduct import Series, in_series
from streams.rules.watches.counted import Counted
from streams.rules.watches.months import beginning_of, months_after
from streams.rules.watches.separate import separate

HOUR = 3_600_000_000


def told(name: str, hour: int, begun: int | None = None, **changes: Any) -> Counted:
    """A report made at an hour, of what happened then or from an hour on."""
    values = {
        "reported": hour * HOUR,
        "incident_id": name,
        "begun": (hour if begun is None else begun) * HOUR,
        "ended": hour * HOUR,
        "personal": True,
        "hate": False,
        "by_agency": False,
        "uprn": "1",
        "beat": "",
        "case_id": "",
        "keys": ("n:1",),
        "suspects": (),
    }
    return Counted(**{**values, **changes})


def names(incidents: list[Counted]) -> list[str]:
    return [one.incident_id for one in incidents]


@pytest.mark.parametrize(
    ("day", "months", "found"),
    [
        (date(2026, 6, 1), 1, date(2026, 7, 1)),
        (date(2027, 1, 31), 1, date(2027, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2026, 12, 15), 1, date(2027, 1, 15)),
        (date(2026, 7, 1), 6, date(2027, 1, 1)),
    ],
)
def test_a_month_on_is_the_same_day_or_the_last_there_is(day, months, found):
    assert months_after(day, months) == found


@pytest.mark.parametrize(
    ("day", "begins"),
    [
        (date(2026, 12, 1), datetime(2026, 12, 1, tzinfo=UTC)),
        (date(2026, 7, 5), datetime(2026, 7, 4, 23, tzinfo=UTC)),
    ],
)
def test_a_day_begins_when_it_begins_in_london(day, begins):
    assert beginning_of(day) == begins


@pytest.mark.parametrize(
    "changes",
    [{"by_agency": False}, {"uprn": "2"}, {"uprn": ""}, {"begun": 4 * HOUR}],
    ids=["no agency", "another place", "no place", "another time"],
)
def test_two_reports_are_separate_unless_place_time_and_agency_say_otherwise(changes):
    one = told("A", 3, begun=1)
    other = told("B", 5, begun=2, by_agency=True)

    assert names(separate([one, other])) == ["A"]
    assert names(separate([one, other._replace(**changes)])) == ["A", "B"]


def test_a_report_that_two_others_overlap_makes_all_three_one():
    chain = [told("A", 2, begun=1), told("C", 9, begun=6), told("B", 10, begun=2, by_agency=True)]

    assert names(separate(chain)) == ["A"]


def test_what_any_report_of_an_incident_says_of_hate_counts():
    [one] = separate([told("A", 3, begun=1), told("B", 5, begun=2, by_agency=True, hate=True)])

    assert (one.incident_id, one.hate) == ("A", True)


@pytest.mark.parametrize(
    ("suspects", "found"),
    [
        ("..", "AB"),
        ("x.", "AB"),
        ("xx", "AB"),
        ("xy", ""),
        ("xyx", "AC"),
        ("xy.", "ABC"),
        ("xyz", ""),
    ],
    ids=lambda each: each or "none",
)
def test_a_series_is_by_one_perpetrator_or_by_none_known_to_be_another(suspects, found):
    incidents = [
        told(name, hour, suspects=() if who == "." else ((f"n:{who}",),))
        for hour, (name, who) in enumerate(zip("ABC", suspects, strict=False))
    ]

    assert "".join(names(in_series(incidents, 2))) == found


def test_a_perpetrator_known_by_number_and_by_name_is_one():
    by_number, by_name, by_both = ("n:9",), ("b:9",), ("n:9", "b:9")
    incidents = [
        told(str(hour), hour, suspects=(keys,)) for hour, keys in enumerate((by_number, by_name, by_both))
    ]

    series = in_series(incidents, 3)

    assert names(series) == ["0", "1", "2"]
    assert Series(series[-1], tuple(series)).suspect_ref == "9"
