"""One worker on a real Kafka: what it does with each kind of record, and how it starts and ends."""

import json
import socket
import time
import urllib.error
import urllib.request
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from confluent_kafka import Producer

from tests.chaos.fleet import Fleet, until
from tests.chaos.topics import make_topics, own_name, read_all
from tests.chaos.verdict import settled_verdict
from tests.unit.engine.toy import FORCES, Counting

pytestmark = [pytest.mark.kafka, pytest.mark.timeout(120)]


def produce(bootstrap: str, topic: str, *values: dict[str, Any] | bytes, partition: int = 0) -> None:
    producer = Producer({"bootstrap.servers": bootstrap})
    for value in values:
        body = value if isinstance(value, bytes) else json.dumps(value).encode()
        producer.produce(topic, body, key=b"k", partition=partition, headers=[("trace", b"t1")])
    assert producer.flush(30) == 0


def published(bootstrap: str, topic: str, partitions: int = 1) -> list:
    return read_all(bootstrap, [topic], partitions)[topic]


def published_by_now(bootstrap: str, topic: str, number: int, seconds: float = 30) -> list:
    """What a topic holds once it holds `number` records."""

    def enough() -> list:
        found = published(bootstrap, topic)
        return found if len(found) >= number else []

    return until(enough, seconds, f"{number} records on {topic}")


def events(number: int, **more: Any) -> list[dict[str, Any]]:
    return [{"id": each, "key": f"k{each % 7}", **more} for each in range(number)]


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


def ask(port: int, page: str) -> tuple[int, dict[str, Any]]:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/{page}", timeout=5) as answer:
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as answer:
        return answer.code, json.load(answer)
    except OSError:
        return 0, {}


def test_each_cause_of_rejection_among_good_records_leaves_one_rejected_message(kafka, tmp_path: Path):
    domain = Counting(own_name("causes"))
    make_topics(kafka, domain, 1)
    bad = {
        b"not-json": b"\xff\xfe\x00",
        b"no-key": b'{"id": 100}',
        b"unknown-force": b'{"id": 101, "key": "k1", "force": "nowhere"}',
        b"wrong-partition": b'{"id": 102, "key": "k1", "force": "south"}',
        b"rule-failed": b'{"id": 103, "key": "k1", "boom": 1}',
        b"too-late": b'{"id": 104, "key": "k1", "refuse": "too-late"}',
        b"message-too-large": b'{"id": 105, "key": "k1", "large": 200000}',
        b"row-too-large": b'{"id": 106, "key": "k1", "large_row": 60000}',
    }
    good = events(20)

    with Fleet(kafka, domain.name, tmp_path) as fleet:
        fleet.start()
        for number, value in enumerate(bad.values()):
            produce(kafka, domain.inputs[0], *good[number * 2 : number * 2 + 2], value)
        produce(kafka, domain.inputs[0], *good[2 * len(bad) :])
        counted = published_by_now(kafka, domain.counts_topic, len(good))
        rejected = published(kafka, domain.rejected_topic)

    assert {dict(each.headers())["reason"]: each.value() for each in rejected} == bad
    assert len(rejected) == len(bad)
    assert all(each.key() == b"k" and each.headers()[0] == ("trace", b"t1") for each in rejected)
    assert sorted(json.loads(each.value())["id"] for each in counted) == list(range(20))


def test_the_default_partitioner_of_librdkafka_is_caught(kafka, tmp_path: Path):
    domain = Counting(own_name("partitioner"))
    make_topics(kafka, domain, 3)
    producer = Producer({"bootstrap.servers": kafka})
    landed = Counter()
    for number, force in enumerate(sorted(FORCES) * 10):
        body = json.dumps({"id": number, "key": force, "force": force})
        producer.produce(
            domain.inputs[0],
            body,
            key=force,
            on_delivery=lambda _, it: landed.update([(it.key(), it.partition())]),
        )
    producer.flush(30)
    strays = sum(n for (key, partition), n in landed.items() if FORCES[key.decode()] != partition)

    with Fleet(kafka, domain.name, tmp_path) as fleet:
        fleet.start()
        topics = (domain.counts_topic, domain.rejected_topic)
        until(
            lambda: sum(map(len, read_all(kafka, topics, 3).values())) == 30, 30, "an outcome of every record"
        )
        found = read_all(kafka, topics, 3)

    assert strays > 0
    assert len(found[domain.rejected_topic]) == strays
    assert {dict(each.headers())["reason"] for each in found[domain.rejected_topic]} == {b"wrong-partition"}
    assert all(FORCES[each.key().decode()] == each.partition() for each in found[domain.counts_topic])


