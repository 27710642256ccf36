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
from tests.integration.cli.decided import Decided
from tests.integration.cli.decided import decided as decided_installation

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


@pytest.fixture(scope="session")
def decided(kafka: str, tmp_path_factory: pytest.TempPathFactory) -> Decided:
    """An installation that decided over ten thousand messages; tests read it and change nothing."""
    return decided_installation(kafka, tmp_path_factory.mktemp("decided"))


@pytest.fixture
def asb_decided(decided: Decided) -> Asb:
    """`asb` as a process of its own, on the decided installation; keywords are more variables."""

    def run(*arguments: str, **variables: str) -> Outcome:
        done = subprocess.run(
            [sys.executable, "-m", "streams", *arguments],
            cwd=ROOT,
            env={**decided.environment, **variables},
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        return Outcome(done.returncode, done.stdout, done.stderr)

    return run
