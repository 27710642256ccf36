"""Quiet logs: a line per notable happening of ours; of the libraries below us warnings, and not for ever."""

import logging
import sys
import time

LIBRARIES = ("aiokafka", "kafka", "faust", "mode", "asyncio", "aiohttp")
REPEAT_AFTER_S = 30.0


class RateLimit(logging.Filter):
    """Lets one library message of each kind through in half a minute: an outage makes thousands."""

    def __init__(self) -> None:
        super().__init__()
        self._last: dict[tuple[str, str], float] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        if record.name.split(".")[0] not in LIBRARIES:
            return True
        kind = (record.name, str(record.msg)[:60])
        now = time.monotonic()
        if now - self._last.get(kind, -REPEAT_AFTER_S) < REPEAT_AFTER_S:
            return False
        self._last[kind] = now
        return True


def configure(level: int = logging.INFO) -> None:
    """Log to standard error. A program that has set up logging of its own does not call this."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    handler.addFilter(RateLimit())
    logging.basicConfig(level=level, handlers=[handler], force=True)
    hush_libraries()


def hush_libraries() -> None:
    """Faust leaves the root logger open and makes about five log records per message, printed or not."""
    for name in LIBRARIES:
        logging.getLogger(name).setLevel(logging.WARNING)
