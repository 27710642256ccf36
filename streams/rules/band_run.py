"""At which band does a case stand, and since when? (R10, R22)

Pure. The band of a case is the highest standing band of any subject still on it; whom a named officer declares at
high risk counts as HIGH (R8). Since when follows from the history, and a band that is merely confirmed does not begin
anew.
"""

from collections.abc import Iterable
from datetime import datetime
from functools import reduce
from itertools import groupby
from typing import NamedTuple

from schemas.words import Band
from streams.rules.risk_history import Change, History


class BandRun(NamedTuple):
    """A run of one band and when it began; nobody assessed: neither."""

    band: Band | None
    since: datetime | None


class Standing(NamedTuple):
    """How a subject stands at one moment."""

    band: Band | None = None
    declared_by: str = ""
    on_case: bool = False
    confirmed_by: str = ""

    def after(self, change: Change) -> "Standing":
        return Standing(
            self.band if change.band is None else change.band,
            self.declared_by if change.declared_by is None else change.declared_by,
            self.on_case if change.on_case is None else change.on_case,
            self.confirmed_by if change.confirmed_by is None else change.confirmed_by,
        )

    @property
    def counted(self) -> Band | None:
        """The band by which the subject counts for its case; None: it does not."""
        if not self.on_case:
            return None
        return Band.HIGH if self.declared_by else self.band


def runs(histories: Iterable[History]) -> list[BandRun]:
    """Every run of a band of a case, in order of time; the last stands, the first is that nobody was assessed."""
    changes = sorted(
        ((change.at, number, change) for number, one in enumerate(histories) for change in one.changes),
        key=_time_of,
    )
    standing: dict[int, Standing] = {}
    found = [BandRun(None, None)]
    for at, together in groupby(changes, key=_time_of):
        for _, number, change in together:
            standing[number] = standing.get(number, Standing()).after(change)
        counted = [one.counted for one in standing.values()]
        highest = max((band for band in counted if band is not None), key=_height_of, default=None)
        if highest is not found[-1].band:
            found.append(BandRun(highest, at if highest is not None else None))
    return found


def standing(history: History) -> Standing:
    """How a subject stands after all that changed."""
    return reduce(Standing.after, history.changes, Standing())


def _time_of(entry: tuple[datetime, int, Change]) -> datetime:
    return entry[0]


def _height_of(band: Band) -> int:
    return band.height
