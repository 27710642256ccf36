"""How long and how hard an installation is tried. Times are in seconds."""

from dataclasses import dataclass, replace
from typing import Final


@dataclass(frozen=True)
class Plan:
    """`events` are the least that are fed, `rounds` how often, at least, every fault is done: the feed goes on until
    both are reached.
    """

    events: int
    per_second: int
    rounds: int
    session_s: float
    away_s: float
    slow_s: float
    refusing_s: float
    clock_jumps_s: tuple[int, ...]
    pause_s: tuple[float, float]
    partitions: int = 3
    inputs: tuple[str, ...] = ("a", "b", "c", "d")
    compacts: bool = False
    """Whether it lasts long enough for rows to be compacted."""


LONG: Final = Plan(
    events=1_000_000,
    per_second=1_000,
    rounds=2,
    session_s=6.0,
    away_s=20.0,
    slow_s=10.0,
    refusing_s=3.0,
    clock_jumps_s=(3 * 86_400, 60),
    pause_s=(0.5, 3.0),
    compacts=True,
)

SHORT: Final = Plan(
    events=10_000,
    per_second=400,
    rounds=1,
    session_s=2.5,
    away_s=2.0,
    slow_s=1.5,
    refusing_s=1.0,
    clock_jumps_s=(3 * 86_400,),
    pause_s=(0.0, 0.2),
    partitions=2,
    inputs=("a", "b"),
)

ASB: Final = replace(LONG, events=40_000, per_second=60, compacts=False)
