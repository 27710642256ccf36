"""A worker that gets on no further notices, says so, and leaves for its supervisor to start it again.

Two ways to be stuck: a desk that has something to read and does not move, which the event loop sees, and a rule that
does not end, which keeps the event loop itself from seeing anything. For that a thread of its own looks on. What
was not committed is handled again by the next worker; nothing is lost by leaving.
"""

import logging
import os
import threading
import time
from typing import Final

from streams.engine.log_lines import places_of_threads
from streams.engine.logs import get_logger

EXIT_STALLED: Final = 6
LOOKS: Final = 10
"""How often within the patience it is looked."""

log = get_logger(__name__)


class Watchdog:
    """Leaves the process when `beat` was called once and not again for `patience` seconds."""

    def __init__(self, patience: float) -> None:
        self._patience = patience
        self._beat_at = time.monotonic()
        self._thread: threading.Thread | None = None

    def beat(self) -> None:
        """The event loop turns; from the first time on it is watched."""
        self._beat_at = time.monotonic()
        if self._thread is None:
            self._thread = threading.Thread(target=self._look_on, name="watchdog", daemon=True)
            self._thread.start()

    def _look_on(self) -> None:
        while True:
            time.sleep(self._patience / LOOKS)
            silent = time.monotonic() - self._beat_at
            if silent > self._patience:
                log.critical("worker stalled", seconds=round(silent), threads=places_of_threads())
                logging.shutdown()
                os._exit(EXIT_STALLED)
