"""When is the chain's next checkpoint? (X7)"""

from datetime import UTC, datetime, time, timedelta
from typing import Final

from streams.rules.in_force import LONDON

_DAY: Final = timedelta(days=1)


def next_day(moment: datetime) -> datetime:
    """The first moment of the next day in London, in UTC."""
    following = moment.astimezone(LONDON).date() + _DAY
    return datetime.combine(following, time.min, LONDON).astimezone(UTC)
