"""Who somebody is and what they said stays on Kafka: no log, page, command, message or name of a file holds it.

A story full of one person runs through a worker at the level of debugging, whose rules, duties and rows fail with
that person's particulars in the error. Then everything that was written is searched.
"""

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from schemas import topics
from schemas.forces import Registry
from streams.engine.domain import Record
from tests.given.bad_records import bad_records, logged
from tests.given.core import Core, record_of
from tests.given.messages import incident, victim
from tests.given.until import until
from tests.given.wrong_domains import TRIGGER, Buggy, raising
from tests.integration.logs.marked import GRAVE, MARKS, REFERENCES, THEM, found, holds, reports
from tests.integration.logs.run import Run
from tests.integration.logs.worker_that_fails import CLOSES_THE_DESK, FAILS
from tests.integration.rejections.running import FORCES, HERE
from tests.stories.test_personal_data import told_all

pytestmark = [pytest.mark.kafka, pytest.mark.timeout(300)]

FAILING = "tests.integration.logs.worker_that_fails"
EVENTS = {
    "desk opened",
    "rejected",
    "due items failed",
    "desk waiting",
    "transaction committed",
    "desk stopped",
}

NAME_WHOM = {"compliance.txt", "marker.txt", "steps.txt", "tail.txt"}
"""Commands whose answer is of whom something is missing, or the ids of events."""


def told(here: Run) -> list[Record]:
    """The story of tests/stories/test_personal_data.py, what it has not, and what makes the worker fail."""
    domain = Buggy(
        raising(ValueError(GRAVE)), installation=here.name, registry=Registry(FORCES), secret=here.secret
    )
    core = Core(domain)
    told_all(core)
    core.tell(*reports())
    core.tell(
        *(incident(name, 70, GRAVE, people=[victim(**THEM)]) for name in (FAILS, TRIGGER, CLOSES_THE_DESK))
    )
    bad = [one.record for one in bad_records(here.name)]
    return [each for each in core.told if each.topic.startswith(f"{here.name}.")] + bad


@pytest.fixture(scope="module")
def here(kafka: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Run]:
    """The story is over: everything that it left behind is below `here.written`."""
    with Run(kafka, tmp_path_factory.mktemp("marked"), FAILING) as here:
        here.start("--log-level", "debug", "--log-transactions", "--tick", "1")
        until(lambda: here.says('"desk opened"'), 90, f"a desk is open; see {here.log}")
        here.keep_pages("opened")
        here.send(told(here))
        here.send([later(here)])
        here.wait_for_decision("SK-LATER", 120)
        here.keep_pages("decided")
        ask_everything(here)
        here.send([logged(GRAVE.encode(), here.name)] * 1_000)
        until(lambda: here.says('"desk stopped"'), 60, f"a desk stops; see {here.log}")
        here.keep_pages("stopped")
        here.stop()
        yield here


def later(here: Run) -> Record:
    topic = here.topic(topics.INCIDENTS)
    return record_of(incident("SK-LATER", 80, "Loud music"), topic, 0, "later", HERE)


def ask_everything(here: Run) -> None:
    """Every command that reads, without the options that ask for what people said."""
    listed = json.loads(here.asb("rejected", "list", "--json"))
    here.asb("rejected", "list")
    for one in listed:
        here.asb("rejected", "show", str(one["offset"]), "--force", one["force"])
    for form in ("table", "json", "csv"):
        here.asb("compliance", "--format", form)
    for topic in topics.TOPICS:
        here.asb("tail", topic.name, "--until-end")
    here.asb("replay", "--force", HERE)
    here.asb("topics", "check")
    here.asb("steps")
    here.asb("marker", "show")
    here.asb("directory", "show")


def logged_lines(here: Run) -> list[dict[str, object]]:
    return [json.loads(line) for line in here.log.read_text("utf-8").splitlines()]


def test_every_mark_went_through_the_topics(here: Run):
    values = [message.value() or b"" for topic in topics.INPUTS for message in here.read(topic)]
    everything = b"\n".join(values)

    assert [mark for mark in (GRAVE, *REFERENCES) if not holds(everything, mark)] == []


def test_a_line_of_the_log_is_an_object_that_says_when_what_and_where(here: Run):
    lines = logged_lines(here)

    assert all({"time", "level", "logger", "event"} <= line.keys() for line in lines)
    assert {line["event"] for line in lines} >= EVENTS
    assert Counter(line["logger"] for line in lines if line["level"] == "debug").keys() <= {
        "streams.engine.ledger"
    }


def test_an_error_is_told_by_its_kind_and_place(here: Run):
    errors = [str(line["error"]) for line in logged_lines(here) if "error" in line]

    assert any(error.startswith("ValueError at worker_that_fails.py:") for error in errors)


def test_nothing_that_was_written_holds_anything_of_them(here: Run):
    written = [path for path in here.written.rglob("*") if path.is_file() and path.stat().st_size]

    references = {(file, mark) for file, mark in found(here.written) if mark in REFERENCES}

    assert len(written) > 80
    assert {*found(here.written)} - references == set()
    assert {file.rpartition("-")[2] for file, _ in references} <= NAME_WHOM


@pytest.mark.parametrize("mark", MARKS)
def test_the_search_finds_a_mark_that_was_written(tmp_path: Path, mark: str):
    (tmp_path / "deep" / "er").mkdir(parents=True)
    (tmp_path / "deep" / "er" / "worker.log").write_text(f'{{"why": "{mark.upper()} rang"}}', "utf-8")
    (tmp_path / "core.1").write_bytes(b"\xff\x00" + mark.encode() + b"\x00")
    (tmp_path / f"{mark.replace('/', '-')}.json").touch()

    files = {file for file, each in found(tmp_path) if each == mark}

    assert files >= {"deep/er/worker.log", "core.1"}
    assert len(files) == 3 or "/" in mark


def test_the_search_finds_what_a_command_does_show_when_it_is_asked(here: Run, tmp_path: Path):
    [rejected, *_] = json.loads(here.asb("rejected", "list", "--json"))
    shown = here.asb("rejected", "show", str(rejected["offset"]), "--force", rejected["force"], "--content")
    (tmp_path / "shown.txt").write_text(shown, "utf-8")

    assert found(tmp_path)
