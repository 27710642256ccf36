"""R23: a worker at work shows what it did and how it is on /metrics, on loopback."""

import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families

from connectors.broker import Broker
from connectors.publisher import Publisher
from schemas.forces import Registry
from streams.provisioning import Provisioner, Wanted
from tests.given.messages import incident
from tests.given.until import until
from tests.integration.cli.conftest import ROOT

pytestmark = pytest.mark.kafka

FORCES = ("E23000099", "E23000098")


@pytest.fixture
def page(
    kafka: str, installation: str, tmp_path: Path
) -> Iterator[Callable[[], dict[tuple[str, str], float]]]:
    """What a worker shows, by sample and labels; it runs for the length of the test."""
    with Provisioner(Broker(kafka), Wanted(installation, len(FORCES))) as provisioner:
        provisioner.apply()
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port = one.getsockname()[1]
    (tmp_path / "secret").write_bytes(b"s" * 64)
    command = [
        sys.executable,
        "-m",
        "streams",
        "worker",
        "--bootstrap",
        kafka,
        "--installation",
        installation,
    ]
    command += [
        "--secret-file",
        str(tmp_path / "secret"),
        "--data-dir",
        str(tmp_path),
        "--web-port",
        str(port),
    ]
    worker = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def shown() -> dict[tuple[str, str], float]:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=5) as answer:
                assert answer.headers["Content-Type"].startswith("text/plain")
                text = answer.read().decode()
        except OSError:
            return {}
        samples = [one for each in text_string_to_metric_families(text) for one in each.samples]
        return {(one.name, ",".join(one.labels.values())): one.value for one in samples}

    try:
        yield shown
    finally:
        worker.send_signal(signal.SIGTERM)
        worker.wait(30)


def test_r23_a_worker_shows_what_it_decided_and_how_it_is(kafka, installation, page):
    until(lambda: page().get(("asb_ready", "")) == 1, 60, "the worker is ready")
    with Publisher(Broker(kafka), installation, Registry(FORCES)) as publisher:
        publisher.publish(FORCES[0], incident("SK-1", 0, "They threatened her. She is frightened."))

    until(
        lambda: page().get(("asb_decisions_total", "case-manage,victor-e")) == 1,
        60,
        "the decision is counted",
    )

    found = page()
    assert found["asb_records_total", "0"] == 1
    assert found["asb_cases", "0,requested"] == 1
    assert found["asb_desk_state", "0,open"] == 1
    assert found["asb_transaction_seconds_count", ""] >= 1
    assert found["asb_record_age_seconds_count", ""] == 1
    assert found["asb_load_seconds_count", ""] == len(FORCES)
    assert found["asb_rebalances_total", ""] >= 1
    assert ("asb_newest_record_age_seconds", "1") not in found
