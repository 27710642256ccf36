"""Workers that join and leave while events come in over four inputs: nothing lost, doubled or wrong."""

import random
import time
from pathlib import Path

import pytest

from tests.chaos.feeding import Feeder
from tests.chaos.fleet import Fleet
from tests.chaos.topics import make_topics, own_name
from tests.chaos.verdict import settled_verdict
from tests.unit.engine.toy import Counting

pytestmark = [pytest.mark.kafka, pytest.mark.chaos, pytest.mark.timeout(200)]

INPUTS = ("a", "b", "c", "d")
EVENTS, PER_SECOND = 12_000, 800
STOP_S = 12.0

CELLS = [
    pytest.param(2, 3, id="two workers, three partitions", marks=pytest.mark.long),
    pytest.param(3, 1, id="three workers, one partition"),
    pytest.param(2, 1, id="two workers, one partition", marks=pytest.mark.long),
    pytest.param(3, 3, id="three workers, three partitions", marks=pytest.mark.long),
]


@pytest.mark.parametrize(("most", "partitions"), CELLS)
def test_workers_that_join_and_leave_lose_and_double_nothing(kafka, tmp_path: Path, most, partitions):
    chance = random.Random(most * 10 + partitions)
    domain = Counting(own_name(f"rebalance{most}{partitions}"), INPUTS)
    make_topics(kafka, domain, partitions)
    feeder = Feeder(
        kafka, domain.inputs, partitions, events=EVENTS, per_second=PER_SECOND, seed=chance.randrange(10**6)
    )

    with Fleet(kafka, domain.name, tmp_path, inputs=INPUTS) as fleet:
        fleet.start()
        feeder.start()
        stops = join_and_leave(fleet, most, chance, feeder)
        found = settled_verdict(kafka, domain.name, partitions, INPUTS)
        stops += [fleet.stop(worker) for worker in list(fleet.workers)]

    assert (found["lost"], found["doubled"], found["wrong"]) == (0, 0, 0)
    assert found["inputs"] == EVENTS
    assert {code for code, _ in stops} == {0}
    assert max(seconds for _, seconds in stops) < STOP_S


def join_and_leave(fleet: Fleet, most: int, chance: random.Random, feeder: Feeder) -> list[tuple[int, float]]:
    """Start and stop workers, never more than `most` nor fewer than one; how the stopped ones ended."""
    stops = []
    while not feeder.is_done():
        time.sleep(chance.uniform(1.5, 4))
        working = [worker for worker in fleet.workers if worker.says("assigned")]
        if len(working) < 2 or (len(fleet.workers) < most and chance.random() < 0.6):
            if len(fleet.workers) < most:
                fleet.start()
        else:
            stops.append(fleet.stop(chance.choice(working)))
    return stops
