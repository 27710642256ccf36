"""R5, X1: `asb explain --as-at` says what was known before, between and after two corrections, on a real Kafka."""

import os
import signal
import subprocess
import sys
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple
from uuid import uuid4

import pytest
from kafka import KafkaAdminClient, KafkaProducer, TopicPartition
from pydantic import BaseModel

from connectors.broker import Broker
from connectors.publisher import Publisher
from schemas.topics import CASES, JOURNAL, Topic, in_installation
from streams.engine.journal import Entry, encode
from streams.provisioning import Provisioner, Wanted
from tests.given.casework import assessed
from tests.given.core import Core
from tests.given.messages import HOME, accepted, incident, person_added, victim
from tests.given.until import until
from tests.integration.cli.conftest import Outcome
from tests.integration.cli.decided import REGISTRY, ROOT, handled

pytestmark = pytest.mark.kafka

FORCE = "E23000099"
ANNA = victim(name="Anna Example", date_of_birth=date(1980, 1, 2))
REPORT = incident("SK-1", 0, "They threatened her. She is frightened.", uprn=HOME, people=[ANNA])


class Told(NamedTuple):
    """An installation that was told one thing after another; `after` are moments, each after one of them."""

    installation: str
    environment: dict[str, str]
    case_id: str
    before: datetime
    after: list[datetime]

    def explain(self, *arguments: str, **variables: str) -> Outcome:
        done = subprocess.run(
            [sys.executable, "-m", "streams", "explain", *arguments],
            cwd=ROOT, env={**self.environment, **variables}, capture_output=True, text=True, timeout=120,
            check=False,
        )  # fmt: skip
        return Outcome(done.returncode, done.stdout, done.stderr)

    def as_at(self, moment: datetime, subject: str = "SK-1") -> Any:
        told = self.explain(subject, "--as-at", moment.isoformat(), "--json")
        assert told.exit_code == 0, told.err
        return told.json()


def story() -> tuple[str, list[list[BaseModel]]]:
    """A report; the case assessed at high risk; that corrected; the report re-coded, and another one."""
    core = Core()
    core.tell(REPORT)
    case_id = core.incident("SK-1").case_id
    return case_id, [
        [REPORT],
        [
            accepted(case_id, "SEN-1", 24),
            person_added("SEN-1", "P-1", 25),
            assessed("SEN-1", "P-1", 48, answers={"vulnerability": "high", "violence": "yes"}),
        ],
        [assessed("SEN-1", "P-1", 49, revision=2, answers={"frequency": "one-off"})],
        [
            incident("SK-1", 0, revision=2, recorded=50, uprn=HOME, closing_code="104"),
            incident("SK-2", 50, uprn=HOME),
        ],
    ]


@pytest.fixture(scope="module")
def told(kafka: str, tmp_path_factory: pytest.TempPathFactory) -> Told:
    return installation_told(kafka, tmp_path_factory.mktemp("as-at"))


def installation_told(kafka: str, folder: Path) -> Told:
    broker, name = Broker(kafka), f"t{uuid4().hex[:10]}"
    with Provisioner(broker, Wanted(name, REGISTRY.partitions)) as provisioner:
        provisioner.apply()
    (folder / "secret").write_text("s" * 64, "utf-8")
    environment = os.environ | {
        "KAFKA_BOOTSTRAP": kafka,
        "ASB_INSTALLATION": name,
        "ASB_REGISTRY": str(ROOT / "forces.yaml"),
        "ASB_SECRET_FILE": str(folder / "secret"),
    }
    case_id, steps = story()
    before, after, published = a_moment(), [], 0
    worker = running(environment, folder)
    try:
        with Publisher(broker, name, REGISTRY) as publisher:
            for messages in steps:
                for message in messages:
                    publisher.publish(FORCE, message)
                publisher.flush()
                published += len(messages)
                wait_for(broker, name, published)
                after.append(a_moment())
        worker.send_signal(signal.SIGTERM)
        assert worker.wait(30) == 0
    finally:
        worker.kill()
    return Told(name, environment, case_id, before, after)


def wait_for(broker: Broker, installation: str, messages: int) -> None:
    until(lambda: handled(broker, installation) == messages, 60, f"{messages} messages decided", 0.5)


def a_moment() -> datetime:
    """Now, with nothing appended in the same millisecond."""
    time.sleep(0.05)
    moment = datetime.now(UTC)
    time.sleep(0.05)
    return moment


def running(environment: dict[str, str], folder: Path) -> "subprocess.Popen[bytes]":
    with (folder / "log").open("wb") as log:
        return subprocess.Popen(
            [sys.executable, "-m", "streams", "worker", "--clock", "events", "--data-dir", str(folder)],
            cwd=ROOT, env=environment, stdout=log, stderr=subprocess.STDOUT,
        )  # fmt: skip


def test_an_assessment_and_a_code_stand_as_they_stood_at_each_moment(told):
    answers = [told.as_at(moment) for moment in told.after]

    assert [answer["incidents"][0]["tag"] is not None for answer in answers] == [True, True, True, False]
    assert [answer["case"] and answer["case"]["snapshot"]["highest_risk"] for answer in answers[:3]] == [
        "unknown",
        "high",
        "low",
    ]


