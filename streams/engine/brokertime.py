"""Whether the wall clock may be believed: it is held against the broker's.

A machine whose clock jumps would fire a month of reminders at once. The broker stamps what it writes
(LogAppendTime); between two writes the monotonic clock carries its time on.
"""

import time
from datetime import UTC, datetime, timedelta
from typing import NamedTuple


class Moment(NamedTuple):
    """A reading of the wall clock, and of the monotonic clock at the same time."""

    wall: datetime
    monotonic: float

    @classmethod
    def now(cls) -> "Moment":
        return cls(datetime.now(UTC).replace(microsecond=0), time.monotonic())


class BrokerTime:
    """What the broker's clock says, as far as it has told."""

    def __init__(self) -> None:
        self._told: Moment | None = None

    def tell(self, milliseconds: int | None) -> None:
        """The broker has just stamped a record with this time; None where its topics carry no broker time."""
        if milliseconds is not None:
            self._told = Moment(datetime.fromtimestamp(milliseconds / 1000, UTC), time.monotonic())

    def skew(self, moment: Moment) -> timedelta | None:
        """How far the wall clock was from the broker's at that moment; None if the broker told nothing."""
        if self._told is None:
            return None
        expected = self._told.wall + timedelta(seconds=moment.monotonic - self._told.monotonic)
        return abs(moment.wall - expected)
