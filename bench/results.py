"""What the laps come to: medians, spreads, and ratios taken within a round.

The contenders of a round run within a minute or two of each other, so a ratio within a round is hardly touched
by what else the machine does; the ratio reported is the median of the rounds' ratios.
"""

from collections.abc import Sequence
from statistics import median
from typing import Final, NamedTuple

from bench.contender import BARE, COUNTERS, ENGINE, FAUST, RULES, TRANSACTIONAL, WORKER, Contender
from bench.race import Lap

Laps = dict[str, list[Lap]]
"""By name of contender, one lap per round."""


class Ratio(NamedTuple):
    """One contender's rate over another's, per round."""

    one: Contender
    other: Contender
    rounds: tuple[float, ...]
    aim: float | None

    @property
    def median(self) -> float:
        return median(self.rounds)

    @property
    def verdict(self) -> str:
        if self.aim is None:
            return ""
        return "reached" if self.median >= self.aim else "not reached"


AIMS: Final[tuple[tuple[Contender, Contender, float | None], ...]] = (
    (ENGINE, FAUST, 20.0),
    (ENGINE, TRANSACTIONAL, 1.1),
    (ENGINE, BARE, 0.9),
    (WORKER, RULES, 0.8),
)

STANDINGS: Final = (*COUNTERS, WORKER, RULES)


def ratios(laps: Laps) -> Sequence[Ratio]:
    """The ratios that have an aim, of the contenders that ran."""
    return [
        Ratio(one, other, tuple(_per_round(laps[one.name], laps[other.name])), aim)
        for one, other, aim in AIMS
        if laps.get(one.name) and laps.get(other.name)
    ]


def _per_round(ones: Sequence[Lap], others: Sequence[Lap]) -> list[float]:
    return [one.rate / other.rate for one, other in zip(ones, others, strict=True)]


class Standing(NamedTuple):
    """One contender over all rounds: events a second, and its own processor time per event."""

    contender: Contender
    rate: float
    slowest: float
    fastest: float
    cpu_micros: float

    @classmethod
    def of(cls, contender: Contender, laps: Sequence[Lap]) -> "Standing":
        rates = [lap.rate for lap in laps]
        return cls(contender, median(rates), min(rates), max(rates), median(lap.cpu_micros for lap in laps))


def standings(laps: Laps) -> Sequence[Standing]:
    return [Standing.of(each, laps[each.name]) for each in STANDINGS if laps.get(each.name)]
