"""The embedded Kafka: side by side, stopped, killed and started again, refused (docs/decisions/0005)."""

import socket
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from kafka import KafkaAdminClient, KafkaConsumer, KafkaProducer, TopicPartition
from kafka.admin import NewTopic
from kafka.errors import KafkaTimeoutError

from streams.broker.embedded import EmbeddedKafka
from streams.broker.errors import JarRefused
from streams.broker.jars import locked_jars
from streams.broker.settings import BrokerSettings

pytestmark = pytest.mark.kafka

OwnKafka = Callable[..., EmbeddedKafka]


@pytest.fixture(scope="module")
def broker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedKafka]:
    """One that these tests share and none of them stops."""
    with EmbeddedKafka(tmp_path_factory.mktemp("shared")) as running:
        yield running


def write(broker: EmbeddedKafka, topic: str, value: bytes) -> None:
    producer = KafkaProducer(bootstrap_servers=broker.bootstrap, max_block_ms=2000)
    producer.send(topic, value, partition=0, timestamp_ms=1).get(10)
    producer.close()


def make_topic(broker: EmbeddedKafka, topic: str) -> None:
    admin = KafkaAdminClient(bootstrap_servers=broker.bootstrap)
    admin.create_topics([NewTopic(topic, 1, 1)])
    admin.close()


def topics(broker: EmbeddedKafka) -> set[str]:
    admin = KafkaAdminClient(bootstrap_servers=broker.bootstrap)
    try:
        return set(admin.list_topics())
    finally:
        admin.close()


def records(broker: EmbeddedKafka, topic: str) -> list[tuple[bytes, int]]:
    """Value and timestamp type of each record."""
    reader = KafkaConsumer(bootstrap_servers=broker.bootstrap, auto_offset_reset="earliest")
    partition = TopicPartition(topic, 0)
    reader.assign([partition])
    found = []
    while reader.position(partition) < reader.end_offsets([partition])[partition]:
        for batch in reader.poll(timeout_ms=1000).values():
            found += [(record.value, record.timestamp_type) for record in batch]
    reader.close()
    return found


def test_two_brokers_run_side_by_side_and_one_stops_alone(broker: EmbeddedKafka, own_kafka: OwnKafka):
    other = own_kafka()
    make_topic(other, "only-there")

    seen_here = topics(broker)
    other.stop()

    assert "only-there" not in seen_here
    assert not other.status().running
    assert broker.status().answers


def test_a_broker_keeps_its_address_and_its_data_over_a_stop_and_a_power_cut(own_kafka: OwnKafka):
    broker = own_kafka(properties={"broker.session.timeout.ms": "3000"})
    address = broker.bootstrap
    make_topic(broker, "told")
    write(broker, "told", b"before")

    broker.stop()
    broker.start()
    write(broker, "told", b"between")
    broker.kill()
    broker.start()

    assert broker.bootstrap == address
    assert [value for value, _ in records(broker, "told")] == [b"before", b"between"]


def test_a_broker_whose_port_was_taken_meanwhile_starts_on_another(own_kafka: OwnKafka):
    broker = own_kafka()
    address = broker.bootstrap
    broker.stop()

    with socket.create_server(("127.0.0.1", int(address.split(":")[1]))):
        broker.start()

    assert broker.bootstrap != address
    assert (broker.folder / "bootstrap").read_text() == f"{broker.bootstrap}\n"
    assert broker.status().answers


def test_no_topic_is_made_by_a_mistaken_name_and_the_broker_stamps_the_time(broker: EmbeddedKafka):
    make_topic(broker, "told")
    log_append_time = 1

    write(broker, "told", b"now")
    with pytest.raises(KafkaTimeoutError):
        write(broker, "tolled", b"lost")

    assert "tolled" not in topics(broker)
    assert records(broker, "told") == [(b"now", log_append_time)]


def test_a_broker_that_runs_is_started_once(broker: EmbeddedKafka):
    before = broker.status()

    again = EmbeddedKafka(broker.folder).start()

    assert again == broker.bootstrap
    assert broker.status() == before


def test_a_corrupted_jar_is_refused_before_anything_starts(tmp_path: Path):
    cache = tmp_path / "jars"
    cache.mkdir()
    good = BrokerSettings.from_environment().jar_cache
    for jar in locked_jars():
        (cache / jar.file_name).symlink_to(good / jar.file_name)
    victim = cache / "kafka-clients-4.4.0.jar"
    content = bytearray(victim.read_bytes())
    victim.unlink()
    content[len(content) // 2] ^= 1
    victim.write_bytes(content)
    settings = BrokerSettings.from_environment({"ASB_JAR_CACHE": str(cache)})

    with pytest.raises(JarRefused, match="kafka-clients"):
        EmbeddedKafka(tmp_path / "kafka", settings=settings).start()

    assert not (tmp_path / "kafka").exists()
