"""When does each rung of a duty's ladder come? (R15)

Pure. Rungs are local days in Europe/London from where the ladder begins, at the hour it began, so that a day
has 23 or 25 hours when the clocks change. The same terms and beginning give the same rungs for ever.
"""

from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from itertools import count, takewhile
from typing import Final

import holidays

from schemas.rows import LadderKept
from schemas.words import DayCount, LadderReading
from streams.rules.in_force import LONDON

_DAY: Final = timedelta(days=1)
_SATURDAY: Final = 5


def rung_at(ladder: LadderKept, since: datetime, rung: int) -> datetime:
    """The moment of a rung, from 1, in UTC."""
    begun = since.astimezone(LONDON)
    day = _counted(begun.date(), _days_to(ladder, rung), ladder.count)
    # An hour that the change of clocks leaves out comes an hour later; of one that comes twice it is the first.
    return datetime.combine(day, begun.time().replace(fold=0), LONDON).astimezone(UTC)


def rungs_until(ladder: LadderKept, since: datetime, after: int, until: datetime) -> list[int]:
    """The rungs that come after rung `after` and not later than `until`, in order."""
    later = count(after + 1)
    return list(takewhile(lambda rung: rung_at(ladder, since, rung) <= until, later))


def rung_after(ladder: LadderKept, since: datetime, moment: datetime) -> int:
    """The first rung that comes later than the moment."""
    return next(rung for rung in count(1) if rung_at(ladder, since, rung) > moment)


def _days_to(ladder: LadderKept, rung: int) -> int:
    listed, beyond = ladder.days[:rung], max(0, rung - len(ladder.days))
    reached = sum(listed) if ladder.reading is LadderReading.INTERVALS else listed[-1]
    return reached + beyond * ladder.then_every


def _counted(begun: date, days: int, how: DayCount) -> date:
    if how is DayCount.WORKING_DAYS:
        day = begun
        for _ in range(days):
            day = _next_working_day(day + _DAY)
        return _next_working_day(day)
    day = begun + days * _DAY
    return _next_working_day(day) if how is DayCount.NEXT_WORKING_DAY else day


def _next_working_day(day: date) -> date:
    while day.weekday() >= _SATURDAY or day in _bank_holidays(day.year):
        day += _DAY
    return day


@lru_cache(maxsize=256)
def _bank_holidays(year: int) -> frozenset[date]:
    """England's bank holidays. One year at a time: the library's own table grows by what it is asked."""
    return frozenset(holidays.country_holidays("GB", subdiv="ENG", years=year, expand=False))
