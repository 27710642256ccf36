"""The checker that finds nothing wrong with the engine must find what is wrong with broken ones."""

import time
from pathlib import Path

import pytest

from tests.chaos.feeding import Feeder
from tests.chaos.fleet import Fleet, until
from tests.chaos.topics import limit_message_size, make_topics, own_name
from tests.chaos.verdict import settled_verdict
from tests.unit.engine.toy import Counting

pytestmark = [pytest.mark.kafka, pytest.mark.chaos, pytest.mark.timeout(120)]

EVENTS = 3_000
ROOM_FOR_MARKERS_ONLY = 110
"""Below any record of ours; a transaction marker, which the broker must be able to write, takes 78 bytes."""


def test_committing_offsets_outside_the_transaction_doubles_events_and_is_found_out(kafka, tmp_path: Path):
    domain = Counting(own_name("brokenoffsets"))
    make_topics(kafka, domain, 1)
    feeder = Feeder(kafka, domain.inputs, 1, events=EVENTS, per_second=400, seed=1)

    with Fleet(kafka, domain.name, tmp_path, "tests.chaos.broken_offsets") as fleet:
        worker = fleet.start()
        feeder.start()
        until(lambda: worker.last_says("offsets follow"), 60, "a gap", every=0.001)
        fleet.kill(worker)
        fleet.start()
        feeder.finish()
        found = settled_verdict(kafka, domain.name, 1, ("in",))

    assert found["doubled"] > 0
    assert found["wrong"] > 0


@pytest.mark.parametrize(
    ("module", "loses"), [("tests.chaos.worker", False), ("tests.chaos.broken_send", True)]
)
def test_a_write_that_the_broker_refuses_is_lost_only_by_an_engine_that_does_not_wait(
    kafka, tmp_path: Path, module, loses
):
    domain = Counting(own_name("refused"))
    make_topics(kafka, domain, 1)
    feeder = Feeder(kafka, domain.inputs, 1, events=EVENTS, per_second=800, seed=2)

    with Fleet(kafka, domain.name, tmp_path, module) as fleet:
        worker = fleet.start()
        until(lambda: worker.says("desk opened"), 60, "the worker at its desk")
        feeder.start()
        until(lambda: worker.says("transaction committed"), 60, "a first commit")
        limit_message_size(kafka, domain.counts_topic, ROOM_FOR_MARKERS_ONLY)
        time.sleep(2)
        limit_message_size(kafka, domain.counts_topic, 1_048_588)
        feeder.finish()
        found = settled_verdict(kafka, domain.name, 1, ("in",), patience=5 if loses else 60)

    assert (found["lost"] > 0) is loses
    assert found["doubled"] == 0
