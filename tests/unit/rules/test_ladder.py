"""When each rung of a duty's ladder comes: local days, both readings, three ways to count them (R15)."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.rows import LadderKept
from schemas.words import DayCount, LadderReading, Post
from streams.rules.ladder import first_rung_from, local_days_after, rung_after, rung_at

LONDON = ZoneInfo("Europe/London")
CREATED = datetime(2026, 6, 1, 9, 0, tzinfo=UTC)
# Long before the system and long after any case.
DAYS_OF_CASES = st.datetimes(datetime(2011, 1, 1), datetime(2060, 1, 1))  # noqa: DTZ001 - made aware below


def ladder(
    *days: int,
    then_every: int = 7,
    reading: LadderReading = LadderReading.CUMULATIVE,
    count: DayCount = DayCount.EVERY_DAY,
) -> LadderKept:
    return LadderKept(days or (4, 7, 10, 14), then_every, (Post.LEAD_OFFICER,), reading, count)


def local(text: str, fold: int = 0) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=LONDON, fold=fold).astimezone(UTC)


def days_of(terms: LadderKept, since: datetime, rungs: int) -> list[date]:
    return [rung_at(terms, since, rung).astimezone(LONDON).date() for rung in range(1, rungs + 1)]


@st.composite
def ladders(draw: st.DrawFn) -> LadderKept:
    steps = draw(st.lists(st.integers(1, 20), min_size=1, max_size=5))
    reading = draw(st.sampled_from(LadderReading))
    days = (
        steps if reading is LadderReading.INTERVALS else [sum(steps[: end + 1]) for end in range(len(steps))]
    )
    return ladder(
        *days, then_every=draw(st.integers(1, 30)), reading=reading, count=draw(st.sampled_from(DayCount))
    )


beginnings = st.builds(lambda at: at.replace(tzinfo=UTC), DAYS_OF_CASES)


# The two readings


@pytest.mark.parametrize(
    ("reading", "days"),
    [
        (LadderReading.CUMULATIVE, [4, 7, 10, 14, 21, 28, 35]),
        (LadderReading.INTERVALS, [4, 11, 21, 35, 42, 49, 56]),
    ],
)
def test_the_practices_ladder_in_both_readings(reading, days):
    terms = ladder(4, 7, 10, 14, reading=reading)

    assert [(rung_at(terms, CREATED, rung) - CREATED).days for rung in range(1, 8)] == days


# Local days


@pytest.mark.parametrize(
    ("begun", "due"),
    [
        ("2026-03-28T09:00", "2026-03-29T09:00"),
        ("2026-10-24T09:00", "2026-10-25T09:00"),
        # The hour that spring leaves out comes an hour later; of the hour that comes twice it is the first.
        ("2026-03-28T01:30", "2026-03-29T02:30"),
        ("2026-10-24T01:30", "2026-10-25T01:30"),
        ("2026-12-31T23:59", "2027-01-01T23:59"),
        ("2028-02-28T12:00", "2028-02-29T12:00"),
    ],
)
def test_a_day_later_is_the_same_hour_of_the_next_day_in_london(begun, due):
    assert rung_at(ladder(1), local(begun), 1) == local(due)


@pytest.mark.parametrize(
    ("begun", "hours"), [("2026-03-28T09:00", 23), ("2026-10-24T09:00", 25), ("2026-06-01T09:00", 24)]
)
def test_a_day_has_23_or_25_hours_when_the_clocks_change(begun, hours):
    assert rung_at(ladder(1), local(begun), 1) - local(begun) == timedelta(hours=hours)


def test_after_an_hour_that_was_left_out_the_ladder_returns_to_the_hour_it_began_at():
    found = [rung_at(ladder(1, then_every=1), local("2026-03-28T01:30"), rung) for rung in (1, 2)]

    assert found == [local("2026-03-29T02:30"), local("2026-03-30T01:30")]


@pytest.mark.parametrize("fold", [0, 1])
def test_a_ladder_that_begins_in_the_hour_that_comes_twice_is_never_due_before_it_begins(fold):
    begun = local("2026-10-25T01:30", fold)

    assert rung_at(ladder(0), begun, 1) == begun
    assert rung_at(ladder(1), begun, 1) == local("2026-10-26T01:30")


# Working days


def test_working_days_leave_out_the_weekend_and_englands_bank_holidays():
    terms = ladder(1, 2, 3, then_every=1, count=DayCount.WORKING_DAYS)

    # Christmas Eve is a Thursday; Boxing Day's holiday is given on the Monday after.
    found = days_of(terms, local("2026-12-23T10:00"), 5)

    assert found == [
        date(2026, 12, 24),
        date(2026, 12, 29),
        date(2026, 12, 30),
        date(2026, 12, 31),
        date(2027, 1, 4),
    ]


def test_the_first_working_day_after_a_weekend_is_monday_wherever_in_the_weekend_it_began():
    terms = ladder(1, count=DayCount.WORKING_DAYS)

    for begun in ("2026-06-05T10:00", "2026-06-06T10:00", "2026-06-07T10:00"):
        assert days_of(terms, local(begun), 1) == [date(2026, 6, 8)]


def test_the_late_august_holiday_is_englands_and_not_scotlands():
    terms = ladder(1, count=DayCount.WORKING_DAYS)

    assert days_of(terms, local("2026-08-28T10:00"), 1) == [date(2026, 9, 1)]
    assert days_of(terms, local("2026-07-31T10:00"), 1) == [date(2026, 8, 3)]


def test_a_rung_of_another_day_may_wait_for_the_next_working_day_and_the_others_stay_where_they_were():
    terms = ladder(2, 9, then_every=7, count=DayCount.NEXT_WORKING_DAY)

    found = days_of(terms, local("2026-12-23T10:00"), 3)

    assert found == [date(2026, 12, 29), date(2027, 1, 4), date(2027, 1, 8)]


# What holds for every ladder


@given(ladders(), beginnings, st.integers(1, 60))
def test_rungs_rise_and_none_is_before_its_days_are_over(terms, since, rungs):
    moments = [rung_at(terms, since, rung) for rung in range(1, rungs + 2)]

    # Rungs that wait for one and the same working day are told by one reminder.
    together = terms.count is DayCount.NEXT_WORKING_DAY
    assert all(earlier < later or (together and earlier == later) for earlier, later in pairwise(moments))
    assert moments[0] >= local_days_after(since, terms.days[0])


@given(ladders(), beginnings, st.integers(1, 40))
def test_rungs_come_at_the_hour_the_ladder_began_save_in_the_hour_that_is_left_out(terms, since, rung):
    hour = since.astimezone(LONDON).time().replace(fold=0)

    found = rung_at(terms, since, rung).astimezone(LONDON)

    spring = timedelta(hours=1)
    assert found.time().replace(fold=0) == hour or (found - spring).utcoffset() != found.utcoffset()


@given(ladders(), beginnings, st.integers(1, 40))
def test_working_ladders_never_come_on_a_day_nobody_works(terms, since, rung):
    day = rung_at(terms, since, rung).astimezone(LONDON).date()

    assert terms.count is DayCount.EVERY_DAY or day.weekday() < 5


@given(ladders(), beginnings, st.floats(-100, 2_000))
def test_the_first_rung_from_a_moment_is_the_one_that_counting_up_finds(terms, since, days):
    moment = since + timedelta(days=days)
    counted = next(rung for rung in range(1, 5_000) if rung_at(terms, since, rung) >= moment)

    assert first_rung_from(terms, since, moment) == counted


@given(ladders(), beginnings, st.integers(1, 40))
def test_the_rung_after_the_moment_of_a_rung_is_a_later_one(terms, since, rung):
    moment = rung_at(terms, since, rung)

    following = rung_after(terms, since, moment)

    assert following > rung
    assert rung_at(terms, since, following) > moment
    assert rung_at(terms, since, following - 1) == moment
