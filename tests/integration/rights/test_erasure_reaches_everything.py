"""X8: after an erasure no topic and no file holds anything of the person, once the bound is over.

On a real Kafka, with a worker. What takes days in service takes seconds here; the daily write is made by hand.
"""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from connectors.broker import Broker
from connectors.publisher import Publisher
from schemas import topics
from schemas.envelope import open_envelope
from schemas.forces import Registry
from schemas.ids import opened_case_id
from schemas.incoming import CorrectionAcknowledged
from streams.broker.embedded import EmbeddedKafka
from tests.given.core import record_of
from tests.given.high_risk import directory
from tests.given.messages import HOME, accepted, incident, lead_officer
from tests.given.until import until
from tests.integration.logs.run import Run
from tests.integration.rejections.running import FORCES, HERE
from tests.integration.rights.erasable import (
    ABOUT,
    QUICK_BROKER,
    WORDS,
    files_with_marks,
    hurry,
    story,
    topics_with_marks,
    write_once_more,
)

pytestmark = [pytest.mark.kafka, pytest.mark.timeout(300)]

HOLD_THEM = {
    "storm.incidents.v1",
    "sentinel.facts.v1",
    "asb.instructions.v1",
    "asb.cases.v1",
    "asb.snapshots.v1",
    "asb.state.v1",
    "asb.rejected.v1",
}
BY = ("--force", HERE, "--officer", "DPO 1", "--reason", "There was no ground to hold it.")


@pytest.fixture(scope="module")
def broker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedKafka]:
    with EmbeddedKafka(tmp_path_factory.mktemp("kafka") / "broker", properties=QUICK_BROKER) as broker:
        yield broker


@pytest.fixture(scope="module")
def here(broker: EmbeddedKafka, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Run]:
    """The story is told and decided; the person is in everything."""
    with Run(broker.bootstrap, tmp_path_factory.mktemp("erased"), "streams") as here:
        here.start("--tick", "1")
        case_id = opened_case_id(HERE, "SK-1")
        tell(here, broker, directory(), incident("SK-1", 1, "She is frightened.", uprn=HOME))
        tell(here, broker, accepted(case_id, "SEN-1", 2), lead_officer("SEN-1", hours=3))
        tell(here, broker, *story(), incident("SK-LAST", 30, "Loud music"))
        here.send([refused(here)])
        here.wait_for_decision("SK-LAST", 120)
        until(here.rejected, 60, "the bad message is rejected")
        yield here


@pytest.fixture(scope="module")
def subject(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The file that says who it is, outside of everything that is looked through."""
    file = tmp_path_factory.mktemp("asked") / "subject.json"
    file.write_text(ABOUT.model_dump_json(exclude_defaults=True), "utf-8")
    return str(file)


def tell(here: Run, broker: EmbeddedKafka, *messages: object) -> None:
    registry = Registry(FORCES)
    with Publisher(Broker(broker.bootstrap), here.name, registry) as publisher:
        for message in messages:
            publisher.publish(HERE, message)  # type: ignore[arg-type]


def refused(here: Run) -> object:
    """A message that cannot be acted on and that names them."""
    topic = here.topic(topics.INCIDENTS)
    record = record_of(incident("SK-BAD", 9, WORDS), topic, 0, "bad", HERE)
    return record._replace(value=record.value[:-1] + b',"unknown":')  # type: ignore[index]


def test_x8_before_it_they_are_on_topics_and_in_files(here: Run, broker: EmbeddedKafka) -> None:
    assert topics_with_marks(broker.bootstrap, here.name) >= HOLD_THEM
    assert len(files_with_marks(broker.folder)) >= len(HOLD_THEM)


def test_x8_an_export_holds_what_is_held_and_says_that_somebody_looked(here: Run, subject: str) -> None:
    given = Path(subject).with_name("export.json")

    printed = here.asb("export", "--subject", subject, *BY[:4], "-o", str(given))

    assert given.exists(), printed
    held = json.loads(given.read_text("utf-8"))
    assert [log["incident_id"] for log in held["logs"]] == ["SK-2"]
    assert held["assessment records"]
    told = [open_envelope(one.headers(), one.value())[0].type for one in here.read(topics.INSTRUCTIONS)]
    assert told.count("RecordConsulted") == 1


def test_x8_a_dry_run_counts_and_changes_nothing(here: Run, subject: str) -> None:
    before = len(here.read(topics.STATE))

    printed = here.asb("erase", "--id", "R-1", "--subject", subject, *BY)

    assert "logs whose text mentions them: 2 (SK-2, SK-3)" in printed
    assert "rejected messages: 1" in printed
    assert len(here.read(topics.STATE)) == before


def test_x8_what_the_certificate_would_say_of_the_topics_is_held_against_the_cluster(
    here: Run, subject: str, tmp_path: Path
) -> None:
    longer = tmp_path / "retention.yaml"
    longer.write_text("asb.cases.v1: {days: 60}\n", "utf-8")

    printed = here.asb("erase", "--id", "R-1", "--subject", subject, *BY, "--retention", str(longer), "--yes")

    assert f"the cluster keeps {here.name}.asb.cases.v1 otherwise than the certificate would say" in printed
    assert not any("SubjectErased" in str(one.headers()) for one in here.read(topics.INSTRUCTIONS))


def test_x8_after_it_nothing_holds_them(here: Run, broker: EmbeddedKafka, subject: str) -> None:
    printed = here.asb("erase", "--id", "R-1", "--subject", subject, *BY, "--yes", "--json")
    certificate = json.loads(printed[printed.index("{") :])
    explained = here.asb("explain", "SK-3", "--by", "PS 1", "--json")
    still_listed = here.asb("rejected", "list", "--force", HERE, "--all")
    acknowledge(here, broker)
    here.stop()

    hurry(broker.bootstrap, here.name)

    def is_gone() -> bool:
        write_once_more(broker.bootstrap, here.name, len(FORCES))
        return not topics_with_marks(broker.bootstrap, here.name) and not files_with_marks(broker.folder)

    until(is_gone, 120, "the bytes are gone", every=2)
    assert files_with_marks(broker.folder, here.written) == []
    assert json.loads(explained)["incidents"][0]["lines"] == {}
    assert "0 rejected messages" in still_listed
    assert certificate["rejected"] == 1
    assert certificate["removed"]["assessment"] == 1


def acknowledge(here: Run, broker: EmbeddedKafka) -> None:
    """Every partner takes the recall in."""
    recalls = [
        (open_envelope(one.headers(), one.value()), json.loads(one.value()))
        for topic in topics.REFERRALS.values()
        for one in here.read(topic)
    ]
    assert "ReferralRecalled" in {envelope.type for (envelope, _), _ in recalls}
    tell(
        here,
        broker,
        *(
            CorrectionAcknowledged(
                answer_id=f"taken-in-{envelope.id}",
                recorded_at=envelope.time,
                revision=1,
                referral_id=data["referral_id"],
                partner=data["partner"],
                correction_id=envelope.id,
            )
            for (envelope, _), data in recalls
            if envelope.type == "ReferralRecalled"
        ),
    )
