"""R23: with 200,000 rows another worker decides again within the session timeout and 5 s of a kill -9.

The worker is the one that goes into service. What must be published is worked out by the rules in memory. How long
it takes without a warm copy is measured beside it.
"""

import json
import os
import threading
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from statistics import median
from typing import NamedTuple

import pytest
from confluent_kafka import Producer, TopicPartition

from connectors.broker import Broker
from schemas import topics
from schemas.forces import Registry
from schemas.topics import in_installation
from streams.domain import AsbDomain
from streams.engine import position
from streams.engine.domain import Message
from streams.engine.eventclock import EventClock
from streams.engine.position import POSITION_KEY, Position
from streams.engine.settings import EngineSettings
from streams.provisioning import Provisioner, Wanted
from tests.chaos.fleet import Fleet, Worker, until
from tests.chaos.topics import committed_reader, own_name, read_all
from tests.given.core import FORCE, SECRET, Core
from tests.given.large_city import ASKED, force_with_duties
from tests.given.messages import incident

SESSION_S = EngineSettings().session_timeout
TAKES_OVER_WITHIN_S = SESSION_S + 5
NEVER = timedelta(seconds=10**6)
EVERY_S, PATIENCE_S = 0.1, 120.0
ROWS_A_TRANSACTION = 2_000
AFTER_HOURS = 1_100
"""After what the rows are about, and before any of it falls due."""

Outcome = tuple[bytes | None, bytes | None, tuple[tuple[str, bytes], ...]]


class Force:
    """An installation of one force that has many rows, and the rules in memory that are told what it is told."""

    def __init__(self, bootstrap: str, rows: int) -> None:
        self.name = own_name("failover")
        self.core = Core(AsbDomain(self.name, Registry((FORCE,)), SECRET), EventClock(NEVER))
        self.told_at: dict[bytes | None, float] = {}
        self.decided_at: dict[bytes | None, float] = {}
        self._bootstrap = bootstrap
        self._is_over = threading.Event()
        with Provisioner(Broker(bootstrap), Wanted(self.name, 1)) as provisioner:
            provisioner.apply()
        self._write_rows(dict(force_with_duties(rows).table.rows()))

    def _write_rows(self, rows: Mapping[bytes, bytes]) -> None:
        for _ in self.core.table.fill(rows):
            pass
        state = in_installation(self.name, topics.STATE)
        producer = Producer({"bootstrap.servers": self._bootstrap, "transactional.id": f"{self.name}-rows"})
        producer.init_transactions(60)
        written = [*rows.items(), (POSITION_KEY, position.encode(Position(1)))]
        for first in range(0, len(written), ROWS_A_TRANSACTION):
            producer.begin_transaction()
            for key, value in written[first : first + ROWS_A_TRANSACTION]:
                producer.produce(state, value, key, partition=0)
            producer.commit_transaction(60)

    @contextmanager
    def reporting(self) -> Iterator[None]:
        """Incidents are reported, one every `EVERY_S`, and somebody waits for what is decided of them."""
        threads = [threading.Thread(target=each, daemon=True) for each in (self._report, self._watch)]
        for each in threads:
            each.start()
        try:
            yield
        finally:
            self._is_over.set()
            for each in threads:
                each.join()

    def _report(self) -> None:
        producer, number = Producer({"bootstrap.servers": self._bootstrap, "linger.ms": 0}), 0
        while not self._is_over.wait(EVERY_S):
            record = self.core.record(incident(f"LATE-{number}", AFTER_HOURS + number / 1_000, ASKED))
            self.core.tell(record)
            self.told_at[record.key] = time.monotonic()
            headers = list(record.headers)
            producer.produce(record.topic, record.value, record.key, partition=0, headers=headers)
            producer.poll(0)
            number += 1
        assert producer.flush(30) == 0

    def _watch(self) -> None:
        reader = committed_reader(self._bootstrap)
        reader.assign([TopicPartition(in_installation(self.name, topics.DECISIONS), 0, 0)])
        while not self._is_over.is_set():
            for found in reader.consume(100, 0.05):
                if found.error() is None:
                    self.decided_at.setdefault(found.key(), time.monotonic())
        reader.close()

    def decided_of_what_came_after(self, moment: float) -> float | None:
        """When the first decision was readable about an incident that was reported after this moment."""
        after = [at for key, at in list(self.decided_at.items()) if self.told_at[key] > moment]
        return min(after, default=None)

    def expected(self) -> dict[str, list[Outcome]]:
        return by_topic(self.core.messages)

    def published(self) -> dict[str, list[Outcome]]:
        found = read_all(self._bootstrap, self.core.domain.outputs, 1)
        return by_topic(
            Message(topic, each.key(), each.value(), tuple(each.headers() or ()))
            for topic, records in found.items()
            for each in records
        )


