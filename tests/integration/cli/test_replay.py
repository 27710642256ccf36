"""`asb replay`: the recorded history decided again gives the same bytes, and one other byte is told (X1)."""

from collections.abc import Iterator

import pytest
from kafka import KafkaProducer

from connectors.reader import Reader
from schemas.envelope import BadEnvelope, open_envelope
from schemas.topics import DECISIONS, INPUTS, JOURNAL, OUTPUTS, REJECTED, in_installation
from streams.domain import AsbDomain
from streams.engine.domain import Message
from streams.engine.journal import Entry, encode
from streams.engine.recorded import Recorded
from streams.replay import replay_partition
from tests.integration.cli.decided import BROKEN, REGISTRY, Decided

pytestmark = pytest.mark.kafka


def kinds(decided: Decided, topics) -> set[str]:
    found = set()
    with Reader(decided.broker, decided.installation, topics) as reader:
        for record in reader.until_end():
            try:
                found.add(open_envelope(record.headers, record.value)[0].type)
            except BadEnvelope:
                continue
    return found


def test_what_is_replayed_holds_every_kind_of_message_and_rejections(decided):
    assert decided.messages >= 10_000
    assert kinds(decided, INPUTS) == {event.__name__ for topic in INPUTS for event in topic.events}
    with Reader(decided.broker, decided.installation, [REJECTED]) as reader:
        assert len(list(reader.until_end())) >= len(BROKEN)
    assert {"DecisionMade", "CaseOpened", "IncidentJoined", "OfficerDecisionAsked", "CaseSnapshot"} <= kinds(
        decided, OUTPUTS
    )


def test_a_replay_in_another_time_zone_hash_seed_and_batch_size_gives_the_same_bytes(asb_decided, decided):
    checked = asb_decided(
        "replay", "--check", "--batch", "173", "--json", TZ="Pacific/Auckland", PYTHONHASHSEED="4711"
    )

    assert checked.exit_code == 0, checked.out + checked.err
    answer = checked.json()
    assert answer["same"] is True
    assert [each["force"] for each in answer["partitions"]] == list(REGISTRY.forces)
    assert sum(each["records"] for each in answer["partitions"]) == decided.messages
    assert all(each["difference"] is None and not each["other_rules"] for each in answer["partitions"])
    assert all(each["messages"] > 0 for each in answer["partitions"])


def test_two_replays_print_the_same_sums_and_compare_nothing(asb_decided):
    one = asb_decided("replay", "--force", "E23000098", "--json", TZ="Asia/Kathmandu")
    other = asb_decided("replay", "--force", "E23000098", "--json", "--batch", "7", PYTHONHASHSEED="1")

    assert one.exit_code == other.exit_code == 0
    assert one.json() == other.json()
    assert one.json()["same"] is None
    assert len(one.json()["partitions"]) == 1


class OneFlippedBit(Recorded):
    """The installation as it would be if one bit of one published record had changed."""

    def published(self, topic: str) -> Iterator[Message]:
        for number, message in enumerate(super().published(topic)):
            if topic.endswith(DECISIONS.name) and number == 100:
                value = bytearray(message.value or b"")
                value[len(value) // 2] ^= 1
                yield message._replace(value=bytes(value))
            else:
                yield message


def test_one_flipped_bit_is_told_with_its_topic_and_place(decided):
    domain = AsbDomain(decided.installation, REGISTRY, b"s" * 64)

    with OneFlippedBit(decided.broker.bootstrap, 0) as recorded:
        outcome = replay_partition(domain, recorded, 0, 2_000, check=True)

    assert outcome.difference == (in_installation(decided.installation, DECISIONS), 100, "value differ")


def test_a_record_that_nobody_decided_is_told_with_exit_1(asb_here, asb_process, kafka, installation):
    asb_here("topics", "apply")
    producer = KafkaProducer(bootstrap_servers=kafka)
    producer.send(in_installation(installation, DECISIONS), b"{}", key=b"S-1", partition=0)
    producer.flush()
    producer.close()

    checked = asb_process("replay", "--check")

    assert checked.exit_code == 1
    topic = in_installation(installation, DECISIONS)
    assert f"first difference: {topic}, record 0 of the partition: missing in the replay" in checked.out


def test_a_history_that_is_no_longer_whole_is_told_with_exit_1(asb_here, asb_process, kafka, installation):
    asb_here("topics", "apply")
    producer = KafkaProducer(bootstrap_servers=kafka)
    producer.send(in_installation(installation, JOURNAL), encode(Entry(2, (), {})), partition=0)
    producer.flush()
    producer.close()

    checked = asb_process("replay")

    assert checked.exit_code == 1
    assert "force E23000099 cannot be replayed: journal entry 1 is missing" in checked.err
    assert "Traceback" not in checked.err


def test_a_force_that_is_not_in_the_registry_is_exit_2(asb_here):
    refused = asb_here("replay", "--force", "E23000001")

    assert refused.exit_code == 2
    assert "force E23000001 is not in the registry" in refused.err