def test_an_aborted_input_transaction_is_never_acted_on_nor_does_it_hold_up_a_tick(kafka, tmp_path: Path):
    domain = Counting(own_name("aborted"))
    make_topics(kafka, domain, 1)
    produce(kafka, domain.inputs[0], *events(5), {"id": 5, "key": "timer", "due": int(time.time())})
    producer = Producer({"bootstrap.servers": kafka, "transactional.id": "aborted-input"})
    producer.init_transactions(30)
    producer.begin_transaction()
    for number in range(50):
        producer.produce(domain.inputs[0], json.dumps({"id": 1000 + number, "key": "ghost"}), partition=0)
    producer.flush(30)
    producer.abort_transaction(30)

    with Fleet(kafka, domain.name, tmp_path) as fleet:
        fleet.start()
        fired = published_by_now(kafka, domain.alarms_topic, 1)
        counted = published(kafka, domain.counts_topic)

    assert [json.loads(each.value())["fired"] for each in fired] == ["timer"]
    assert [json.loads(each.value())["id"] for each in counted] == list(range(6))


def test_a_worker_killed_in_a_tick_of_hundreds_of_timers_fires_each_once(kafka, tmp_path: Path):
    domain = Counting(own_name("timers"))
    make_topics(kafka, domain, 1)
    due = int(time.time()) + 8
    timers = [{"id": number, "key": f"t{number}", "due": due} for number in range(600)]

    with Fleet(kafka, domain.name, tmp_path, tick_items=100) as fleet:
        worker = fleet.start()
        produce(kafka, domain.inputs[0], *timers)
        published_by_now(kafka, domain.counts_topic, 600)
        until(worker.kill_in_transaction, 30, "a tick in the making", every=0.001)
        fleet.workers.remove(worker)
        fleet.start()
        found = settled_verdict(kafka, domain.name, 1, ("in",))

    assert (found["lost"], found["doubled"], found["wrong"]) == (0, 0, 0)
    assert found["fired"] == 600


def test_sigterm_ends_a_worker_with_0_and_leaves_the_group_at_once(kafka, tmp_path: Path):
    domain = Counting(own_name("leaves"))
    make_topics(kafka, domain, 1)

    with Fleet(kafka, domain.name, tmp_path, session_timeout=60.0, rebalance_timeout=60.0) as fleet:
        first = fleet.start()
        until(lambda: first.says("desk opened"), 30, "the first worker at its desk")
        code, seconds = fleet.stop(first)
        second = fleet.start()
        began = time.monotonic()
        until(lambda: second.says("desk opened"), 90, "the second worker at its desk")
        took = time.monotonic() - began

    assert code == 0
    assert seconds < 5
    assert took < 40, "the session of the first worker was waited for"


def test_the_broker_goes_away_and_comes_back(own_kafka, tmp_path: Path):
    broker = own_kafka()
    domain = Counting(own_name("outage"))
    make_topics(broker.bootstrap, domain, 1)
    port = free_port()

    with Fleet(broker.bootstrap, domain.name, tmp_path, web_port=port) as fleet:
        worker = fleet.start()
        produce(broker.bootstrap, domain.inputs[0], *events(500))
        published_by_now(broker.bootstrap, domain.counts_topic, 500)
        assert ask(port, "readyz")[0] == 200
        broker.stop()
        until(lambda: ask(port, "readyz")[0] == 503, 20, "not ready while the broker is away")
        broker.start()
        produce(broker.bootstrap, domain.inputs[0], *events(1000)[500:])
        found = settled_verdict(broker.bootstrap, domain.name, 1, ("in",))
        until(lambda: ask(port, "readyz")[0] == 200, 30, "ready again")
        code, _ = fleet.stop(worker)

    assert (found["lost"], found["doubled"], found["wrong"]) == (0, 0, 0)
    assert found["outputs"] == 1000
    assert code == 0


