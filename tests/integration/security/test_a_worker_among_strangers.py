"""Design, Security: the whole way of an event on a cluster that asks who is there, each party as itself."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from connectors.publisher import Publisher
from connectors.reader import Reader
from schemas import topics
from schemas.forces import Registry
from tests.given.messages import incident
from tests.given.until import until
from tests.integration.security.conftest import INSTALLATION
from tests.integration.security.secured import Secured

pytestmark = pytest.mark.kafka

ROOT = Path(__file__).parents[3]
FORCES = ("E23000099", "E23000097")


@pytest.fixture
def worker_log(secured: Secured, tmp_path: Path) -> Iterator[Path]:
    """The log of a worker that runs as its own principal for the length of the test."""
    registry = [{"force": force, "partition": number} for number, force in enumerate(FORCES)]
    (tmp_path / "forces.yaml").write_text(yaml.safe_dump(registry), "utf-8")
    (tmp_path / "secret").write_bytes(b"s" * 64)
    log = tmp_path / "worker.log"
    command = [sys.executable, "-m", "streams", "worker", "--installation", INSTALLATION]
    command += ["--registry", str(tmp_path / "forces.yaml"), "--secret-file", str(tmp_path / "secret")]
    environment = {**os.environ, "KAFKA_BOOTSTRAP": secured.bootstrap, "PYTHONUNBUFFERED": "1"}
    with log.open("wb") as output:
        worker = subprocess.Popen(
            [*command, "--data-dir", str(tmp_path / "data")],
            cwd=ROOT,
            env=environment | secured.environment(f"{INSTALLATION}-worker"),
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        yield log
    finally:
        worker.send_signal(signal.SIGTERM)
        worker.wait(30)


def test_an_incident_comes_in_and_its_decision_goes_out_with_no_more_rights_than_each_party_has(
    secured: Secured, worker_log: Path
):
    storm = secured.broker(f"{INSTALLATION}-storm-connector")
    monitor = secured.broker(f"{INSTALLATION}-monitor")
    with Publisher(storm, INSTALLATION, Registry(FORCES)) as publisher:
        publisher.publish(FORCES[0], incident("SK-1", 0, "They threatened her. She is frightened."))

    def decided() -> list[bytes | None]:
        with Reader(monitor, INSTALLATION, [topics.DECISIONS]) as reader:
            return [record.key for record in reader.until_end()]

    assert b"SK-1" in until(decided, 60, "the decision is published")
    said = worker_log.read_text("utf-8", "replace")
    assert "Traceback" not in said
    for password in secured.folder.glob("*.password"):
        assert password.read_text("utf-8") not in said
