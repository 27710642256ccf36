"""How many are missing on average, and which way does it go? (R21)

Pure. The average outstanding is what the practice measures itself by.
"""

from collections.abc import Mapping, Sequence
from typing import Final

from schemas.outgoing import Outstanding
from schemas.words import GapKind

Missing = Mapping[GapKind, float]

# Weeks that `trend` looks back, as `Outstanding` says.
_TREND_WEEKS: Final = 4
_DECIMALS: Final = 2


def mean(samples: Sequence[Missing]) -> dict[GapKind, float]:
    """The average of each kind that was missing at all."""
    kinds = [kind for kind in GapKind if any(kind in sample for sample in samples)]
    return {kind: sum(sample.get(kind, 0) for sample in samples) / len(samples) for kind in kinds}


def outstanding(week: Sequence[Missing], earlier: Sequence[Missing], weeks: int) -> tuple[Outstanding, ...]:
    """Each kind in numbers: `week` are the samples of this week, the last one of now; `earlier` the averages of
    the weeks before, oldest first; the running average goes over `weeks`, this one among them.
    """
    now, of_week = week[-1], mean(week)
    running = mean([*earlier[max(0, len(earlier) + 1 - weeks) :], of_week])
    lately = mean(earlier[-_TREND_WEEKS:])
    return tuple(
        Outstanding(
            gap=kind,
            now=int(now.get(kind, 0)),
            week_average=round(of_week.get(kind, 0), _DECIMALS),
            running_average=round(running.get(kind, 0), _DECIMALS),
            trend=round(of_week.get(kind, 0) - lately.get(kind, 0), _DECIMALS) if earlier else None,
        )
        for kind in GapKind
    )
