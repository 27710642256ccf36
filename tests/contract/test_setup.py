"""`make`: its help, and what it says where it cannot work."""

import os
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def a_program(folder: Path, name: str, script: str) -> Path:
    program = folder / name
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    return program


def prepare(folder: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run the set-up with the folder's programs first on the path."""
    environment = {**os.environ, "PATH": f"{folder}:{os.environ['PATH']}", **variables}
    return subprocess.run(
        [ROOT / "setup" / "prepare.sh"],
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize(("system", "machine"), [("Darwin", "arm64"), ("Linux", "aarch64")])
def test_another_machine_is_told_where_it_runs(system: str, machine: str, tmp_path: Path):
    a_program(tmp_path, "uname", f"[ $1 = -s ] && echo {system} || echo {machine}")

    done = prepare(tmp_path)

    assert done.returncode == 1
    assert done.stderr == (
        f"setup: this runs on x86-64 Linux, and this is {machine} {system}; "
        "elsewhere use docker compose (README).\n"
    )


def test_another_python_is_told_which_ones_will_do(tmp_path: Path):
    old = a_program(tmp_path, "old-python", "[ $1 = --version ] && echo Python 3.10.13 || exit 1")

    done = prepare(tmp_path, PYTHON=str(old))

    assert done.returncode == 1
    assert done.stderr.startswith(f"setup: Python 3.11, 3.12 or 3.13 is needed, and {old} is Python 3.10.13;")


def test_a_python_that_is_not_there_is_told(tmp_path: Path):
    done = prepare(tmp_path, PYTHON="no-such-python")

    assert done.returncode == 1
    assert "no-such-python is not there; install one, or name it: make setup PYTHON=" in done.stderr


def test_make_alone_shows_every_target():
    targets = re.findall(r"^\.PHONY: (\S+)$", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)

    shown = subprocess.run(["make"], cwd=ROOT, capture_output=True, text=True, check=True).stdout

    assert targets
    assert all(f"make {target} " in shown for target in targets)