def test_what_has_changed_since_is_told(told):
    changes = {
        (change["of"], change["what"]): (change["was"], change["now"])
        for change in told.as_at(told.after[1], told.case_id)["since_then"]
    }

    assert changes["SK-1", "tag"] == ("nuisance, type unknown", "none")
    assert changes[told.case_id, "highest risk"][0] == "high"
    assert told.as_at(told.after[-1])["since_then"] == []


def test_as_at_now_is_what_is_explained_without_it(told):
    then, now = told.as_at(told.after[-1], told.case_id), told.explain(told.case_id, "--json").json()

    assert (then["incidents"], then["case"]) == (now["incidents"], now["case"])
    assert then["as_at"]["agrees_with_published"] is True
    assert then["as_at"]["from"] == "journal"


def test_people_read_which_moment_and_which_policy_it_was(told):
    answer = told.explain("SK-1", "--as-at", told.after[0].isoformat())

    assert answer.exit_code == 0
    assert f"Last counted: transaction 1 of force {FORCE}, " in answer.out
    assert "; policy victor-e " in answer.out
    assert "SK-1: tag nuisance, type unknown → none" in answer.out


def test_a_case_that_had_no_reference_yet_is_found_by_the_one_it_has_now(told):
    assert told.as_at(told.after[0], "SEN-1")["case"]["snapshot"]["reference"] is None


def test_what_came_later_and_what_is_before_everything_and_what_has_not_come_are_told(told):
    later = told.explain("SK-2", "--as-at", told.after[0].isoformat())
    before = told.explain("SK-1", "--as-at", told.before.isoformat())
    future = told.explain("SK-1", "--as-at", (told.before + timedelta(days=1)).isoformat())

    assert (later.exit_code, before.exit_code, future.exit_code) == (1, 1, 2)
    assert "nothing was known of SK-2 at " in later.err
    assert "had handled nothing by then; it can be asked from " in before.err
    assert "has not come yet" in future.err


def test_another_secret_than_the_workers_gives_no_answer_but_a_sentence(told, tmp_path):
    (tmp_path / "other").write_text("o" * 64, "utf-8")

    answer = told.explain(
        told.case_id, "--as-at", told.after[0].isoformat(), ASB_SECRET_FILE=str(tmp_path / "other")
    )

    assert answer.exit_code == 1
    assert "is not what it published then; give the secret and the policies of its workers" in answer.err


def test_once_the_journal_no_longer_reaches_back_what_was_published_by_then_is_read_with_its_limits(
    kafka, tmp_path
):
    told = installation_told(kafka, tmp_path)
    decided_again = [told.as_at(moment) for moment in told.after]

    remove_before(kafka, told, JOURNAL, 1)
    read = [told.as_at(moment) for moment in told.after]
    later = told.explain("SK-2", "--as-at", told.after[0].isoformat())

    assert [answer["as_at"]["from"] for answer in (*decided_again, *read)] == ["journal"] * 4 + [
        "published"
    ] * 4
    for again, published in zip(decided_again, read, strict=True):
        assert (published["incidents"], published["case"]) == (again["incidents"], again["case"])
    assert {held["reach"] for held in read[0]["as_at"]["held"]} == {"whole", "newest"}
    assert (later.exit_code, later.out) == (1, "")
    assert "nor is anything left that had been published about it by then" in later.err

    remove_before(kafka, told, CASES, -1)
    answer = told.as_at(told.after[0], told.case_id)
    people_read = told.explain("SK-1", "--as-at", told.after[0].isoformat())

    assert [incident["incident_id"] for incident in answer["incidents"]] == ["SK-1"]
    assert answer["case"]["snapshot"] == decided_again[0]["case"]["snapshot"]
    missing = {held["topic"]: held["may_be_missing"] for held in answer["as_at"]["held"]}
    assert {topic for topic, what in missing.items() if what} == {CASES.name}
    assert (
        "Read from what was published and is still held, not decided again: the journal of" in people_read.out
    )
    assert "asb.cases.v1 holds nothing any more" in people_read.out
    assert "Incidents still held: SK-1" in people_read.out
    assert "SK-1: tag nuisance, type unknown → none" in people_read.out


def remove_before(kafka: str, told: Told, topic: Topic, offset: int) -> None:
    """As retention does; -1 removes all there is."""
    admin = KafkaAdminClient(bootstrap_servers=kafka)
    admin.delete_records(
        {TopicPartition(in_installation(told.installation, topic), REGISTRY.partition_of(FORCE)): offset}
    )
    admin.close()


def test_a_journal_that_no_longer_reaches_back_is_told_where_nothing_was_published_either(
    asb_here, asb_process, kafka, installation, tmp_path
):
    (tmp_path / "secret").write_text("s" * 64, "utf-8")
    asb_here("topics", "apply")
    with Publisher(Broker(kafka), installation, REGISTRY) as publisher:
        publisher.publish(FORCE, REPORT)
    producer = KafkaProducer(bootstrap_servers=kafka)
    producer.send(in_installation(installation, JOURNAL), encode(Entry(2, (), {})), partition=0)
    producer.flush()
    producer.close()

    asked = asb_process(
        "explain", "SK-1", "--as-at", a_moment().isoformat(), ASB_SECRET_FILE=str(tmp_path / "secret")
    )

    assert asked.exit_code == 1
    assert asked.out == ""
    assert f"the journal of force {FORCE} is held from transaction 2 of " in asked.err
