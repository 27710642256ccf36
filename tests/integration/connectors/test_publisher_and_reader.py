"""Publishing to and reading from a real Kafka: the right partition, the envelope, and nothing uncommitted."""

from collections.abc import Iterator
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from kafka import KafkaAdminClient, KafkaProducer
from kafka.admin import ConfigResource

from connectors.broker import Broker
from connectors.publisher import Publisher, PublishFailed, UnknownForce
from connectors.reader import Reader, ReadFailed, Start
from schemas.envelope import open_envelope
from schemas.forces import Registry
from schemas.incoming import IncidentHeader, IncidentLogged, LeadOfficerSet, LogLine
from schemas.topics import DECISIONS, FACTS, INCIDENTS
from schemas.words import Channel, LineCategory
from streams.provisioning import Provisioner, Wanted
from tests.given.until import until

pytestmark = pytest.mark.kafka

REGISTRY = Registry(("E23000099", "E23000098"))
AT = datetime(2026, 1, 5, 21, 4, tzinfo=UTC)


def an_incident(number: int = 1, lines: int = 0) -> IncidentLogged:
    return IncidentLogged(
        incident_id=f"S-{number}",
        revision=1,
        recorded_at=AT,
        header=IncidentHeader(reported_at=AT, channel=Channel.NON_EMERGENCY),
        lines=tuple(
            LogLine(seq=seq, at=AT, category=LineCategory.REMARKS, text="x" * 4_000) for seq in range(lines)
        ),
    )


@pytest.fixture
def broker(kafka: str) -> Broker:
    return Broker(kafka)


@pytest.fixture
def here(broker: Broker) -> str:
    name = f"t{uuid4().hex[:10]}"
    with Provisioner(broker, Wanted(name, REGISTRY.partitions)) as provisioner:
        provisioner.apply()
    return name


@pytest.fixture
def producer(kafka: str) -> Iterator[KafkaProducer]:
    producer = KafkaProducer(bootstrap_servers=kafka, transactional_id=f"t{uuid4().hex}")
    producer.init_transactions()
    yield producer
    producer.close(timeout=5)


def test_a_message_goes_to_the_partition_of_its_force_in_its_envelope(broker, here):
    with Publisher(broker, here, REGISTRY) as publisher:
        publisher.publish("E23000098", an_incident(7))
    with Reader(broker, here, [INCIDENTS]) as reader:
        [record] = reader.until_end()

    envelope, data = open_envelope(record.headers, record.value)
    assert record.topic is INCIDENTS
    assert record.partition == 1
    assert record.key == b"S-7"
    assert envelope.type == "IncidentLogged"
    assert envelope.source == "/forces/E23000098/storm"
    assert envelope.subject == "S-7"
    assert IncidentLogged.model_validate_json(data) == an_incident(7)


def test_a_message_said_again_has_the_same_id_and_another_message_another(broker, here):
    with Publisher(broker, here, REGISTRY) as publisher:
        for number in (1, 1, 2):
            publisher.publish("E23000099", an_incident(number))
    with Reader(broker, here, [INCIDENTS]) as reader:
        first, again, other = (open_envelope(r.headers, r.value)[0].id for r in reader.until_end())

    assert first == again != other


def test_nobody_as_lead_officer_is_said_and_not_left_out(broker, here):
    nobody = LeadOfficerSet(fact_id="F1", recorded_at=AT, revision=2, reference="SEN-1", lead_officer=None)

    with Publisher(broker, here, REGISTRY) as publisher:
        publisher.publish("E23000099", nobody)
    with Reader(broker, here, [FACTS]) as reader:
        [record] = reader.until_end()

    envelope, data = open_envelope(record.headers, record.value)
    assert LeadOfficerSet.model_validate_json(data) == nobody
    assert (envelope.id, envelope.source) == ("F1", "/forces/E23000099/sentinel")


def test_a_force_that_is_not_in_the_registry_is_refused(broker, here):
    with Publisher(broker, here, REGISTRY) as publisher, pytest.raises(UnknownForce, match="E23000001"):
        publisher.publish("E23000001", an_incident())


def test_a_message_over_the_input_limit_raises(broker, here):
    with Publisher(broker, here, REGISTRY) as publisher, pytest.raises(PublishFailed, match="TooLarge"):
        publisher.publish("E23000099", an_incident(lines=300))


def limit_of(admin: KafkaAdminClient, topic: str) -> str:
    described = admin.describe_configs([ConfigResource("TOPIC", topic)], config_filter="all")
    return described["topic"][topic]["max.message.bytes"]["value"]


def test_a_send_that_the_cluster_refuses_raises_at_flush(broker, here, kafka):
    admin = KafkaAdminClient(bootstrap_servers=kafka)
    topic = f"{here}.{INCIDENTS.name}"
    admin.alter_configs([ConfigResource("TOPIC", topic, {"max.message.bytes": "1000"})])
    until(lambda: limit_of(admin, topic) == "1000", 10, "the broker has learnt of the change")
    admin.close()

    with Publisher(broker, here, REGISTRY) as publisher:
        publisher.publish("E23000099", an_incident(lines=1))
        with pytest.raises(PublishFailed):
            publisher.flush()


def test_an_installation_without_topics_is_named(broker):
    with pytest.raises(ReadFailed, match="asb topics apply"):
        Reader(broker, "nowhere", [INCIDENTS])


def values(reader: Reader) -> list[bytes | None]:
    return [record.value for record in reader.until_end()]


def test_a_reader_sees_what_is_committed_and_stops_before_an_open_transaction(broker, here, producer):
    topic = f"{here}.{DECISIONS.name}"

    def say(value: bytes) -> None:
        producer.begin_transaction()
        producer.send(topic, value, partition=0)
        producer.flush()

    say(b"committed")
    producer.commit_transaction()
    say(b"aborted")
    producer.abort_transaction()
    with Reader(broker, here, [DECISIONS]) as reader, Reader(broker, here, [DECISIONS], Start.NOW) as now:
        # The answer to a commit comes before its marker is in the log.
        before = until(lambda: values(reader), 10, "the commit shows")
        say(b"open")
        hidden = values(reader)
        producer.commit_transaction()
        after = until(lambda: values(reader), 10, "the commit shows")
        news = until(lambda: values(now), 10, "the commit shows")

    assert before == [b"committed"]
    assert hidden == []
    assert after == [b"open"]
    assert news[-1:] == [b"open"]
