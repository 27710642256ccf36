"""`asb duty decline` and `asb go-live`: their JSON, and what stands on the topic afterwards (R7, R10)."""

from typing import Any

import pytest
from kafka import KafkaProducer

from connectors.broker import Broker
from connectors.reader import Reader
from schemas.envelope import open_envelope
from schemas.incoming import DutyDeclined, GoLiveSet
from schemas.topics import INSTRUCTIONS, STATE, in_installation
from tests.given.compliance_rows import commit, duty, looking
from tests.given.core import FORCE, Core
from tests.given.messages import START

pytestmark = pytest.mark.kafka

BY = ("--force", "E23000098", "--officer", "PS 77")


def instructions(kafka: str, installation: str) -> list[tuple[int, bytes | None, str, str, bytes]]:
    """Partition, key, type and id, and data of what stands on the topic."""
    with Reader(Broker(kafka), installation, [INSTRUCTIONS]) as reader:
        records = [(record, *open_envelope(record.headers, record.value)) for record in reader.until_end()]
    return [(record.partition, record.key, told.type, told.id, data) for record, told, data in records]


def test_an_officers_words_stand_on_their_forces_partition_under_what_they_are_about(
    asb_here, kafka, installation
):
    asb_here("topics", "apply")

    declined = asb_here("duty", "decline", "d-1", *BY, "--reason", "Another agency leads.", "--json")
    live = asb_here("go-live", *BY, "--from", "2026-06-01T00:00", "--json")

    assert (declined.exit_code, live.exit_code) == (0, 0)
    told: list[Any] = [declined.json(), live.json()]
    recorded = [each.pop("recorded_at") for each in told]
    ids = [each.pop("instruction_id") for each in told]
    assert told == [
        {"force": "E23000098", "obligation_id": "d-1", "officer": "PS 77"},
        {"force": "E23000098", "live_from": "2026-05-31T23:00:00Z", "officer": "PS 77"},
    ]
    [first, second] = instructions(kafka, installation)
    assert first[:4] == (1, b"d-1", "DutyDeclined", ids[0])
    assert second[:4] == (1, b"go-live", "GoLiveSet", ids[1])
    decline, go_live = DutyDeclined.model_validate_json(first[4]), GoLiveSet.model_validate_json(second[4])
    assert (decline.obligation_id, decline.reason) == ("d-1", "Another agency leads.")
    assert recorded == [each.recorded_at.isoformat().replace("+00:00", "Z") for each in (decline, go_live)]


def test_without_json_they_say_what_is_so_now(asb_here):
    asb_here("topics", "apply")

    declined = asb_here("duty", "decline", "d-1", *BY, "--reason", "Another agency leads.")
    live = asb_here("go-live", *BY, "--from", "2026-12-01")

    assert declined.out == "Duty d-1 of E23000098 is declined by PS 77.\n"
    assert live.out == (
        "Reminders of E23000098 are sent from 1 Dec 2026 00:00 on; what was due before is not.\n"
    )


def test_every_officers_command_tells_a_script_what_was_written(asb_here):
    asb_here("topics", "apply")
    why, step, marker = ("--reason", "Seen."), {"step_id": "s-1"}, {"marker_id": "m-1"}
    no_crime = {"obligation_id": "d-1", "crime": False, "crime_reference": None}
    at_risk = {"reference": "SEN-1", "subject": {"kind": "community", "ref": ""}, "high": True}
    posts = ("--sergeant", "PS 1", "--inspector", "PI 1", "--from", "2026-07-01")

    told = [
        asb_here(*words, *BY, "--json").json()
        for words in (
            ("confirm", "s-1"),
            ("refuse", "s-1", *why),
            ("contest", "s-1", *why),
            ("marker", "keep", "m-1", *why),
            ("marker", "take-off", "m-1", *why),
            ("crime-review", "d-1", "--no-crime", *why),
            ("high-risk", "SEN-1", "community", *why),
            ("directory", "set", "SK12", *posts),
        )
    ]

    assert all(each.pop("recorded_at") and each.pop("instruction_id") for each in told)
    facts = [step, step, step, marker, marker, no_crime, at_risk]
    facts.append({"beat": "SK12", "effective_from": "2026-07-01"})
    assert told == [{"force": "E23000098", **each, "officer": "PS 77"} for each in facts]


@pytest.mark.parametrize(
    ("words", "what"),
    [
        (("confirm", "x-1"), "step x-1"),
        (("refuse", "x-1", "--reason", "Seen."), "step x-1"),
        (("contest", "x-1", "--reason", "Seen."), "step x-1"),
        (("marker", "keep", "x-1", "--reason", "Seen."), "marker x-1"),
        (("marker", "take-off", "x-1", "--reason", "Seen."), "marker x-1"),
        (("crime-review", "x-1", "--no-crime", "--reason", "Seen."), "duty x-1"),
    ],
)
def test_whoever_names_what_is_not_known_is_told_so_and_that_the_word_is_kept(asb_here, words, what):
    asb_here("topics", "apply")

    outcome = asb_here(*words, *BY)

    assert (outcome.exit_code, outcome.err) == (
        0,
        f"No {what} of E23000098 is known here; the word is kept until there is one.\n",
    )


@pytest.fixture
def known_duty(asb_here, kafka: str, installation: str) -> str:
    """The id of a duty that the worker of the installation's first force has committed."""
    asb_here("topics", "apply")
    core, row = Core(), duty()
    looking(core, START).put_obligation(row)
    commit(core)
    producer = KafkaProducer(bootstrap_servers=kafka)
    for key, data in core.table.rows():
        producer.send(in_installation(installation, STATE), data, key, partition=0)
    producer.flush()
    producer.close()
    return row.obligation_id


def test_r10_who_declines_a_duty_that_is_known_is_told_that_it_is_declined_and_no_more(asb_here, known_duty):
    outcome = asb_here(
        "duty", "decline", known_duty, "--force", FORCE, "--officer", "PS 77", "--reason", "Not ours."
    )

    assert outcome == (0, f"Duty {known_duty} of {FORCE} is declined by PS 77.\n", "")


@pytest.mark.parametrize("json_too", [(), ("--json",)])
def test_r10_who_declines_a_duty_that_is_not_known_is_told_so_and_that_the_word_is_kept(
    asb_here, known_duty, kafka, installation, json_too
):
    outcome = asb_here("duty", "decline", known_duty, *BY, "--reason", "Not ours.", *json_too)

    assert (outcome.exit_code, outcome.err) == (
        0,
        f"No duty {known_duty} of E23000098 is known here; the word is kept until there is one.\n",
    )
    assert [told[:3] for told in instructions(kafka, installation)] == [
        (1, known_duty.encode(), "DutyDeclined")
    ]


def test_r10_where_it_cannot_be_seen_whether_a_duty_is_known_nothing_is_said_to_be_declined(asb_here):
    outcome = asb_here("duty", "decline", "d-1", *BY, "--reason", "Not ours.")

    assert (outcome.exit_code, outcome.out) == (1, "")
    assert "asb topics apply" in outcome.err


def test_without_topics_nothing_is_said_to_be_done(asb_here):
    outcome = asb_here("go-live", *BY, "--from", "2026-12-01")

    assert outcome.exit_code == 1
    assert "asb topics check" in outcome.err
    assert outcome.out == ""
