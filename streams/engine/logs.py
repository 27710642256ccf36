"""The worker's log: one line for each notable happening, with ids and counts and nothing that anybody wrote.

A record of ours is an event, which is a fixed phrase, and fields by name; only the fields of `FIELDS` are ever
written. Of the libraries below us it holds warnings, one of a kind in half a minute: an outage makes thousands.
"""

import logging
import sys
import threading
import time
import warnings
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Any, Final, TextIO, cast

import structlog
from structlog.stdlib import BoundLogger
from structlog.typing import Processor

from streams.engine.log_lines import errors_by_kind_and_place, formatter
from streams.engine.settings import LogFormat

OURS: Final = "streams"
LIBRARIES: Final = ("aiokafka", "kafka", "faust", "mode", "asyncio", "aiohttp")
REPEAT_AFTER_S: Final = 30.0


def get_logger(name: str) -> BoundLogger:
    """A logger whose calls name an event and its fields; the records go where the program's logging sends them."""
    steps: list[Processor] = [structlog.stdlib.filter_by_level, structlog.stdlib.render_to_log_kwargs]
    logger = structlog.wrap_logger(logging.getLogger(name), steps, BoundLogger)
    return cast(BoundLogger, logger.bind())


log = get_logger(__name__)


def configure(form: LogFormat | None = None, level: str = "INFO") -> None:
    """Log to standard error, as JSON unless that is a terminal; `level` is that of our own records.

    A program that has set up logging of its own does not call this.
    """
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(formatter(form or ("text" if sys.stderr.isatty() else "json")))
    handler.addFilter(RateLimit())
    handler.addFilter(errors_by_kind_and_place)
    # A record that cannot be written would else be printed with its arguments.
    logging.raiseExceptions = False
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    logging.getLogger(OURS).setLevel(level)
    hush_libraries()
    _log_what_python_would_print()


def hush_libraries() -> None:
    """Faust leaves the root logger open and makes about five log records per message, printed or not. And at the
    level of debugging aiokafka logs the messages themselves, so that no option opens these.
    """
    for name in LIBRARIES:
        logging.getLogger(name).setLevel(logging.WARNING)


class RateLimit(logging.Filter):
    """Lets one library message of each kind through in half a minute."""

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


def _log_what_python_would_print() -> None:
    """What nobody caught, and what Python warns of: their texts may quote values, and Python prints them."""

    def uncaught(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        log.critical("crashed", exc_info=(kind, error, trace))

    def warned(
        message: Warning | str,
        category: type[Warning],
        filename: str,
        lineno: int,
        file: TextIO | None = None,
        line: str | None = None,
    ) -> None:
        log.warning("python warned", why=category.__name__, place=f"{Path(filename).name}:{lineno}")

    sys.excepthook = uncaught
    threading.excepthook = sys.unraisablehook = _of_a_thread(uncaught)
    warnings.showwarning = warned


def _of_a_thread(uncaught: Callable[..., None]) -> Callable[[Any], None]:
    return lambda failed: uncaught(failed.exc_type, failed.exc_value, failed.exc_traceback)
