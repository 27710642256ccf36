"""Run `asb` in this process against the session's Kafka, under an installation of the test's own."""

import json
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


@pytest.fixture
def installation() -> str:
    return f"t{uuid4().hex[:10]}"


@pytest.fixture
def asb_here(kafka: str, installation: str, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Outcome]:
    monkeypatch.setenv("KAFKA_BOOTSTRAP", kafka)
    monkeypatch.setenv("ASB_INSTALLATION", installation)
    monkeypatch.setenv("ASB_REGISTRY", str(ROOT / "forces.yaml"))

    def run(*arguments: str) -> Outcome:
        result = CliRunner().invoke(asb, list(arguments), catch_exceptions=False)
        return Outcome(result.exit_code, result.stdout, result.stderr)

    return run
