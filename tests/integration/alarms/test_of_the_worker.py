"""R23: each alarm of a worker rings when what it is about happens, and is silent again when that is put right.

The name of each alarm stands in the test that causes it, for docs/operations.md says where it was seen.
"""

import time
from datetime import UTC, datetime, timedelta
from itertools import count, islice
from pathlib import Path

import pytest
from confluent_kafka import Producer
from confluent_kafka.admin import AdminClient, AlterConfigOpType, ConfigEntry, ConfigResource, ResourceType

from schemas import topics
from tests.chaos.cluster import Cluster
from tests.given.bad_records import logged
from tests.given.messages import START, incident
from tests.given.prometheus import alarms
from tests.given.wrong_domains import TRIGGER
from tests.integration.alarms.conftest import Watch
from tests.integration.alarms.watched import FAULTY, Watched
from tests.integration.alarms.worker_with_faults import SLOW

pytestmark = [pytest.mark.kafka, pytest.mark.timeout(300)]

MINUTES = timedelta(minutes=15)
"""Longer than any of these alarms waits."""


def test_nobody_answers_when_no_worker_runs(watch: Watch):
    watched = watch()
    assert watched.goes_on(MINUTES) == {"NoWorker"}

    watched.start()

    assert watched.goes_on(MINUTES) == set()
    watched.here.kill()
    assert watched.goes_on(MINUTES) == {"NoWorker"}


def test_a_desk_that_stopped_rings_at_once_and_is_silent_when_it_was_let_pass(watch: Watch):
    watched = watch()
    watched.start()
    bad = [logged(b"<incident/>", watched.here.name)] * 300
    watched.here.send(bad)

    watched.until(lambda: "DeskStopped" in watched.ringing, "a force is not decided on")

    assert watched.goes_on(MINUTES) == {"DeskStopped", "WorkerNotReady"}
    watched.here.stop()
    watched.start("--allow-rejections")
    watched.until(lambda: watched.ringing == {"Rejected"}, "they are rejected")
    assert len(watched.here.rejected()) == len(bad)
    assert watched.goes_on(2 * MINUTES) == set()


def test_the_first_record_that_is_rejected_rings_and_it_passes(watch: Watch):
    watched = watch()
    watched.start()
    assert watched.goes_on(MINUTES) == set()

    watched.here.send([logged(b"<incident/>", watched.here.name)])

    watched.until(lambda: watched.ringing == {"Rejected"}, "the rejection")
    assert watched.goes_on(2 * MINUTES) == set()


def test_what_fails_when_it_falls_due_rings(watch: Watch):
    watched = watch(FAULTY)
    watched.start("--clock", "events")
    watched.scrape()
    core = watched.core()
    core.tell(incident(TRIGGER, 0, "Frightened"))
    core.move_to(24 * 9)

    watched.here.send(core.told)

    watched.until(lambda: "DueItemsFail" in watched.ringing, "a duty failed")


def test_silence_of_the_sources_rings_and_ends_with_the_next_report(watch: Watch, kafka: str):
    watched = watch()
    keep_the_producers_times(kafka, watched)
    watched.start()
    an_hour_ago = timedelta(seconds=3_700)
    send_with_time(kafka, watched, "SK-LAST", an_hour_ago)
    watched.here.wait_for_decision("SK-LAST")

    assert "NothingHeard" in watched.goes_on(MINUTES)

    send_with_time(kafka, watched, "SK-AGAIN", timedelta())
    watched.here.wait_for_decision("SK-AGAIN")
    assert "NothingHeard" not in watched.goes_on(timedelta())


def test_a_source_that_was_heard_in_june_is_missed_until_it_reports_again(watch: Watch):
    watched = watch(rules=alarms())
    watched.start("--tick", "1")
    watched.report("SK-JUNE")

    watched.until(lambda: "BlindSince" in watched.ringing, "the source is missed")

    hours_since = (datetime.now(UTC) - START) / timedelta(hours=1)
    watched.here.send([watched.record(incident("SK-NOW", hours_since, "Frightened"))])
    watched.until(lambda: "BlindSince" not in watched.ringing, "it is heard again")


def test_a_worker_that_is_too_slow_falls_behind_is_stalled_and_makes_up_for_it_when_it_is_mended(
    watch: Watch,
):
    watched = watch(FAULTY)
    watched.start("--batch", "50")
    watched.scrape()
    names = (f"{SLOW}{number}" for number in count())

    def comes(number: int) -> None:
        watched.report(*islice(names, number))

    def still_more_comes() -> bool:
        comes(200)
        return {"Behind", "SlowToDecide"} <= watched.ringing

    comes(11_000)
    watched.until(still_more_comes, "more comes in than is handled", 90)
    assert "DeskStalled" not in watched.ringing
    watched.here.kill()

    # All that waits is one batch now, and it takes longer than a desk may go without getting on.
    watched.start("--batch", "20000")
    watched.until(lambda: "DeskStalled" in watched.ringing, "nothing is handled", 120)
    watched.here.kill()

    watched.here.mend()
    watched.start()
    watched.until(lambda: not {"Behind", "DeskStalled"} & watched.ringing, "it has made up", 90)
    assert watched.goes_on(MINUTES) == set()


def test_a_slow_broker_and_one_that_is_away_ring_until_it_answers_as_before(tmp_path: Path):
    with (
        Cluster(tmp_path / "broker", session_s=6) as cluster,
        Watched(cluster.bootstrap, tmp_path) as watched,
    ):
        watched.start()
        watched.scrape()
        cluster.line.delay = 0.3
        watched.report("SK-1")
        watched.until(lambda: "SlowCommits" in watched.ringing, "commits take long")
        cluster.line.delay = 0.0

        assert watched.goes_on(MINUTES) == set()

        cluster.stop()
        watched.until(lambda: watched.ringing == {"WorkerNotReady"}, "the worker does not do its work")
        cluster.start()
        watched.until(lambda: not watched.ringing, "it is at work again")


def keep_the_producers_times(bootstrap: str, watched: Watched) -> None:
    """Let the incidents topic keep the times that records are sent with, so that one can have come long ago."""
    name = "message.timestamp.type"
    entry = ConfigEntry(name, "CreateTime", incremental_operation=AlterConfigOpType.SET)
    topic = watched.here.topic(topics.INCIDENTS)
    resource = ConfigResource(ResourceType.TOPIC, topic, incremental_configs=[entry])
    admin = AdminClient({"bootstrap.servers": bootstrap})
    admin.incremental_alter_configs([resource])[resource].result(30)


def send_with_time(bootstrap: str, watched: Watched, incident_id: str, ago: timedelta) -> None:
    [record] = watched.reports([incident_id])
    sent_at = int((time.time() - ago.total_seconds()) * 1000)
    producer = Producer({"bootstrap.servers": bootstrap})
    producer.produce(
        record.topic, record.value, record.key, 0, timestamp=sent_at, headers=list(record.headers)
    )
    assert producer.flush(30) == 0
