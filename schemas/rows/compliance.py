"""The weekly report."""

from datetime import datetime

from schemas.rows.parts import Row, Timed
from schemas.words import (
    GapKind,
)


class SampleKept(Row, frozen=True):
    """What was missing at one moment, by kind."""

    at: datetime
    missing: dict[GapKind, int] = {}


class ComplianceRow(Timed, frozen=True):
    """The weekly report of one beat, or of the force (no beat): when it is next due, and what it averages over."""

    beat: str
    next_at: datetime
    # The samples of this week, and the average of each week before, oldest first.
    samples: tuple[SampleKept, ...] = ()
    weeks: tuple[dict[GapKind, float], ...] = ()
    sequences: dict[str, int] = {}

    @property
    def falls_due(self) -> datetime | None:
        return self.next_at
