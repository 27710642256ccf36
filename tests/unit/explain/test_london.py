"""Times are stored in UTC and shown to people as the clock in London says."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from streams.london import shown, shown_day


@pytest.mark.parametrize(
    ("at", "told"),
    [
        (datetime(2025, 1, 2, 0, 23, tzinfo=UTC), "2 Jan 2025 00:23"),
        (datetime(2025, 6, 1, 23, 23, tzinfo=UTC), "2 Jun 2025 00:23"),
        (datetime(2025, 12, 31, 23, 59, 59, tzinfo=UTC), "31 Dec 2025 23:59"),
        (datetime(2025, 6, 2, 2, 23, tzinfo=timezone(timedelta(hours=3))), "2 Jun 2025 00:23"),
        (datetime(2025, 3, 30, 0, 59, tzinfo=UTC), "30 Mar 2025 00:59"),
        (datetime(2025, 3, 30, 1, 0, tzinfo=UTC), "30 Mar 2025 02:00"),
    ],
)
def test_a_time_is_that_of_london_in_winter_and_in_summer(at, told):
    assert shown(at) == told


def test_the_hour_that_comes_twice_says_which_one_it_is():
    hours = [datetime(2025, 10, 25, 23, 30, tzinfo=UTC) + timedelta(hours=each) for each in range(4)]

    assert [shown(at) for at in hours] == [
        "26 Oct 2025 00:30",
        "26 Oct 2025 01:30 BST",
        "26 Oct 2025 01:30 GMT",
        "26 Oct 2025 02:30",
    ]


def test_seconds_are_shown_where_they_matter():
    assert shown(datetime(2025, 6, 1, 23, 23, 7, 999, tzinfo=UTC), seconds=True) == "2 Jun 2025 00:23:07"


def test_a_summer_evening_in_utc_is_the_next_day_in_london():
    assert shown_day(datetime(2025, 6, 1, 22, 59, tzinfo=UTC)) == "1 Jun 2025"
    assert shown_day(datetime(2025, 6, 1, 23, 0, tzinfo=UTC)) == "2 Jun 2025"
