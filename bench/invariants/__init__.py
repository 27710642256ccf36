"""What must never happen while the city lives, seen from outside: inputs and published messages in their order.

Nothing here asks the rules. `require` takes a whole history; `Invariants` takes it piece by piece, for a year.
"""

from collections.abc import Iterable

from bench.invariants.adverse import AdverseSteps
from bench.invariants.broken import Broken
from bench.invariants.corrected import Corrections
from bench.invariants.happened import Happened, Published, Told
from bench.invariants.names import Names
from bench.invariants.protective import ProtectiveSteps

__all__ = ["Broken", "Happened", "Invariants", "Published", "Told", "require"]


class Invariants:
    """Raises Broken at the first message that must not be.

    No adverse step without its instruction by a named officer (X6); no protective step delayed (R8, R9, R20);
    each event corrected at most once to each recipient, and everything recalled that had been sent (R5).
    """

    def __init__(self) -> None:
        self._names = Names()
        self._adverse, self._protective = AdverseSteps(self._names), ProtectiveSteps(self._names)
        self._corrected = Corrections()

    def take(self, happened: Happened) -> None:
        """What came in, and everything that was published while it was handled."""
        by_clock, by_input = happened.by_cause()
        for cause in by_clock:
            self._take(None, cause)
        self._take(happened.told, by_input)

    def finish(self) -> None:
        """Nothing more comes."""
        self._corrected.finish()

    def _take(self, told: Told | None, published: list[Published]) -> None:
        self._names.take(told)
        for one in (self._adverse, self._protective, self._corrected):
            one.take(told, published)


def require(history: Iterable[Happened]) -> None:
    """Raises Broken where a history holds what must never happen."""
    invariants = Invariants()
    for happened in history:
        invariants.take(happened)
    invariants.finish()
