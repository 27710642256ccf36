"""X10 on a real Kafka: `asb city` reports, repeats itself, keeps its truth off the topics, keeps in step."""

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from kafka import KafkaConsumer, OffsetAndMetadata, TopicPartition

from connectors.broker import Broker
from connectors.city import FORCE, GroundTruth
from connectors.city.in_step import InStep, WorkerBehind
from connectors.reader import Reader, Record
from schemas.envelope import open_envelope
from schemas.topics import FACTS, INCIDENTS, INSTRUCTIONS, in_installation

pytestmark = pytest.mark.kafka

SMALL = ("city", "run", "--days", "1", "--per-day", "30", "--no-answers")


def everything(kafka: str, installation: str) -> list[Record]:
    with Reader(Broker(kafka), installation, [INCIDENTS, FACTS, INSTRUCTIONS]) as reader:
        return list(reader.until_end())


def test_what_is_reported_is_on_the_topics_and_the_truth_is_in_a_file(
    asb_here, kafka, installation, tmp_path: Path
):
    asb_here("topics", "apply")
    file = tmp_path / "truth.json"

    done = asb_here(*SMALL, "--seed", "3", "--out", str(file), "--json")

    truth, records = GroundTruth.from_json(file.read_bytes()), everything(kafka, installation)
    assert done.exit_code == 0
    assert done.json() == {
        "seed": 3,
        "incidents": len(truth),
        "asb": sum(one.asb for one in truth),
        "messages": len(records),
        "answers": 0,
        "truth": str(file),
    }
    envelopes = [open_envelope(record.headers, record.value)[0] for record in records]
    logged = {envelope.subject for envelope in envelopes if envelope.type == "IncidentLogged"}
    assert logged == {one.incident_id for one in truth}
    assert {envelope.force for envelope in envelopes} == {FORCE}
    assert not any(
        one.situation.encode() in record.value for record in records for one in truth if "-" in one.situation
    )


def test_the_same_seed_says_the_same_again(asb_here, kafka, installation):
    asb_here("topics", "apply")

    for _ in range(2):
        assert asb_here(*SMALL, "--situation", "upset-caller=50").exit_code == 0

    records = [(record.key, record.value, record.headers) for record in everything(kafka, installation)]
    said = Counter(map(repr, records))
    assert len(said) > 30
    assert {count % 2 for count in said.values()} == {0}


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (("--situation", "hat=2"), "no situation is called hat"),
        (("--situation", "hate"), "is not NAME=SHARE"),
        (("--force", "E23000001"), "is not in the registry"),
    ],
)
def test_a_wrong_command_line_is_told_in_a_sentence(asb_here: Callable, wrong: tuple[str, ...], said: str):
    done = asb_here(*SMALL, *wrong)

    assert done.exit_code == 2
    assert said in done.err


def test_without_topics_it_says_how_to_make_them(asb_here):
    done = asb_here(*SMALL)

    assert done.exit_code == 1
    assert "asb topics" in done.err


def test_the_situations_are_listed(asb_here):
    shares = asb_here("city", "situations", "--json").json()

    assert sum(shares.values()) == pytest.approx(100, abs=0.1)
    assert "upset-caller" in asb_here("city", "situations").out


def test_in_step_waits_until_a_workers_group_has_committed_everything(asb_here, kafka, installation):
    asb_here("topics", "apply")
    asb_here(*SMALL)
    inputs = [
        TopicPartition(in_installation(installation, topic), number)
        for topic in (INCIDENTS, FACTS, INSTRUCTIONS)
        for number in (0, 1)
    ]

    with InStep(Broker(kafka), installation, patience=0.5) as steps:
        with pytest.raises(WorkerBehind, match="start one with: asb worker"):
            steps.wait()
        consumer = KafkaConsumer(
            bootstrap_servers=kafka, group_id=f"{installation}.asb", enable_auto_commit=False
        )
        ends = consumer.end_offsets(inputs)
        consumer.assign(inputs)
        consumer.commit({partition: OffsetAndMetadata(end, "", -1) for partition, end in ends.items()})
        consumer.close()
        steps.wait()


def test_in_step_does_not_wait_for_a_worker_that_is_gone(asb_here, kafka, installation):
    asb_here("topics", "apply")
    asb_here(*SMALL)

    def gone() -> None:
        raise ConnectionError

    with InStep(Broker(kafka), installation) as steps, pytest.raises(ConnectionError):
        steps.wait(gone)
