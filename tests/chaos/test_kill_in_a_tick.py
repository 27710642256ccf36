"""R15: a worker is killed (kill -9) inside the transactions of a tick in which hundreds of reminders fall due.

Each is published exactly once. What must be published is worked out from the inputs, by the rules in memory.
"""

import json
import random
import time
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import NamedTuple
from uuid import uuid4

import pytest
from confluent_kafka import Producer

from connectors.broker import Broker
from schemas import topics
from schemas.forces import Registry
from schemas.topics import in_installation
from streams.domain import AsbDomain
from streams.engine.domain import Record
from streams.engine.journal import Run, Tick, decode
from streams.provisioning import Provisioner, Wanted
from tests.chaos.fleet import Fleet, Worker, until
from tests.chaos.topics import read_all
from tests.given.casefile import person
from tests.given.casework import assessed
from tests.given.core import FORCE, SECRET, Core
from tests.given.messages import START, opened_in_sentinel

pytestmark = [pytest.mark.kafka, pytest.mark.chaos, pytest.mark.timeout(300)]

CASES = 200
DUTIES = 2 * CASES
"""Of each case's victim nobody has said whether they are a repeat victim, nor whether they are vulnerable."""
ITEMS_A_TRANSACTION = 4
LONG_AGO = timedelta(days=18, hours=12)
"""Several rungs are due at once, and the next is half a day away: the test cannot run into it."""
NEVER_S = 10**6
PATIENCE_S, SEVERAL_TICKS_S = 150.0, 3.0

Published = tuple[bytes | None, bytes | None, tuple[tuple[str, bytes], ...]]


class Duties(NamedTuple):
    """An installation whose duties are all due: what was told, and every reminder that must come of it."""

    name: str
    told: list[Record]
    expected: Counter[Published]

    def topic(self, topic: topics.Topic) -> str:
        return in_installation(self.name, topic)


def duties_due() -> Duties:
    name, now = f"ticks{uuid4().hex[:8]}", datetime.now(UTC)
    core = Core(AsbDomain(name, Registry((FORCE,)), SECRET))
    hours = (now - LONG_AGO - START) / timedelta(hours=1)
    for reference in (f"SEN-{number}" for number in range(CASES)):
        core.tell(
            opened_in_sentinel(reference, hours, people=(person("P-1"),)), assessed(reference, hours=hours)
        )
    before = len(core.messages)
    core.tick(now)
    reminders = in_installation(name, topics.REMINDERS)
    fired = [each for each in core.messages[before:] if each.topic == reminders]
    return Duties(name, core.told, Counter((each.key, each.value, each.headers) for each in fired))


def make(bootstrap: str, duties: Duties) -> None:
    """The topics, and on them what was told."""
    with Provisioner(Broker(bootstrap), Wanted(duties.name, 1)) as provisioner:
        provisioner.apply()
    producer = Producer({"bootstrap.servers": bootstrap})
    for record in duties.told:
        producer.produce(record.topic, record.value, record.key, partition=0, headers=list(record.headers))
    assert producer.flush(30) == 0


def handled(bootstrap: str, duties: Duties) -> tuple[int, int]:
    """How many records the journal says were handled, and how many due items were fired."""
    journal = duties.topic(topics.JOURNAL)
    entries = [decode(each.value()) for each in read_all(bootstrap, [journal], 1)[journal]]
    steps = [step for entry in entries for step in entry.steps]
    records = sum(step.records for step in steps if isinstance(step, Run))
    return records, sum(step.items for step in steps if isinstance(step, Tick))


def tell(bootstrap: str, duties: Duties, fleet: Fleet) -> None:
    """Let a worker that does not tick handle all that is told, and stop it: what then comes are ticks only."""
    worker = fleet.start(tick_interval=NEVER_S, clock="events")
    told = (len(duties.told), 0)
    until(lambda: handled(bootstrap, duties) == told, 60, f"all is told; see {worker.log}", every=0.5)
    fleet.stop(worker)


def kill_in_ticks(fleet: Fleet, kill: Callable[[Worker], bool], times: int, chance: random.Random) -> None:
    """Start a worker, kill it inside a transaction of its tick, and again; each after some transactions more."""
    for _ in range(times):
        worker = fleet.start()
        # The broken engine commits twice for each: the first of the tick is over, the last far away.
        most = chance.randint(3, 8)
        until(partial(has_committed, worker, most), 60, "a tick's transactions", every=0.001)
        until(partial(kill, worker), 60, "a kill inside a transaction", every=0.001)
        fleet.workers.remove(worker)


def has_committed(worker: Worker, transactions: int) -> bool:
    return worker.text().count("transaction committed") >= transactions


def kill_before_rows(worker: Worker) -> bool:
    """Where the engine that is broken on purpose has published, and not yet noted it."""
    if not worker.last_says("rows follow"):
        return False
    worker.kill()
    return True


def verdict(bootstrap: str, duties: Duties) -> dict[str, int]:
    """What another client, which reads what is committed, finds of the reminders."""
    reminders = duties.topic(topics.REMINDERS)
    found = Counter(
        (each.key(), each.value(), tuple(each.headers()))
        for each in read_all(bootstrap, [reminders], 1)[reminders]
    )
    once = found & duties.expected
    return {
        "reminders": found.total(),
        "lost": (duties.expected - found).total(),
        "wrong": sum(count for each, count in found.items() if each not in duties.expected),
        "doubled": sum(found[each] - 1 for each in once),
    }


def settled_verdict(bootstrap: str, duties: Duties) -> dict[str, int]:
    deadline = time.monotonic() + PATIENCE_S
    while (found := verdict(bootstrap, duties))["lost"] and time.monotonic() < deadline:
        time.sleep(0.5)
    time.sleep(SEVERAL_TICKS_S)
    return verdict(bootstrap, duties) if not found["lost"] else found


@pytest.mark.parametrize(
    ("module", "kill", "times", "doubles"),
    [
        pytest.param("tests.chaos.asb_worker", Worker.kill_in_transaction, 3, False, id="the worker"),
        pytest.param(
            "tests.chaos.broken_tick", kill_before_rows, 1, True, id="one that notes later what fired"
        ),
    ],
)
def test_every_reminder_of_a_tick_is_published_once_however_often_it_is_killed(
    kafka, tmp_path: Path, module, kill, times, doubles
):
    seed = random.randrange(10**6)
    duties = duties_due()
    make(kafka, duties)

    with Fleet(kafka, duties.name, tmp_path, module, tick_items=ITEMS_A_TRANSACTION) as fleet:
        tell(kafka, duties, fleet)
        kill_in_ticks(fleet, kill, times, random.Random(seed))
        fired_before_the_last = handled(kafka, duties)[1]
        fleet.start()
        found = settled_verdict(kafka, duties)
        fleet.stop_all()

    print(json.dumps({"seed": seed, "kills": times, "fired amid kills": fired_before_the_last, **found}))  # noqa: T201
    assert duties.expected.total() == DUTIES
    assert 0 < fired_before_the_last < DUTIES
    assert (found["lost"], found["wrong"]) == (0, 0)
    assert (found["doubled"] > 0) is doubles
