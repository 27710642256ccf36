"""A log record is one line with ids and counts; what somebody wrote is in none, whichever way it comes (R23)."""

import asyncio
import json
import logging
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from aiokafka.errors import MessageSizeTooLargeError

from streams.engine.log_lines import errors_by_kind_and_place, formatter, places_of_threads
from streams.engine.logs import RateLimit, get_logger

MARK = "Zebedee Quillfeather"

Lines = Callable[[], list[str]]


class _Kept(logging.Handler):
    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))


@pytest.fixture(params=["json", "text"])
def lines(request: pytest.FixtureRequest) -> Iterator[list[str]]:
    """What a worker would write to standard error."""
    kept = _Kept()
    kept.setFormatter(formatter(request.param))
    kept.addFilter(errors_by_kind_and_place)
    root, ours = logging.getLogger(), logging.getLogger("streams")
    root.addHandler(kept)
    ours.setLevel(logging.DEBUG)
    yield kept.lines
    root.removeHandler(kept)
    ours.setLevel(logging.NOTSET)


@pytest.fixture
def log() -> Any:
    return get_logger("streams.engine.desk")


def raised() -> Exception:
    try:
        raise ValueError(MARK)
    except ValueError as error:
        return error


@pytest.mark.parametrize("lines", ["json"], indirect=True)
def test_a_record_is_an_object_with_time_level_logger_event_and_fields(lines: list[str], log: Any):
    log.warning("rejected", partition=3, codes={"wrong-schema": 2})

    written = json.loads(lines[0])

    assert written.pop("time").endswith("Z")
    assert written == {
        "level": "warning",
        "logger": "streams.engine.desk",
        "event": "rejected",
        "partition": 3,
        "codes": {"wrong-schema": 2},
    }


@pytest.mark.parametrize("lines", ["text"], indirect=True)
def test_on_a_terminal_it_is_text_that_reads_the_same(lines: list[str], log: Any):
    log.info("desk opened", partition=3, why="it was asked to")

    assert lines[0].endswith(' info streams.engine.desk desk opened partition=3 why="it was asked to"')


def test_a_field_that_is_not_on_the_list_is_left_out(lines: list[str], log: Any):
    log.info("desk opened", partition=3, caller=MARK)

    assert "desk opened" in lines[0]
    assert MARK not in lines[0]


def test_an_exception_is_its_kind_and_where_it_was_raised(lines: list[str], log: Any):
    log.error("tick failed", exc_info=raised())

    assert len(lines) == 1
    assert "ValueError at test_log_lines.py:" in lines[0]
    assert MARK not in lines[0]


def test_an_error_of_kafka_is_shown_in_full(lines: list[str], log: Any):
    log.error("tick failed", exc_info=MessageSizeTooLargeError("The message is 2 bytes"))

    assert "The message is 2 bytes" in lines[0]


@pytest.mark.parametrize("how", ["%s", "%r"])
def test_an_exception_in_the_text_of_a_librarys_record_loses_its_text(lines: list[str], how: str):
    logging.getLogger("mode").error(f"Crashed reason={how}", raised())

    assert "ValueError at test_log_lines.py:" in lines[0]
    assert MARK not in lines[0]


def test_a_task_that_nobody_awaited_is_one_line_without_what_it_raised(lines: list[str]):
    async def fails() -> None:
        raise ValueError(MARK)

    async def forgets_it() -> None:
        task = asyncio.ensure_future(fails())
        await asyncio.wait([task])
        task.get_loop().call_exception_handler(
            {"message": "Task exception was never retrieved", "exception": task.exception(), "task": task}
        )
        task.exception()

    asyncio.run(forgets_it())

    assert len(lines) == 1
    assert "Task exception was never retrieved" in lines[0]
    assert "ValueError at test_log_lines.py:" in lines[0]
    assert MARK not in lines[0]
    assert "\n" not in lines[0]


def test_where_each_thread_stands_is_files_and_lines():
    waiting = threading.Event()
    thread = threading.Thread(target=waiting.wait, name="waits", args=(30,))
    thread.start()

    found = places_of_threads()
    waiting.set()
    thread.join()

    assert any("threading.py:" in place for place in found["waits"])
    assert any("test_log_lines.py:" in place for place in found["MainThread"])


@pytest.mark.parametrize(
    ("fails", "says"),
    [
        ("raise ValueError(MARK)", "ValueError at <string>:"),
        (
            "import threading; t = threading.Thread(target=lambda: int(MARK)); t.start(); t.join()",
            "ValueError at",
        ),
        ("import warnings; warnings.warn(f'{MARK} is no number')", "UserWarning"),
        ("type('Bad', (), {'__del__': lambda self: int(MARK)})()", "ValueError at"),
        ("import logging; logging.getLogger('kafka').error('%d of them', MARK)", ""),
    ],
    ids=["nobody caught it", "in a thread", "a warning", "in a finaliser", "a record that cannot be written"],
)
def test_what_python_would_print_is_a_line_of_the_log_without_its_text(fails: str, says: str):
    programme = f"MARK = {MARK!r}\nfrom streams.engine.logs import configure\nconfigure()\n{fails}"

    ran = subprocess.run(
        [sys.executable, "-c", programme], capture_output=True, text=True, timeout=60, check=False
    )

    assert MARK not in ran.stderr
    assert says in ran.stderr
    assert all(json.loads(line)["logger"] == "streams.engine.logs" for line in ran.stderr.splitlines())


def test_of_a_librarys_records_one_of_a_kind_is_let_through_and_all_of_ours_are():
    limit = RateLimit()

    def let_through(name: str, said: str) -> bool:
        record = logging.LogRecord(name, logging.WARNING, "", 0, said, (), None)
        return limit.filter(record)

    assert [let_through("aiokafka.conn", "Unable to connect") for _ in range(3)] == [True, False, False]
    assert let_through("aiokafka.conn", "Another thing")
    assert [let_through("streams.engine.desk", "desk waiting") for _ in range(3)] == [True] * 3
