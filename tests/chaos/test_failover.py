"""The owner of partitions is killed while the other worker holds warm copies of their rows, again and again: the
survivor takes over without loading, and nothing is lost, doubled or wrong.
"""

import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from confluent_kafka import Producer

from tests.chaos.feeding import Feeder
from tests.chaos.fleet import Fleet, Worker, until
from tests.chaos.topics import make_topics, own_name, read_all
from tests.chaos.verdict import settled_verdict
from tests.unit.engine.toy import Counting

PARTITIONS, INPUTS = 2, ("a", "b")
STANDING = 8_000
"""Keys that come once, so that there are many more rows than are written between two looks of a copy."""

EVENTS, PER_SECOND, BATCH = 1_000, 300, 50

PATIENCE_S = 60.0


def tell_once(bootstrap: str, domain: Counting) -> None:
    """Events of keys that nothing else has."""
    producer = Producer({"bootstrap.servers": bootstrap})
    for number in range(STANDING):
        event = {"id": 10**9 + number, "key": f"once{number}"}
        producer.produce(domain.inputs[0], json.dumps(event), b"k", partition=number % PARTITIONS)
    assert producer.flush(30) == 0


def counted(bootstrap: str, domain: Counting) -> int:
    return len(read_all(bootstrap, [domain.counts_topic], PARTITIONS)[domain.counts_topic])


def told(worker: Worker) -> Iterator[dict[str, Any]]:
    """What the engine logs as JSON, line by line."""
    for line in worker.text().splitlines():
        if line.startswith("{") and line.endswith("}"):
            yield json.loads(line)


def holds_all_rows(worker: Worker) -> bool:
    """Whether the worker knows the rows of each partition: by its own desk, or by a copy of another's."""
    owned: set[int] = set()
    last: dict[int, str] = {}
    for line in told(worker):
        if line["event"] == "assigned":
            owned = set(line["partitions"])
        elif line["event"] in {"warm copy", "desk opened"}:
            last[line["partition"]] = line["event"]
    wanted = {each: "desk opened" if each in owned else "warm copy" for each in range(PARTITIONS)}
    return last == wanted


def openings(worker: Worker) -> list[dict[str, Any]]:
    return [line for line in told(worker) if line["event"] == "desk opened"]


@pytest.mark.kafka
@pytest.mark.chaos
@pytest.mark.timeout(300)
@pytest.mark.parametrize("kills", [1, pytest.param(8, marks=pytest.mark.long)])
def test_a_warm_worker_takes_over_from_a_killed_one_and_every_event_counts_once(
    kafka, tmp_path: Path, kills: int
):
    seed = random.randrange(10**6)
    print(f"seed {seed}")  # noqa: T201
    domain = Counting(own_name(f"failover{seed}"), INPUTS)
    make_topics(kafka, domain, PARTITIONS)
    tell_once(kafka, domain)
    feeder = Feeder(
        kafka, domain.inputs, PARTITIONS, events=EVENTS, per_second=PER_SECOND, seed=seed, open_ended=True
    )
    taken_over = []

    with Fleet(kafka, domain.name, tmp_path, inputs=INPUTS, batch_records=BATCH, log_format="json") as fleet:
        fleet.start()
        fleet.start()
        until(lambda: counted(kafka, domain) == STANDING, PATIENCE_S, "rows", every=1)
        feeder.start()
        for _ in range(kills):
            until(lambda: all(map(holds_all_rows, fleet.workers)), PATIENCE_S, "warm copies", every=0.5)
            victim, survivor = random.sample(fleet.workers, 2)
            before = len(openings(survivor))
            until(victim.kill_in_transaction, PATIENCE_S, "a kill inside a transaction", every=0.001)
            fleet.workers.remove(victim)
            until(lambda s=survivor, b=before: len(openings(s)) > b + 1, PATIENCE_S, "both desks are open")
            taken_over += openings(survivor)[before:]
            fleet.start()
        feeder.finish()
        found = settled_verdict(kafka, domain.name, PARTITIONS, INPUTS, PATIENCE_S)
        fleet.stop_all()

    read, rows = max(each["read"] for each in taken_over), min(each["rows"] for each in taken_over)
    print(json.dumps({"seed": seed, "kills": kills, "rows": rows, "read at most": read, **found}))  # noqa: T201
    assert (found["lost"], found["doubled"], found["wrong"]) == (0, 0, 0)
    assert rows >= STANDING / PARTITIONS
    assert read < rows / 2
