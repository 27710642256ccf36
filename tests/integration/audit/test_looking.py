"""X7: what was done can be read and checked while the worker goes on; who looks at personal data is in it too."""

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from confluent_kafka.admin import AdminClient, AlterConfigOpType, ConfigEntry, ConfigResource, ResourceType

from schemas import topics
from schemas.envelope import open_envelope
from streams.cli.exit_codes import ExitCode
from tests.given.until import until
from tests.integration.audit.conftest import LOGS
from tests.integration.audit.copies import ANSWER_S, Asb, command
from tests.integration.rejections.running import FORCES, HERE, NEXT_DOOR, Running

pytestmark = [pytest.mark.kafka, pytest.mark.timeout(120)]

LOOKER = "INSP 42"


@pytest.fixture
def asb_there(kafka: str, audited: Running) -> Asb:
    return command(kafka, audited.name, Path(audited.log).parent / "forces.yaml")


@pytest.fixture
def nobody_can_write(kafka: str, audited: Running) -> Iterator[None]:
    """The topic of the instructions takes nothing."""
    resource = ConfigResource(ResourceType.TOPIC, audited.topic(topics.INSTRUCTIONS))
    admin = AdminClient({"bootstrap.servers": kafka})

    def most_bytes(bytes_: int) -> None:
        entry = ConfigEntry("max.message.bytes", str(bytes_), incremental_operation=AlterConfigOpType.SET)
        resource.incremental_configs = [entry]
        for done in admin.incremental_alter_configs([resource]).values():
            done.result(ANSWER_S)

    most_bytes(1)
    yield
    most_bytes(topics.INSTRUCTIONS.max_bytes)


def looks(asb_there: Asb, by: str) -> list[dict[str, Any]]:
    """The records of somebody's looking."""
    told = asb_there("audit", "list", "--force", HERE, "--verb", "consultation", "--by", by, "--json")
    assert told.status == ExitCode.SUCCESS, told.err
    return [json_of(line) for line in told.out.splitlines()]


def json_of(line: str) -> dict[str, Any]:
    return json.loads(line)  # type: ignore[no-any-return]


def test_x7_what_was_done_with_a_record_is_listed_with_who_and_whom_it_was_told(asb_there: Asb):
    told = asb_there("audit", "list", "--force", HERE, "--record", "SK-3", "--json")
    said = asb_there("audit", "list", "--force", HERE, "--record", "SK-3")

    assert (told.status, said.status) == (ExitCode.SUCCESS, ExitCode.SUCCESS)
    records = [json_of(line) for line in told.out.splitlines()]
    operations = [each for one in records for each in one["operations"]]
    assert operations[0]["verb"] == "collection"
    assert {each["what"] for each in operations} == {"incident"}
    assert {"storm-connector", "sentinel-connector"} <= {to for each in operations for to in each["to"]}
    assert records[0]["by"] == f"/forces/{HERE}/test"
    assert f"{len(operations)} operations." in said.out
    assert re.search(r"IncidentLogged .*collection .*incident SK-3", said.out)


def test_x7_a_listing_is_of_the_forces_the_times_and_the_people_that_are_asked_for(asb_there: Asb):
    everything = asb_there("audit", "list", "--verb", "collection", "--json").out.splitlines()
    one_force = asb_there("audit", "list", "--force", NEXT_DOOR, "--verb", "collection", "--json").out
    later = asb_there("audit", "list", "--since", "2999-01-01", "--json")
    before = asb_there("audit", "list", "--until", "2000-01-01", "--json")
    by_nobody = asb_there("audit", "list", "--by", "PC 0", "--json")

    assert {json_of(line)["force"] for line in everything} == set(FORCES)
    assert {json_of(line)["force"] for line in one_force.splitlines()} == {NEXT_DOOR}
    assert len(one_force.splitlines()) >= LOGS
    assert (later.out, before.out, by_nobody.out) == ("", "", "")


def test_x7_the_chains_of_all_forces_are_checked_while_the_worker_goes_on(asb_there: Asb):
    told, said = asb_there("audit", "verify", "--json"), asb_there("audit", "verify")

    assert (told.status, said.status) == (ExitCode.SUCCESS, ExitCode.SUCCESS)
    assert [(each["force"], each["findings"]) for each in told.json()] == [(force, []) for force in FORCES]
    assert all(each["to"] >= each["head"] >= LOGS for each in told.json())
    for force in FORCES:
        assert f"{force}: as it was written." in said.out


def test_x7_the_head_is_printed_as_verify_takes_it(asb_there: Asb):
    said = asb_there("audit", "head")
    told = asb_there("audit", "head", "--json").json()
    known = f"{told[0]['number']}:{told[0]['hash']}"

    assert said.status == ExitCode.SUCCESS
    assert f"{HERE} {known}" in said.out.splitlines()
    assert asb_there("audit", "verify", "--force", HERE, "--known", known).status == ExitCode.SUCCESS
    assert asb_there("audit", "verify", "--known", known).status == ExitCode.USAGE
    assert asb_there("audit", "verify", "--force", HERE, "--known", "7:abc").status == ExitCode.USAGE


def test_x7_who_looks_is_an_instruction_first_and_then_a_record_with_the_time(
    asb_there: Asb, audited: Running
):
    began = datetime.now(UTC)

    shown = asb_there("explain", "SK-3", "--force", HERE, "--by", LOOKER)

    assert "SK-3" in shown.out
    told = [open_envelope(one.headers() or (), one.value()) for one in audited.read(topics.INSTRUCTIONS)]
    assert [envelope.type for envelope, data in told if LOOKER.encode() in data] == ["RecordConsulted"]
    [record] = until(lambda: looks(asb_there, LOOKER), 30, "the worker records that somebody looked")
    assert record["because"] == "RecordConsulted"
    assert record["operations"] == [
        {
            "verb": "consultation",
            "what": "incident",
            "ref": "SK-3",
            "to": [],
            "events": [],
            "records": 1,
            "through": "asb explain",
        }
    ]
    assert datetime.fromisoformat(str(record["at"])) >= began.replace(microsecond=0)


def test_x7_who_does_not_say_who_they_are_is_shown_nothing(asb_there: Asb, audited: Running):
    before = len(audited.read(topics.INSTRUCTIONS))

    shown = asb_there("explain", "SK-3", "--force", HERE)

    assert (shown.status, shown.out) == (ExitCode.USAGE, "")
    assert "say who with --by OFFICER" in shown.err
    assert len(audited.read(topics.INSTRUCTIONS)) == before


@pytest.mark.usefixtures("nobody_can_write")
@pytest.mark.parametrize(
    "words",
    [("explain", "SK-3", "--force", HERE), ("tail", "snapshots", "--json", "--until-end")],
    ids=lambda words: words[0],
)
def test_x7_when_it_cannot_be_written_who_looks_nothing_is_shown(asb_there: Asb, words: tuple[str, ...]):
    shown = asb_there(*words, "--by", LOOKER)

    assert (shown.status, shown.out) == (ExitCode.NOT_MET, "")
    assert "nothing is shown, because it could not be recorded that you look" in shown.err
