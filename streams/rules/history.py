"""Which telling of a thing stands, and since when has it said the same? (design: Revisions)

Pure. What was told is kept in order of rank, whatever order it came in: the last stands, and its run begins with
the first of those before it that say the same. So nothing that is merely told again moves a beginning.
"""

from collections.abc import Callable, Hashable, Iterable
from datetime import datetime
from typing import Final, Protocol, TypeVar

from schemas.rows import Rank


class Told(Protocol):
    """One telling: its rank, and when it was told."""

    @property
    def rank(self) -> Rank: ...
    @property
    def at(self) -> datetime: ...


AnyTold = TypeVar("AnyTold", bound=Told)
Says = Callable[[AnyTold], Hashable]

# So that a row stays small however often its source repeats itself.
_KEPT: Final = 60


def with_one(kept: Iterable[AnyTold], one: AnyTold, says: Says[AnyTold]) -> tuple[AnyTold, ...]:
    """The tellings with one more, in order of rank. Of one revision told twice at one time the last id counts."""
    ranked = sorted((*kept, one), key=lambda each: each.rank)
    told = list({each.rank[:2]: each for each in ranked}.values())
    while len(told) > _KEPT:
        del told[_least_needed(told, says)]
    return tuple(told)


def run_since(told: Iterable[AnyTold], says: Says[AnyTold]) -> datetime:
    """When the run that stands began: the earliest rank after the last that said something else."""
    ranked = list(told)
    first = ranked[-1]
    for each in reversed(ranked):
        if says(each) != says(first):
            break
        first = each
    return first.at


def _least_needed(told: list[AnyTold], says: Says[AnyTold]) -> int:
    """The oldest telling that begins nothing and ends nothing; the oldest of all when each says something new."""
    for number in range(1, len(told) - 1):
        if says(told[number - 1]) == says(told[number]) == says(told[number + 1]):
            return number
    return 0
