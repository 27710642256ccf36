"""Whether a desk gets on with what there is to read.

By positions, not by committed offsets: transaction markers keep a group's lag above zero for ever.
"""

import time
from collections.abc import Mapping

from faust.types import TP

from streams.engine.intake import Intake
from streams.engine.logs import get_logger
from streams.engine.settings import EngineSettings

log = get_logger(__name__)


class Progress:
    """`lag`: offsets between what is handled and the ends, markers included where they are not yet passed."""

    def __init__(self, settings: EngineSettings, partition: int) -> None:
        self.lag = 0
        self.is_stalled = False
        self._stalled_after = settings.stalled_after
        self._partition = partition
        self._done: dict[str, int] = {}
        self._moved_at = time.monotonic()
        self._looked_at = self._moved_at

    @property
    def stuck_for(self) -> float:
        """Seconds without getting on, as far as somebody has looked; 0 when there is nothing to do."""
        return self._looked_at - self._moved_at

    def look(self, ends: Mapping[TP, int], intake: Intake) -> None:
        """Compare where the inputs end with what has been handled."""
        has_read = intake.has_read(ends)
        self.lag = 0 if has_read else intake.distance(ends)
        gets_on = has_read or intake.done != self._done
        if gets_on:
            self._done, self._moved_at = dict(intake.done), time.monotonic()
        self._looked_at = self._moved_at if gets_on else time.monotonic()
        stalled = not gets_on and time.monotonic() - self._moved_at > self._stalled_after
        if stalled and not self.is_stalled:
            log.error("desk stalled", partition=self._partition, lag=self.lag)
        self.is_stalled = stalled

    def forget(self) -> None:
        self.is_stalled = False
        self._moved_at = self._looked_at = time.monotonic()
