"""`asb demo` end to end: everything starts, agrees with the truth as far as codes go, and stops or stays as asked."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from streams.broker.address import answers
from streams.broker.embedded import EmbeddedKafka

pytestmark = pytest.mark.kafka

ROOT = Path(__file__).parents[3]
SMALL = ("--days", "2", "--per-day", "60", "--json")


def demo(*arguments: str) -> tuple[int, dict[str, Any]]:
    # Another Kafka and another installation of the user's shell are not for the demo.
    elsewhere = {"KAFKA_BOOTSTRAP": "127.0.0.1:1", "ASB_INSTALLATION": "elsewhere"}
    done = subprocess.run(
        [sys.executable, "-m", "streams", "demo", *SMALL, *arguments],
        cwd=ROOT, env={**os.environ, **elsewhere}, capture_output=True, text=True, timeout=200, check=False,
    )  # fmt: skip
    assert done.stdout, done.stderr
    return done.returncode, json.loads(done.stdout)


def demo_folders() -> set[Path]:
    return set((ROOT / ".asb").glob("demo-*"))


@pytest.fixture
def kept() -> Iterator[dict[str, Any]]:
    """A demo that was left up, stopped after the test as the demo says."""
    _, facts = demo("--keep")
    yield facts
    os.kill(facts["kept"]["worker"], signal.SIGTERM)
    EmbeddedKafka(Path(facts["kept"]["folder"]) / "kafka").stop()
    subprocess.run(["rm", "-r", facts["kept"]["folder"]], check=True, cwd=ROOT)


def test_the_demo_shows_what_was_decided_and_leaves_nothing():
    before = demo_folders()

    status, facts = demo()

    tables = {(one["measure"], one["scope"]): one for one in facts["agreement"]}
    assert facts["incidents"] > 100
    assert facts["imported"] == 2016
    assert facts["answers"] > 0
    assert facts["rejected"] == {"E23000099": 0, "E23000098": 0}
    assert tables["tag", "coded"]["disagreements"] == []
    assert status == (1 if facts["faults"] else 0)
    assert demo_folders() == before


def test_a_kept_demo_stays_up_and_can_be_asked(kept):
    bootstrap = kept["kept"]["bootstrap"]

    os.kill(kept["kept"]["worker"], 0)
    assert answers(bootstrap, 5)
    told = subprocess.run(
        [sys.executable, "-m", "streams", "tail", "decisions", "--limit", "1", "--from-beginning", "--json",
         "--bootstrap", bootstrap],
        cwd=ROOT, capture_output=True, text=True, timeout=60, check=True,
    )  # fmt: skip
    assert json.loads(told.stdout)["headers"]["ce_type"]


def test_without_the_sample_it_says_where_to_run(tmp_path: Path):
    (tmp_path / "forces.yaml").write_text((ROOT / "forces.yaml").read_text("utf-8"), "utf-8")

    done = subprocess.run(
        [sys.executable, "-m", "streams", "demo"],
        cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True,
        timeout=60, check=False,
    )  # fmt: skip

    assert done.returncode == 1
    assert "run the demo in the folder that holds it" in done.stderr
    assert "Traceback" not in done.stderr
