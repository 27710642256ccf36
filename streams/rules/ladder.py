"""When does each rung of a duty's ladder come? (R15)

Pure. Rungs are local days in Europe/London from where the ladder begins, at the hour it began, so that a day
has 23 or 25 hours when the clocks change. The same terms and beginning give the same rungs for ever.
"""

from bisect import bisect_left
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Final

import holidays

from schemas.rows import LadderKept
from schemas.words import DayCount, LadderReading
from streams.rules.in_force import LONDON

_DAY: Final = timedelta(days=1)
_SATURDAY: Final = 5


def rung_at(ladder: LadderKept, since: datetime, rung: int) -> datetime:
    """The moment of a rung, from 1, in UTC."""
    return local_days_after(since, _days_to(ladder, rung), ladder.count)


def local_days_after(since: datetime, days: int, how: DayCount = DayCount.EVERY_DAY) -> datetime:
    """So many days later at the same hour in London, in UTC.

    An hour that the change of clocks leaves out comes an hour later; of one that comes twice it is the first,
    but never before `since`.
    """
    begun = since.astimezone(LONDON)
    day = _COUNTED[how](begun.date(), days)
    moment = datetime.combine(day, begun.time().replace(fold=0), LONDON).astimezone(UTC)
    return max(since.astimezone(UTC), moment)


def first_rung_from(ladder: LadderKept, since: datetime, moment: datetime) -> int:
    """The first rung that comes at the moment or later."""
    beyond = 1
    while rung_at(ladder, since, beyond) < moment:
        beyond *= 2
    rungs = range(beyond // 2 + 1, beyond + 1)
    return rungs.start + bisect_left(rungs, moment, key=lambda rung: rung_at(ladder, since, rung))


def london_day(moment: datetime) -> date:
    """The day of a moment in London."""
    return moment.astimezone(LONDON).date()


def rungs_by_the_day_of(ladder: LadderKept, since: datetime, moment: datetime) -> int:
    """How many rungs come on the London day of the moment, or before it."""
    following = datetime.combine(london_day(moment) + _DAY, time.min, LONDON)
    return first_rung_from(ladder, since, following.astimezone(UTC)) - 1


def rung_after(ladder: LadderKept, since: datetime, moment: datetime) -> int:
    """The first rung that comes later than the moment."""
    return first_rung_from(ladder, since, moment + datetime.resolution)


def _days_to(ladder: LadderKept, rung: int) -> int:
    listed, beyond = ladder.days[:rung], max(0, rung - len(ladder.days))
    reached = sum(listed) if ladder.reading is LadderReading.INTERVALS else listed[-1]
    return reached + beyond * ladder.then_every


def _every_day(begun: date, days: int) -> date:
    return begun + days * _DAY


def _next_working_day(begun: date, days: int) -> date:
    return _working_days_after(begun + days * _DAY, 0)


def _working_days_after(begun: date, days: int) -> date:
    """So many working days after a day; after none, the day itself if people work on it, else the next."""
    year, passed = begun.year, bisect_left(_working_days(begun.year), begun)
    on_it = _working_days(year)[passed : passed + 1] == (begun,)
    wanted = passed + days - (0 if on_it or not days else 1)
    while wanted >= len(_working_days(year)):
        wanted -= len(_working_days(year))
        year += 1
    return _working_days(year)[wanted]


_COUNTED: Final[dict[DayCount, Callable[[date, int], date]]] = {
    DayCount.EVERY_DAY: _every_day,
    DayCount.NEXT_WORKING_DAY: _next_working_day,
    DayCount.WORKING_DAYS: _working_days_after,
}


@lru_cache(maxsize=512)
def _working_days(year: int) -> tuple[date, ...]:
    """A year's days without weekends and England's bank holidays, in order.

    One year at a time: the library's own table grows by what it is asked.
    """
    free = holidays.country_holidays("GB", subdiv="ENG", years=year, expand=False)
    days = (date(year, 1, 1) + number * _DAY for number in range(366))
    return tuple(day for day in days if day.year == year and day.weekday() < _SATURDAY and day not in free)
