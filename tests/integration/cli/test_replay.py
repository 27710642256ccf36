"""`asb replay`: the recorded history decided again gives the same bytes, and one other byte is told (X1)."""

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple
from uuid import uuid4

import pytest
from kafka import KafkaProducer

from connectors.reader import Reader
from schemas.envelope import BadEnvelope, open_envelope
from schemas.topics import DECISIONS, INPUTS, JOURNAL, OUTPUTS, REJECTED, STATE, in_installation
from streams.domain import AsbDomain
from streams.engine.domain import Message
from streams.engine.journal import Entry, encode
from streams.engine.recorded import Recorded
from streams.provisioning import Provisioner, Wanted
from streams.replay import replay_partition
from streams.replica import Replica
from tests.integration.cli.conftest import Outcome
from tests.integration.cli.decided import BROKEN, REGISTRY, ROOT, Decided

pytestmark = pytest.mark.kafka

CLOCK_AHEAD = Path(__file__).with_name("clock_ahead")


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


class OneRowMore(Recorded):
    """The installation as it would be if it held one more row."""

    def rows(self, state_topic: str) -> dict[bytes, bytes]:
        return super().rows(state_topic) | {b"0": b"{}"}


class Copied(NamedTuple):
    """A replay of everything into another installation, by a process of other surroundings."""

    installation: str
    outcome: Outcome
    # What the process believed the time to be, in seconds since 1970, by each way to ask.
    clocks: dict[str, float]


@pytest.fixture(scope="module")
def copied(decided: Decided, tmp_path_factory: pytest.TempPathFactory) -> Copied:
    name, seen = f"t{uuid4().hex[:10]}", tmp_path_factory.mktemp("copied") / "clocks"
    with Provisioner(decided.broker, Wanted(name, REGISTRY.partitions)) as provisioner:
        provisioner.apply()
    outcome = replay_into(decided, name, {
        "TZ": "Pacific/Auckland",
        "PYTHONHASHSEED": "4711",
        "PYTHONPATH": str(CLOCK_AHEAD),
        "ASB_TEST_DAYS_AHEAD": "400",
        "ASB_TEST_CLOCK_SEEN": str(seen),
    })  # fmt: skip
    return Copied(name, outcome, json.loads(seen.read_text("utf-8")))


def replay_into(decided: Decided, name: str, variables: dict[str, str]) -> Outcome:
    done = subprocess.run(
        [sys.executable, "-m", "streams", "replay", "--into", name, "--batch", "173", "--json"],
        cwd=ROOT, env={**decided.environment, **variables}, capture_output=True, text=True, timeout=120,
        check=False,
    )  # fmt: skip
    return Outcome(done.returncode, done.stdout, done.stderr)


def written(decided: Decided, installation: str) -> dict[tuple[str, int], list[tuple[Any, ...]]]:
    """Key, value and headers of everything on the outputs and among the rejections, in order."""
    found: dict[tuple[str, int], list[tuple[Any, ...]]] = {}
    with Reader(decided.broker, installation, [*OUTPUTS, REJECTED]) as reader:
        for record in reader.until_end():
            place = found.setdefault((record.topic.name, record.partition), [])
            place.append((record.key, record.value, record.headers))
    return found


def test_a_replay_into_another_installation_elsewhere_and_400_days_later_gives_the_same_bytes(
    copied, decided
):
    assert copied.outcome.exit_code == 0, copied.outcome.out + copied.outcome.err
    answer = copied.outcome.json()
    assert answer["same"] is True
    assert [each["force"] for each in answer["partitions"]] == list(REGISTRY.forces)
    assert sum(each["records"] for each in answer["partitions"]) == decided.messages
    assert all(each["difference"] is None and not each["other_rules"] for each in answer["partitions"])
    # The test looks for itself: it does not take the command's word.
    assert written(decided, copied.installation) == written(decided, decided.installation)
    for partition in range(REGISTRY.partitions):
        with Recorded(decided.broker.bootstrap, partition) as stands:
            then = stands.rows(in_installation(decided.installation, STATE))
            now = stands.rows(in_installation(copied.installation, STATE))
        assert len(now) > 500
        assert now == then


def test_the_process_that_replayed_believed_to_be_400_days_later(copied):
    expected = time.time() + 400 * 86_400

    assert set(copied.clocks) == {"time", "time_ns", "now", "utcnow", "today"}
    assert all(abs(seen - expected) < 3_600 for seen in copied.clocks.values())


def test_nothing_is_written_where_something_stands(copied, asb_decided, decided):
    before = written(decided, copied.installation)

    refused = asb_decided("replay", "--into", copied.installation)

    assert refused.exit_code == 1
    assert (
        f"installation {copied.installation} is not empty: {copied.installation}.asb.tags.v1," in refused.err
    )
    assert "name a new one, made with: asb topics apply --installation NAME" in refused.err
    assert "Traceback" not in refused.err
    assert written(decided, copied.installation) == before


def test_one_flipped_bit_is_told_when_what_was_written_is_compared(copied, decided):
    replica = Replica(decided.broker, decided.installation, copied.installation, 0)
    decisions = in_installation(decided.installation, DECISIONS)

    with OneFlippedBit(decided.broker.bootstrap, 0) as recorded, replica:
        difference = replica.difference(recorded, [decisions], in_installation(decided.installation, STATE))

    assert difference == (decisions, 100, "value differ")


def test_a_row_that_is_missing_is_told_when_what_was_written_is_compared(copied, decided):
    state = in_installation(decided.installation, STATE)

    with (
        OneRowMore(decided.broker.bootstrap, 0) as recorded,
        Replica(decided.broker, decided.installation, copied.installation, 0) as replica,
    ):
        difference = replica.difference(recorded, [], state)

    assert difference == (state, 0, "row b'0' differs")


def test_topics_that_are_not_made_are_told_with_the_command_that_makes_them(asb_decided, installation):
    refused = asb_decided("replay", "--into", installation)

    assert refused.exit_code == 1
    assert f"make them with: asb topics apply --installation {installation}" in refused.err
    assert "Traceback" not in refused.err


def test_a_replay_into_itself_is_exit_2(asb_decided, decided):
    refused = asb_decided("replay", "--into", decided.installation)

    assert refused.exit_code == 2
    assert "--into must name another installation" in refused.err


def test_a_check_in_memory_finds_the_same_bytes(asb_decided):
    checked = asb_decided("replay", "--check", "--force", "E23000099", "--json")

    assert checked.exit_code == 0, checked.out + checked.err
    assert checked.json()["same"] is True


def test_two_replays_print_the_same_sums_and_compare_nothing(asb_decided):
    one = asb_decided("replay", "--force", "E23000098", "--json", TZ="Asia/Kathmandu")
    other = asb_decided("replay", "--force", "E23000098", "--json", "--batch", "7", PYTHONHASHSEED="1")

    assert one.exit_code == other.exit_code == 0
    assert one.json() == other.json()
    assert one.json()["same"] is None
    assert len(one.json()["partitions"]) == 1


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
