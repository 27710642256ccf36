"""A log record as one line, JSON or text, whoever made it, without what anybody wrote.

An exception is its kind and the lines it passed, wherever it turns up: its text may quote a name or a number
(those of pydantic, msgspec and jsonschema do).
"""

import logging
import sys
import threading
import traceback
from pathlib import Path
from types import TracebackType
from typing import Any, Final

import orjson
import structlog
from structlog.typing import EventDict, Processor

from streams.engine.settings import LogFormat
from streams.engine.state import describe

HEAD: Final = ("time", "level", "logger", "event")
FIELDS: Final = (
    "partition",
    "partitions",
    "topic",
    "sequence",
    "rows",
    "read",
    "records",
    "transactions",
    "lag",
    "have",
    "next",
    "wanted",
    "first",
    "parked",
    "passed_over",
    "codes",
    "step",
    "at",
    "place",
    "seconds",
    "why",
    "error",
    "stack",
    "threads",
)
"""What a record may tell besides its event, in this order. A field that is not here is left out, whoever logs it."""


def formatter(form: LogFormat) -> logging.Formatter:
    """Of every record, ours or a library's: it is made a dictionary, and that a line."""
    to_dictionary: list[Processor] = [
        structlog.stdlib.add_log_level,
        _add_logger,
        structlog.processors.TimeStamper(fmt="iso", utc=True, key="time"),
        structlog.stdlib.ExtraAdder(allow=FIELDS),
        _first_line,
        _without_values,
    ]
    to_line: Processor = structlog.processors.JSONRenderer(_dumps) if form == "json" else _text
    return structlog.stdlib.ProcessorFormatter(
        processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, _head_first, to_line],
        foreign_pre_chain=to_dictionary,
        use_get_message=True,
    )


def places(trace: TracebackType | None) -> list[str]:
    """Where each call of a traceback stood, the innermost last: files, lines and functions, no values."""
    return [_place(frame) for frame in traceback.extract_tb(trace)]


def places_of_threads() -> dict[str, list[str]]:
    """Where each thread stands at this moment, by its name."""
    frames = sys._current_frames()
    return {
        thread.name: [_place(frame) for frame in traceback.extract_stack(frames[thread.ident])]
        for thread in threading.enumerate()
        if thread.ident in frames
    }


def errors_by_kind_and_place(record: logging.LogRecord) -> bool:
    """A filter that lets every record through; exceptions that a library puts into its text lose theirs."""
    if isinstance(record.args, tuple):
        record.args = tuple(describe(a) if isinstance(a, BaseException) else a for a in record.args)
    return True


def _place(frame: traceback.FrameSummary) -> str:
    return f"{Path(frame.filename).name}:{frame.lineno} {frame.name}"


def _add_logger(_: Any, __: str, event: EventDict) -> EventDict:
    event["logger"] = event["_record"].name
    return event


def _first_line(_: Any, __: str, event: EventDict) -> EventDict:
    """asyncio's further lines show the task, and with it the text of what it raised."""
    event["event"] = event["event"].partition("\n")[0]
    return event


def _without_values(_: Any, __: str, event: EventDict) -> EventDict:
    event.pop("stack_info", None)
    _kind, error, trace = event.pop("exc_info", None) or (None, None, None)
    if error is not None:
        event.update(error=describe(error), stack=places(trace))
    return event


def _head_first(_: Any, __: str, event: EventDict) -> EventDict:
    return {**{name: event.pop(name) for name in HEAD}, **event}


def _text(logger: Any, method: str, event: EventDict) -> str:
    head = " ".join(str(event.pop(name)) for name in HEAD)
    fields = structlog.processors.LogfmtRenderer()(logger, method, event)
    return f"{head} {fields}".rstrip()


def _dumps(event: EventDict, **_: Any) -> str:
    """What is no plain value is written as its kind."""
    option, kind = orjson.OPT_NON_STR_KEYS, lambda value: type(value).__name__
    return orjson.dumps(event, default=kind, option=option).decode()
