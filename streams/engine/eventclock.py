"""The clock of simulations, back-tests and bulk replays: it ticks when the records' time passes a boundary.

Deterministic given the order of the records, wherever batches are cut.
"""

from datetime import UTC, datetime, timedelta
from typing import Any

from streams.engine.domain import Domain, Record

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class EventClock:
    """`at` is the last boundary passed; boundaries are multiples of `interval` since 1970."""

    def __init__(self, interval: timedelta, at: datetime | None = None) -> None:
        self.at = at
        self._interval = interval

    def passes(self, domain: Domain[Any], record: Record) -> datetime | None:
        """The boundary to tick at before this record, if its time lies beyond the last one."""
        try:
            now = domain.event_time(record)
        except Exception:  # it will be rejected when it is handled; here it only has no time
            return None
        if now is None:
            return None
        boundary = _EPOCH + (now - _EPOCH) // self._interval * self._interval
        if self.at is not None and boundary <= self.at:
            return None
        self.at = boundary
        return boundary
