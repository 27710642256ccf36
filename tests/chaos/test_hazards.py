"""Hazards beside kills: workers that were only asleep, chunks lost on their way, offsets moved by hand."""

import signal
import time
from functools import partial
from pathlib import Path

import pytest
from confluent_kafka import ConsumerGroupTopicPartitions, TopicPartition
from confluent_kafka.admin import AdminClient

from tests.chaos.feeding import Feeder
from tests.chaos.fleet import Fleet, until
from tests.chaos.topics import make_topics, own_name
from tests.chaos.verdict import settled_verdict, verdict
from tests.unit.engine.toy import Counting

pytestmark = [pytest.mark.kafka, pytest.mark.chaos, pytest.mark.timeout(200)]

ALL_WELL = (0, 0, 0)


def troubles(found: dict[str, int]) -> tuple[int, int, int]:
    return found["lost"], found["doubled"], found["wrong"]


@pytest.mark.long
def test_moving_the_groups_offsets_by_hand_neither_repeats_nor_skips(kafka, tmp_path: Path):
    domain = Counting(own_name("moved"))
    make_topics(kafka, domain, 1)

    with Fleet(kafka, domain.name, tmp_path) as fleet:
        for offset in (0, 1_500):
            feeder = Feeder(
                kafka, domain.inputs, 1, events=1_000, per_second=10**6, seed=offset, first=offset
            )
            worker = fleet.start()
            feeder.start()
            feeder.finish()
            assert troubles(settled_verdict(kafka, domain.name, 1, ("in",))) == ALL_WELL
            fleet.stop(worker)
            move_offsets(kafka, domain, offset)
        fleet.start()
        time.sleep(5)
        found = verdict(kafka, domain.name, 1, ("in",))

    assert troubles(found) == ALL_WELL
    assert found["inputs"] == 2_000


def move_offsets(bootstrap: str, domain: Counting, offset: int) -> None:
    admin = AdminClient({"bootstrap.servers": bootstrap})
    moved = ConsumerGroupTopicPartitions(domain.name, [TopicPartition(domain.inputs[0], 0, offset)])
    for altered in admin.alter_consumer_group_offsets([moved]).values():
        altered.result(30)


@pytest.mark.long
def test_a_worker_that_slept_past_its_session_cannot_commit_any_more(kafka, tmp_path: Path):
    domain = Counting(own_name("zombie"), ("a", "b"))
    make_topics(kafka, domain, 2)
    feeder = Feeder(kafka, domain.inputs, 2, events=40_000, per_second=800, seed=5)

    with Fleet(kafka, domain.name, tmp_path, inputs=("a", "b")) as fleet:
        asleep, awake = fleet.start(), fleet.start()
        until(lambda: asleep.says("desk opened") and awake.says("desk opened"), 30, "both at work")
        feeder.start()
        for sleeper in (asleep, awake, asleep):
            until(partial(sleeper.in_transaction, "sent"), 30, "a transaction", every=0.001)
            sleeper.process.send_signal(signal.SIGSTOP)
            time.sleep(11)
            sleeper.process.send_signal(signal.SIGCONT)
            time.sleep(4)
        feeder.finish()
        found = settled_verdict(kafka, domain.name, 2, ("a", "b"))

    assert troubles(found) == ALL_WELL


@pytest.mark.long
def test_chunks_lost_and_repeated_between_consumer_and_desk_are_made_good(kafka, tmp_path: Path):
    domain = Counting(own_name("lossy"), ("a", "b"))
    make_topics(kafka, domain, 2)
    feeder = Feeder(kafka, domain.inputs, 2, events=15_000, per_second=1_000, seed=6)

    with Fleet(
        kafka, domain.name, tmp_path, "tests.chaos.lossy_feed", inputs=("a", "b"), unread_after=1.0
    ) as fleet:
        worker = fleet.start()
        feeder.start()
        until(feeder.is_done, 60, "the end of the feed")
        found = settled_verdict(kafka, domain.name, 2, ("a", "b"), patience=90)
        gaps = worker.text().count(" gap ")

    assert gaps > 10
    assert troubles(found) == ALL_WELL
