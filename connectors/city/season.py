"""When things happen: month of the year, day of the week, hour of the day (local time)."""

from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Final
from zoneinfo import ZoneInfo

LONDON: Final = ZoneInfo("Europe/London")

# ASB incidents that Lancashire Constabulary published for each month of 2022 (police.uk, by way of the
# `crimemappingdata` collection). Contains public sector information licensed under the Open Government
# Licence v3.0.
MONTHLY_COUNTS: Final = (4415, 4087, 5028, 5236, 5174, 4913, 5187, 5672, 4662, 4538, 4034, 3488)
_DAYS: Final = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_MEAN_A_DAY: Final = sum(MONTHLY_COUNTS) / sum(_DAYS)

# Monday to Sunday; evenings and weekends are busy. The shape is assumed: nothing public says more.
ASB_WEEKDAYS: Final = (0.90, 0.88, 0.90, 0.94, 1.12, 1.20, 1.06)
ASB_HOURS: Final = (
    3.0, 2.0, 1.5, 1.0, 0.7, 0.7, 0.8, 1.2, 2.0, 2.5, 3.0, 3.4,
    3.8, 4.0, 4.3, 5.2, 6.3, 7.0, 7.8, 8.2, 8.0, 7.4, 6.2, 4.5,
)  # fmt: skip
OTHER_HOURS: Final = (
    2.6, 2.2, 1.8, 1.5, 1.3, 1.4, 2.0, 3.0, 4.2, 4.8, 5.0, 5.1,
    5.1, 5.0, 5.1, 5.5, 5.9, 6.0, 5.9, 5.6, 5.2, 4.8, 4.2, 3.4,
)  # fmt: skip


def share_of(day: date, *, asb: bool) -> float:
    """How busy a day is, 1.0 being the mean of the year."""
    if not asb:
        return 1.0
    month = MONTHLY_COUNTS[day.month - 1] / _DAYS[day.month - 1] / _MEAN_A_DAY
    return month * ASB_WEEKDAYS[day.weekday()]


def moment_of(day: date, numbers: Random, *, asb: bool) -> datetime:
    """A time on a day of the city, in UTC, by its hours."""
    hour = numbers.choices(range(24), weights=ASB_HOURS if asb else OTHER_HOURS)[0]
    local = datetime(day.year, day.month, day.day, hour, tzinfo=LONDON)
    return local.astimezone(UTC) + timedelta(seconds=int(numbers.random() * 3600))
