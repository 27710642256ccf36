"""As many forces as there are, on three workers that hold copies of all: one is killed, and the others have opened
every desk within the session and 5 s.
"""

import json
import os
import time
from pathlib import Path

import pytest
from confluent_kafka import Producer

from streams.engine.settings import EngineSettings
from tests.chaos.fleet import Fleet, Worker, until
from tests.chaos.test_failover import told
from tests.chaos.topics import make_topics, own_name
from tests.chaos.verdict import settled_verdict
from tests.unit.engine.toy import Counting

FORCES, WORKERS, EVENTS_EACH = 43, 3, 100
INPUTS = ("in",)
TAKES_OVER_WITHIN_S = EngineSettings().session_timeout + 5
PATIENCE_S = 120.0
OPTIONS = {"inputs": INPUTS, "log_format": "json", "log_transactions": False, "look_interval": 1.0}


def tell(bootstrap: str, domain: Counting) -> None:
    producer = Producer({"bootstrap.servers": bootstrap})
    for number in range(FORCES * EVENTS_EACH):
        event = {"id": number, "key": f"k{number}"}
        producer.produce(domain.inputs[0], json.dumps(event), b"k", partition=number % FORCES)
    assert producer.flush(30) == 0


def opened(worker: Worker) -> set[int]:
    """The desks that are open since the worker was assigned partitions last."""
    found: set[int] = set()
    for line in told(worker):
        if line["event"] == "assigned":
            found = set()
        elif line["event"] == "desk opened":
            found.add(line["partition"])
    return found


def copied(worker: Worker) -> set[int]:
    return {line["partition"] for line in told(worker) if line["event"] == "warm copy"}


@pytest.mark.kafka
@pytest.mark.chaos
@pytest.mark.long
@pytest.mark.timeout(400)
def test_every_force_has_a_worker_again_within_the_session_and_5_s_of_a_kill(kafka, tmp_path: Path):
    domain = Counting(own_name("forces"), INPUTS)
    make_topics(kafka, domain, FORCES)
    tell(kafka, domain)

    with Fleet(kafka, domain.name, tmp_path, **OPTIONS) as fleet:
        for _ in range(WORKERS):
            fleet.start()
        until(
            lambda: all(len(opened(each) | copied(each)) == FORCES for each in fleet.workers),
            PATIENCE_S,
            "every worker knows all rows",
            every=1,
        )
        killed_at = time.monotonic()
        fleet.kill(fleet.workers[0])
        until(
            lambda: sum(len(opened(each)) for each in fleet.workers) == FORCES,
            PATIENCE_S,
            "every desk is open",
        )
        took = round(time.monotonic() - killed_at, 2)
        found = settled_verdict(kafka, domain.name, FORCES, INPUTS, PATIENCE_S)
        stops = [fleet.stop(worker) for worker in list(fleet.workers)]

    print(json.dumps({"forces": FORCES, "seconds": took, "load": round(os.getloadavg()[0], 1)}))  # noqa: T201
    assert (found["lost"], found["doubled"], found["wrong"]) == (0, 0, 0)
    assert {code for code, _ in stops} == {0}
    assert took <= TAKES_OVER_WITHIN_S