def test_a_desk_stops_on_mass_rejection_while_the_others_go_on(kafka, tmp_path: Path):
    domain = Counting(own_name("massrejection"))
    make_topics(kafka, domain, 2)
    port = free_port()
    bad = [{"id": each, "key": "k", "refuse": "broken-release"} for each in range(300)]

    with Fleet(kafka, domain.name, tmp_path, rejections_least=50, web_port=port) as fleet:
        worker = fleet.start()
        until(lambda: worker.says("desk opened partition=1"), 30, "both desks open")
        produce(kafka, domain.inputs[0], *bad, partition=0)
        until(lambda: worker.says("desk stopped partition=0"), 30, "the stop")
        produce(kafka, domain.inputs[0], *events(10), partition=1)
        until(lambda: len(published(kafka, domain.counts_topic, 2)) == 10, 30, "the other desk's work")
        status, answer = ask(port, "readyz")
        rejected = published(kafka, domain.rejected_topic, 2)
        alive = ask(port, "livez")[0]

    assert (status, alive) == (503, 200)
    assert answer["desks"]["0"]["state"] == "stopped"
    assert answer["desks"]["1"]["state"] == "open"
    assert len(rejected) < 50


def test_a_worker_without_a_healthy_desk_exits_with_3_and_passes_on_when_allowed(kafka, tmp_path: Path):
    domain = Counting(own_name("allrejected"))
    make_topics(kafka, domain, 1)
    produce(kafka, domain.inputs[0], *({"id": each, "key": "k", "refuse": "no"} for each in range(300)))

    with Fleet(kafka, domain.name, tmp_path) as fleet:
        code = fleet.start().process.wait(30)
        held_back = len(published(kafka, domain.rejected_topic))
        fleet.start(allow_rejections=True)
        rejected = published_by_now(kafka, domain.rejected_topic, 300)

    assert code == 3
    assert held_back < 100
    assert len(rejected) == 300


def test_a_worker_that_never_reaches_a_broker_exits_with_2(tmp_path: Path):
    with Fleet(f"127.0.0.1:{free_port()}", "nobroker", tmp_path, wait=2.0) as fleet:
        worker = fleet.start()
        code = worker.process.wait(20)

    assert code == 2
    assert "no broker answers at 127.0.0.1" in worker.text()
    assert "Traceback" not in worker.text()


def test_a_worker_that_sees_unequal_partitions_waits_and_exits_with_4(kafka, tmp_path: Path):
    domain = Counting(own_name("unequal"), ("a", "b"))
    make_topics(kafka, domain, 3, b=2)

    with Fleet(kafka, domain.name, tmp_path, inputs=("a", "b"), unequal_wait=2.0) as fleet:
        worker = fleet.start()
        code = worker.process.wait(30)

    assert code == 4
    assert "they differ in their number of partitions" in worker.text()


def test_a_clock_that_is_not_the_brokers_fires_nothing(kafka, tmp_path: Path):
    domain = Counting(own_name("clock"))
    make_topics(kafka, domain, 1)
    in_an_hour = int(time.time()) + 3600
    produce(kafka, domain.inputs[0], {"id": 1, "key": "t", "due": in_an_hour})

    with Fleet(kafka, domain.name, tmp_path, clock_ahead=7200) as fleet:
        worker = fleet.start()
        until(lambda: worker.says("tick refused"), 30, "the refusal")
        time.sleep(2)

    assert published(kafka, domain.alarms_topic) == []
    assert published(kafka, domain.counts_topic) != []


def test_a_desk_whose_rows_are_gone_does_not_begin_anew(kafka, tmp_path: Path):
    domain = Counting(own_name("gone"))
    make_topics(kafka, domain, 1)
    produce(kafka, domain.inputs[0], *events(10))
    with Fleet(kafka, domain.name, tmp_path) as fleet:
        worker = fleet.start()
        published_by_now(kafka, domain.counts_topic, 10)
        fleet.stop(worker)
        forget_rows(kafka, domain.state_topic)

        worker = fleet.start()
        code = worker.process.wait(30)

    assert code == 3
    assert worker.says("StateMissing")
    assert len(published(kafka, domain.counts_topic)) == 10


def forget_rows(bootstrap: str, topic: str) -> None:
    """Lose the state topic, as a careless operator would."""
    from confluent_kafka.admin import AdminClient, NewTopic

    admin = AdminClient({"bootstrap.servers": bootstrap})
    admin.delete_topics([topic])[topic].result(30)
    until(lambda: topic not in admin.list_topics(timeout=10).topics, 30, "the topic's end")
    admin.create_topics([NewTopic(topic, 1, 1, config={"cleanup.policy": "compact"})])[topic].result(30)
