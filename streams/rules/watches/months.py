"""Calendar months as the ASB Case Review counts them: by days in London (X2).

Pure. A month on from 31 January is the last day of February.
"""

from calendar import monthrange
from datetime import UTC, date, datetime, time
from typing import Final

from streams.rules.in_force import LONDON

_MONTHS: Final = 12


def months_after(day: date, months: int) -> date:
    """The same day so many calendar months later; where that month is shorter, its last day."""
    passed = day.month - 1 + months
    year, month = day.year + passed // _MONTHS, passed % _MONTHS + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def beginning_of(day: date) -> datetime:
    """When a day begins in London, in UTC."""
    return datetime.combine(day, time.min, LONDON).astimezone(UTC)
