"""Run `asb` against the session's Kafka, under an installation of the test's own."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple
from uuid import uuid4

import pytest
from click.testing import CliRunner

from streams.cli import asb

ROOT = Path(__file__).parents[3]


class Outcome(NamedTuple):
    exit_code: int
    out: str
    err: str

    def json(self) -> Any:
        return json.loads(self.out)


Asb = Callable[..., Outcome]


@pytest.fixture
def installation() -> str:
    return f"t{uuid4().hex[:10]}"


@pytest.fixture
def asb_here(kafka: str, installation: str, monkeypatch: pytest.MonkeyPatch) -> Asb:
    """`asb_here("topics", "check")` in this process, against the session's Kafka."""
    monkeypatch.setenv("KAFKA_BOOTSTRAP", kafka)
    monkeypatch.setenv("ASB_INSTALLATION", installation)
    monkeypatch.setenv("ASB_REGISTRY", str(ROOT / "forces.yaml"))

    def run(*arguments: str) -> Outcome:
        result = CliRunner().invoke(asb, list(arguments), catch_exceptions=False)
        return Outcome(result.exit_code, result.stdout, result.stderr)

    return run


@pytest.fixture
def asb_process(kafka: str, installation: str) -> Asb:
    """The same as `python -m streams` in a process of its own."""
    environment = {
        **os.environ,
        "KAFKA_BOOTSTRAP": kafka,
        "ASB_INSTALLATION": installation,
        "ASB_REGISTRY": str(ROOT / "forces.yaml"),
    }

    def run(*arguments: str, **variables: str) -> Outcome:
        done = subprocess.run(
            [sys.executable, "-m", "streams", *arguments],
            cwd=ROOT,
            env={**environment, **variables},
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        return Outcome(done.returncode, done.stdout, done.stderr)

    return run
