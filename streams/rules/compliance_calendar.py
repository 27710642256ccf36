"""When is the compliance check made? (R21)

Pure. Moments are local times in Europe/London, so that the check stays at its hour when the clocks change.
"""

from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from streams.rules.in_force import LONDON

_DAY: Final = timedelta(days=1)


def latest(until: datetime, at: time, weekday: int | None = None) -> datetime:
    """The last such moment that is not later than `until`: of every day, or of one weekday (0 is Monday)."""
    day = until.astimezone(LONDON).date()
    while not _is_on(day, weekday) or _moment(day, at) > until:
        day -= _DAY
    return _moment(day, at)


def following(after: datetime, at: time, weekday: int | None = None) -> datetime:
    """The first such moment later than `after`."""
    day = after.astimezone(LONDON).date()
    while not _is_on(day, weekday) or _moment(day, at) <= after:
        day += _DAY
    return _moment(day, at)


def days_between(since: datetime, until: datetime) -> int:
    """How many midnights of London lie between."""
    return (until.astimezone(LONDON).date() - since.astimezone(LONDON).date()).days


def _is_on(day: date, weekday: int | None) -> bool:
    return weekday in (None, day.weekday())


def _moment(day: date, at: time) -> datetime:
    # An hour that the change of clocks leaves out comes an hour later; of one that comes twice it is the first.
    return datetime.combine(day, at, LONDON).astimezone(UTC)
