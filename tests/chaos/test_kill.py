"""Workers killed at random moments over 100,000 events: nothing lost, nothing doubled, nothing wrong."""

import json
import random
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.chaos.feeding import Feeder
from tests.chaos.fleet import Fleet, Worker, until
from tests.chaos.topics import make_topics, own_name
from tests.chaos.verdict import settled_verdict
from tests.unit.engine.toy import Counting

EVENTS, PER_SECOND = 100_000, 1_600
PARTITIONS, INPUTS = 3, ("a", "b", "c", "d")
BATCH = 200
"""So small that what waits after a kill is many batches, each made while the one before is being committed."""

PATIENCE_S = 120.0
IN_TRANSACTION, LOADING, ANYTIME = "in a transaction", "loading", "anytime"
KILLS = [IN_TRANSACTION] * 6 + [LOADING] + [ANYTIME] * 3


@pytest.mark.kafka
@pytest.mark.chaos
@pytest.mark.timeout(400)
def test_no_event_is_lost_or_doubled_when_workers_are_killed(kafka, tmp_path: Path):
    seed = random.randrange(10**6)
    print(f"seed {seed}")  # noqa: T201
    domain = Counting(own_name(f"kill{seed}"), INPUTS)
    make_topics(kafka, domain, PARTITIONS)
    feeder = Feeder(kafka, domain.inputs, PARTITIONS, events=EVENTS, per_second=PER_SECOND, seed=seed)

    with Fleet(kafka, domain.name, tmp_path, inputs=INPUTS, batch_records=BATCH) as fleet:
        fleet.start()
        fleet.start()
        feeder.start()
        done = kill_at_random(fleet, random.Random(seed), feeder)
        feeder.finish()
        found = settled_verdict(kafka, domain.name, PARTITIONS, INPUTS, PATIENCE_S)
        fleet.stop_all()

    print(json.dumps({"seed": seed, **done, **found}))  # noqa: T201
    assert done["kills"] >= 8
    assert done[IN_TRANSACTION] >= 4
    assert done[LOADING] >= 1
    assert (found["lost"], found["doubled"], found["wrong"]) == (0, 0, 0)
    assert found["inputs"] == EVENTS


def kill_at_random(fleet: Fleet, chance: random.Random, feeder: Feeder) -> dict[str, int]:
    """Kill and replace workers while events come in; how many kills there were, and where they struck."""
    done = {"kills": 0, IN_TRANSACTION: 0, LOADING: 0}
    plan = chance.sample(KILLS, len(KILLS))
    while plan or not feeder.is_done():
        time.sleep(chance.uniform(2, 6))
        victim = kill_one(fleet, plan.pop() if plan else ANYTIME, chance)
        done["kills"] += 1
        done[IN_TRANSACTION] += victim.in_transaction()
        done[LOADING] += victim.is_loading()
        fleet.workers.remove(victim)
        fleet.start()
    return done


def kill_one(fleet: Fleet, where: str, chance: random.Random) -> Worker:
    if where == IN_TRANSACTION:
        return until(lambda: first(fleet, Worker.kill_in_transaction), 60, where, every=0.001)
    if where == LOADING:
        victim = until(lambda: first(fleet, Worker.is_loading), 60, where, every=0.001)
    else:
        victim = chance.choice(fleet.workers)
    victim.kill()
    return victim


def first(fleet: Fleet, condition: Callable[[Worker], bool]) -> Worker | None:
    return next((worker for worker in fleet.workers if condition(worker)), None)