def by_topic(messages: Iterator[Message] | list[Message]) -> dict[str, list[Outcome]]:
    found: dict[str, list[Outcome]] = defaultdict(list)
    for each in messages:
        found[each.topic].append((each.key, each.value, each.headers))
    return found


class Failovers(NamedTuple):
    """Seconds from each kill to the next decision; what a new owner read to open its desk, at most; the memory of a
    worker with all rows, in MB; whether what was published is what the rules in memory say.
    """

    seconds: list[float]
    read: int
    megabytes: int
    is_right: bool


def failovers(bootstrap: str, folder: Path, rows: int, kills: int, *, warm: bool) -> Failovers:
    """Kill the owner of a force with so many rows, again and again, while incidents are reported."""
    force, took, megabytes = Force(bootstrap, rows), [], []
    options = {
        "clock": "events",
        "tick_interval": NEVER.total_seconds(),
        "look_interval": 1.0,
        "warm_copies": warm,
        "log_format": "json",
    }

    with Fleet(bootstrap, force.name, folder, "tests.chaos.asb_worker", **options) as fleet:
        owner = fleet.start()
        until(lambda: owner.says("desk opened"), PATIENCE_S, "the first worker at its desk")
        with force.reporting():
            until(lambda: force.decided_at, PATIENCE_S, "decisions")
            for _ in range(kills):
                standby = fleet.start()
                until(lambda s=standby: s.says("warm copy" if warm else "assigned"), PATIENCE_S, "a standby")
                megabytes.append(resident_megabytes(standby))
                killed_at = time.monotonic()
                fleet.kill(owner)
                decided_at = until(
                    lambda k=killed_at: force.decided_of_what_came_after(k),
                    PATIENCE_S,
                    "a decision",
                    every=0.02,
                )
                took.append(round(decided_at - killed_at, 2))
                owner = standby
        expected = force.expected()
        until(
            lambda: sum(map(len, force.published().values())) >= sum(map(len, expected.values())),
            PATIENCE_S,
            "all is published",
            every=0.5,
        )
        is_right = force.published() == expected
        fleet.stop_all()

    found = Failovers(took, max(read_to_open(fleet)[1:]), max(megabytes), is_right)
    told = {"rows": rows, "warm": warm, "median": median(took), "load": round(os.getloadavg()[0], 1)}
    print(json.dumps(told | found._asdict()))  # noqa: T201
    return found


def read_to_open(fleet: Fleet) -> list[int]:
    """How many rows each worker of a fleet read to open its desk, in the order they did."""
    lines = [json.loads(line) for line in fleet.logs().splitlines() if line.startswith("{")]
    opened = [line for line in lines if line["event"] == "desk opened"]
    return [line["read"] for line in sorted(opened, key=lambda line: str(line["time"]))]


def resident_megabytes(worker: Worker) -> int:
    fields = Path(f"/proc/{worker.process.pid}/status").read_text(encoding="ascii").split("VmRSS:")[1]
    return int(fields.split()[0]) // 1024


@pytest.mark.kafka
@pytest.mark.chaos
@pytest.mark.timeout(900)
@pytest.mark.parametrize(
    ("rows", "kills"), [(10_000, 1), pytest.param(200_000, 5, marks=pytest.mark.long)], ids=str
)
def test_another_worker_decides_within_the_session_and_5_s_of_a_kill(
    kafka, tmp_path: Path, rows: int, kills: int
):
    found = failovers(kafka, tmp_path, rows, kills, warm=True)

    assert max(found.seconds) <= TAKES_OVER_WITHIN_S
    assert found.read < rows / 10
    assert found.is_right


@pytest.mark.kafka
@pytest.mark.chaos
@pytest.mark.long
@pytest.mark.timeout(900)
def test_without_a_copy_all_rows_are_read_and_it_takes_longer(kafka, tmp_path: Path):
    (tmp_path / "cold").mkdir()
    (tmp_path / "warm").mkdir()

    cold = failovers(kafka, tmp_path / "cold", 200_000, 3, warm=False)
    warm = failovers(kafka, tmp_path / "warm", 200_000, 3, warm=True)

    assert cold.is_right
    assert cold.read >= 200_000
    assert median(cold.seconds) > median(warm.seconds)
