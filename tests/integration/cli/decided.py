"""An installation in which two real workers decided over ten thousand messages.

The city's, the published rows, one message of every kind, and broken ones.
"""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple
from uuid import uuid4

from kafka import KafkaProducer

from connectors.broker import Broker
from connectors.city import generate
from connectors.publisher import Publisher
from connectors.reader import Reader
from connectors.storm.csv_import import read_incidents
from connectors.storm.mapping import load
from connectors.storm.table_file import BadRow
from schemas.catalogue import SAMPLES_DIR
from schemas.forces import Registry
from schemas.topics import INCIDENTS, INPUTS, JOURNAL, in_installation
from streams.engine.journal import Run, decode
from streams.provisioning import Provisioner, Wanted
from tests.given.until import until

ROOT = Path(__file__).parents[3]
REGISTRY = Registry(("E23000099", "E23000098"))
SAMPLE = ROOT / "data" / "lancashire-asb-2022-sample.tab"
BROKEN = (b"\xff\xfe", b"{", b'{"incident_id": 3}')


class Decided(NamedTuple):
    """What the tests need to look at it. `environment` is that of an `asb` command."""

    broker: Broker
    installation: str
    environment: dict[str, str]
    messages: int


def decided(bootstrap: str, folder: Path) -> Decided:
    """Publish everything, let two workers decide it, and stop them."""
    broker, name = Broker(bootstrap), f"t{uuid4().hex[:10]}"
    with Provisioner(broker, Wanted(name, REGISTRY.partitions)) as provisioner:
        provisioner.apply()
    messages = _publish(broker, name) + _publish_broken(bootstrap, name)
    (folder / "secret").write_text("s" * 64, "utf-8")
    environment = os.environ | {
        "KAFKA_BOOTSTRAP": bootstrap,
        "ASB_INSTALLATION": name,
        "ASB_REGISTRY": str(ROOT / "forces.yaml"),
        "ASB_SECRET_FILE": str(folder / "secret"),
    }
    workers = [_worker(environment, folder / str(number)) for number in (1, 2)]
    try:
        until(lambda: handled(broker, name) == messages, 150, f"{messages} messages decided; see {folder}", 1)
        for worker in workers:
            worker.send_signal(signal.SIGTERM)
        assert [worker.wait(30) for worker in workers] == [0, 0]
    finally:
        for worker in workers:
            worker.kill()
    return Decided(broker, name, environment, messages)


def handled(broker: Broker, installation: str) -> int:
    """How many records the journal says were handled."""
    with Reader(broker, installation, [JOURNAL]) as reader:
        entries = [decode(record.value or b"") for record in reader.until_end()]
    return sum(step.records for entry in entries for step in entry.steps if isinstance(step, Run))


def _publish(broker: Broker, installation: str) -> int:
    count = 0
    with Publisher(broker, installation, REGISTRY) as publisher:
        for event in generate(7, 9):
            publisher.publish(event.force, event.message, message_id=event.ce_id)
            count += 1
        for incident in read_incidents(SAMPLE, load("police-uk")):
            assert not isinstance(incident, BadRow)
            publisher.publish("E23000098", incident)
            count += 1
        for message in _one_of_each():
            publisher.publish("E23000099", message)
            count += 1
    return count


def _one_of_each() -> Iterator[Any]:
    for topic in INPUTS:
        for event in topic.events:
            sample = json.loads((SAMPLES_DIR / f"{event.__name__}.v1.json").read_text("utf-8"))
            yield event.model_validate_json(json.dumps(sample["data"]))


def _publish_broken(bootstrap: str, installation: str) -> int:
    producer = KafkaProducer(bootstrap_servers=bootstrap)
    headers = [("ce_specversion", b"1.0"), ("ce_type", b"IncidentLogged"), ("ce_id", b"1")]
    headers.append(("ce_source", b"/forces/E23000099/storm"))
    for value in BROKEN:
        topic = in_installation(installation, INCIDENTS)
        producer.send(topic, value, key=b"SKE-broken", headers=headers, partition=0)
    producer.flush()
    producer.close()
    return len(BROKEN)


def _worker(environment: dict[str, str], folder: Path) -> "subprocess.Popen[bytes]":
    folder.mkdir()
    with (folder / "log").open("wb") as log:
        return subprocess.Popen(
            [sys.executable, "-m", "streams", "worker", "--clock", "events", "--data-dir", str(folder)],
            cwd=ROOT,
            env=environment,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
