"""Only the broker of a folder is ever signalled."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from streams.broker import process

SLEEP = "import time; time.sleep(60)"


@pytest.fixture
def program(tmp_path: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A program whose command line names `tmp_path / "server.properties"`, as a broker's does."""
    with subprocess.Popen([sys.executable, "-c", SLEEP, str(tmp_path / "server.properties")]) as running:
        (tmp_path / "pid").write_text(f"{running.pid}\n")
        yield running
        running.kill()


def test_the_broker_of_the_pid_file_is_ended(program: subprocess.Popen[bytes], tmp_path: Path):
    ended = process.end(tmp_path / "pid", tmp_path / "server.properties", patience_s=10)

    assert ended
    assert program.wait(10) != 0


def test_a_pid_that_passed_to_another_program_is_left_alone(program: subprocess.Popen[bytes], tmp_path: Path):
    ours = tmp_path / "other" / "server.properties"

    ended = process.end(tmp_path / "pid", ours, patience_s=1)
    process.kill(tmp_path / "pid", ours, patience_s=1)

    assert not ended
    assert program.poll() is None


@pytest.mark.parametrize("content", ["", "not a number", "999999999"])
def test_a_pid_file_of_nobody_stops_nobody(content: str, tmp_path: Path):
    (tmp_path / "pid").write_text(content)

    assert not process.end(tmp_path / "pid", tmp_path / "server.properties", patience_s=1)


def test_without_a_pid_file_nothing_runs(tmp_path: Path):
    assert process.running_pid(tmp_path / "pid", tmp_path / "server.properties") is None
