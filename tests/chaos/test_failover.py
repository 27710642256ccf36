"""The owner of partitions is killed, or leaves, while the other worker holds warm copies of their rows: the survivor
takes over without loading, and nothing is lost, doubled or wrong.
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

EVENTS, PER_SECOND = 1_000, 300
OPTIONS = {"inputs": INPUTS, "batch_records": 50, "log_format": "json"}

PATIENCE_S = 60.0


def tell_once(bootstrap: str, domain: Counting) -> None:
    """Events of keys that nothing else has."""
    producer = Producer({"bootstrap.servers": bootstrap})
    for number in range(STANDING):
        event = {"id": 10**9 + number, "key": f"once{number}"}
        producer.produce(domain.inputs[0], json.dumps(event), b"k", partition=number % PARTITIONS)
    assert producer.flush(30) == 0


def installation(bootstrap: str, name: str) -> tuple[Counting, Feeder]:
    """A toy installation with many rows to come, and more events to be fed."""
    seed = random.randrange(10**6)
    print(f"seed {seed}")  # noqa: T201
    domain = Counting(own_name(f"{name}{seed}"), INPUTS)
    make_topics(bootstrap, domain, PARTITIONS)
    tell_once(bootstrap, domain)
    pace = {"events": EVENTS, "per_second": PER_SECOND, "seed": seed, "open_ended": True}
    return domain, Feeder(bootstrap, domain.inputs, PARTITIONS, **pace)


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


def owned(worker: Worker) -> set[int]:
    return set([line["partitions"] for line in told(worker) if line["event"] == "assigned"][-1])


def openings(worker: Worker) -> list[dict[str, Any]]:
    return [line for line in told(worker) if line["event"] == "desk opened"]


@pytest.mark.kafka
@pytest.mark.chaos
@pytest.mark.timeout(300)
@pytest.mark.parametrize("kills", [1, pytest.param(8, marks=pytest.mark.long)])
def test_a_warm_worker_takes_over_from_a_killed_one_and_every_event_counts_once(
    kafka, tmp_path: Path, kills: int
):
    domain, feeder = installation(kafka, "failover")
    taken_over = []

    with Fleet(kafka, domain.name, tmp_path, **OPTIONS) as fleet:
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
    print(json.dumps({"kills": kills, "rows": rows, "read at most": read, **found}))  # noqa: T201
    assert (found["lost"], found["doubled"], found["wrong"]) == (0, 0, 0)
    assert rows >= STANDING / PARTITIONS
    assert read < rows / 2


@pytest.mark.kafka
@pytest.mark.chaos
@pytest.mark.timeout(200)
def test_a_partition_that_comes_back_is_opened_with_what_was_written_meanwhile(kafka, tmp_path: Path):
    domain, feeder = installation(kafka, "returns")

    with Fleet(kafka, domain.name, tmp_path, **OPTIONS) as fleet:
        stays = fleet.start()
        until(lambda: counted(kafka, domain) == STANDING, PATIENCE_S, "rows", every=1)
        feeder.start()
        guest = fleet.start()
        until(lambda: all(map(holds_all_rows, fleet.workers)), PATIENCE_S, "warm copies", every=0.5)
        away, before = owned(guest), len(openings(stays))
        exit_code, _ = fleet.stop(guest)
        until(lambda: len(openings(stays)) > before + 1, PATIENCE_S, "both desks are open")
        returned = next(each for each in openings(stays)[before:] if each["partition"] in away)
        lent = openings(guest)[0]
        feeder.finish()
        found = settled_verdict(kafka, domain.name, PARTITIONS, INPUTS, PATIENCE_S)
        fleet.stop_all()

    assert exit_code == 0
    assert (found["lost"], found["doubled"], found["wrong"]) == (0, 0, 0)
    assert returned["sequence"] > lent["sequence"]
    assert returned["read"] < returned["rows"] / 2
