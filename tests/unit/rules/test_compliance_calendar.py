"""R21: the check is made at its local hour, whatever the clocks do."""

from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from streams.rules.compliance_calendar import days_between, following, latest
from streams.rules.in_force import LONDON

SEVEN = time(7)
MONDAY = 0


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("after", "moment"),
    [
        ("2026-06-01T05:59:59", "2026-06-01T06:00"),  # a Monday, in summer time
        ("2026-06-01T06:00:00", "2026-06-08T06:00"),
        ("2026-10-19T06:00:00", "2026-10-26T07:00"),  # the clocks went back on the 25th
        ("2027-03-22T07:00:00", "2027-03-29T06:00"),  # and forward on the 28th
    ],
)
def test_the_next_monday_morning_is_at_seven_in_london(after, moment):
    assert following(utc(after), SEVEN, MONDAY) == utc(moment)


@pytest.mark.parametrize(
    ("until", "moment"),
    [
        ("2026-06-01T05:59:59", "2026-05-25T06:00"),
        ("2026-06-01T06:00:00", "2026-06-01T06:00"),
        ("2026-06-07T23:30:00", "2026-06-01T06:00"),  # Monday already in London, not yet seven
    ],
)
def test_the_last_monday_morning_is_the_one_that_has_come(until, moment):
    assert latest(utc(until), SEVEN, MONDAY) == utc(moment)


def test_every_day_is_another_moment():
    assert following(utc("2026-06-01T06:00:00"), SEVEN) == utc("2026-06-02T06:00")
    assert latest(utc("2026-06-02T05:00:00"), SEVEN) == utc("2026-06-01T06:00")


def test_an_hour_that_the_clocks_leave_out_comes_an_hour_later_and_one_that_comes_twice_only_once():
    half_past_one = time(1, 30)

    skipped = following(utc("2027-03-27T12:00:00"), half_past_one)
    doubled = following(utc("2026-10-24T12:00:00"), half_past_one)

    assert skipped == utc("2027-03-28T01:30")  # 02:30 in summer time
    assert doubled == utc("2026-10-25T00:30")
    assert following(doubled, half_past_one) == utc("2026-10-26T01:30")


@given(
    st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1)),  # noqa: DTZ001
    st.times(),
    st.one_of(st.none(), st.integers(0, 6)),
)
def test_the_last_moment_has_come_and_the_next_has_not_and_nothing_lies_between(naive, clock, weekday):
    now = naive.replace(tzinfo=UTC)

    before, after = latest(now, clock, weekday), following(now, clock, weekday)

    assert before <= now < after
    assert following(before, clock, weekday) == after
    assert after.astimezone(LONDON).date() - before.astimezone(LONDON).date() == timedelta(
        days=1 if weekday is None else 7
    )


def test_age_counts_midnights_of_london():
    assert days_between(utc("2026-06-01T22:59:00"), utc("2026-06-01T23:01:00")) == 1
    assert days_between(utc("2026-06-01T23:01:00"), utc("2026-06-02T22:59:00")) == 0
