"""What `asb tail` shows of a record, and what it keeps back unless asked."""

import base64
import json

import pytest
from pydantic import BaseModel

from connectors.reader import Record
from schemas.catalogue import SAMPLES_DIR, events
from schemas.topics import DECISIONS, JOURNAL, MARKERS, REJECTED, STATE, TOPIC_OF, TOPICS, Topic
from streams.cli.errors import UserError
from streams.cli.tail import json_of, line_of, topic_named


def a_record(
    topic: Topic, value: bytes | None, *headers: tuple[str, bytes], key: bytes | None = b"S-1"
) -> Record:
    return Record(topic, 1, 42, 1_767_647_040_123, key, value, headers)


def of_sample(name: str) -> Record:
    [event] = [event for event in events() if event.__name__ == name]
    sample = json.loads((SAMPLES_DIR / f"{name}.v1.json").read_text("utf-8"))
    headers = tuple((header, text.encode()) for header, text in sample["headers"].items())
    return a_record(
        TOPIC_OF[event], json.dumps(sample["data"]).encode(), *headers, key=sample["key"].encode()
    )


@pytest.mark.parametrize("name", ["decisions", "asb.decisions.v1", "lei.asb.decisions.v1"])
def test_a_topic_is_known_by_its_word_its_name_and_its_name_on_the_cluster(name):
    assert topic_named(name, "lei") is DECISIONS


def test_every_topic_has_a_word_of_its_own():
    words = {topic.name.split(".", 1)[1].rpartition(".")[0] for topic in TOPICS}

    assert len(words) == len(TOPICS)
    assert {topic_named(word, "x") for word in words} == set(TOPICS)


def test_a_topic_that_is_none_is_told_with_those_there_are():
    with pytest.raises(UserError, match="there is no topic decision; there are incidents, facts"):
        topic_named("decision", "lei")


def test_a_line_shows_time_place_event_subject_and_plain_fields():
    line = line_of(of_sample("DecisionMade"))

    assert line.startswith("5 Jan 2026 21:04:00  1/42  DecisionMade  SK-260105-0412  revision=2 ")
    assert "outcome=case-manage placement=open" in line
    assert "sentence=Case-manage: harassment" in line


@pytest.mark.parametrize("name", [event.__name__ for event in events()])
def test_a_line_shows_no_name_no_phone_and_nothing_that_anybody_wrote(name):
    line = line_of(of_sample(name))

    for personal in (
        "Testperson",
        "01632",
        "1949",
        "Lantern Row",
        "scared to go out",
        "frightened",
        "ball game",
    ):
        assert personal not in line


def test_a_line_shows_every_time_as_the_clock_in_london_says_and_json_in_utc():
    told = (
        b'{"due_at": "2025-06-01T23:05:00Z", "from": "2025-01-01T00:00:00.5Z", "odd": "2025-13-01T00:00:00Z"}'
    )
    record = a_record(DECISIONS, told)._replace(at=1_751_324_400_007)

    line = line_of(record)

    assert line.startswith("1 Jul 2025 00:00:00  1/42  ")
    assert line.endswith("due_at=2 Jun 2025 00:05:00 from=1 Jan 2025 00:00:00 odd=2025-13-01T00:00:00Z")
    assert json.loads(json_of(record))["at"] == "2025-06-30T23:00:00.007Z"


def test_a_reason_of_one_word_is_free_text_too():
    [event] = [event for event in events() if event.__name__ == "LetterOverridden"]
    record = a_record(TOPIC_OF[event], b'{"reason": "Frightened", "letter": "V"}')

    assert line_of(record).endswith("letter=V")


def is_written(event: type[BaseModel], name: str) -> bool:
    field = event.model_fields.get(name)
    return field is not None and field.annotation is str


@pytest.mark.parametrize("name", ["text", "reason"])
def test_what_an_officer_or_a_partner_wrote_is_on_no_line_however_short_it_is(name):
    written = [event for event in events() if is_written(event, name)]

    lines = [
        line_of(
            a_record(
                TOPIC_OF[event], f'{{"{name}": "Frightened"}}'.encode(), ("ce_type", event.__name__.encode())
            )
        )
        for event in written
    ]

    assert len(written) > 3
    assert not any("Frightened" in line for line in lines)


def test_a_reason_that_is_a_word_of_ours_is_shown():
    record = a_record(MARKERS, b'{"reason": "moved"}', ("ce_type", b"MarkerWithdrawn"))

    assert line_of(record).endswith("reason=moved")


def test_json_holds_the_whole_record():
    told = json.loads(json_of(of_sample("IncidentLogged")))

    assert (told["topic"], told["partition"], told["offset"]) == ("storm.incidents.v1", 1, 42)
    assert told["key"] == "SK-260105-0412"
    assert told["headers"]["ce_type"] == "IncidentLogged"
    assert told["data"]["header"]["people"][0]["name"] == "Alba Testperson"


def test_a_structured_event_is_shown_as_its_data():
    event = {
        "specversion": "1.0",
        "id": "1",
        "type": "IncidentLogged",
        "source": "/forces/x/storm",
        "data": {"a": 1},
    }
    record = a_record(
        TOPICS[0], json.dumps(event).encode(), ("content-type", b"application/cloudevents+json")
    )

    assert json.loads(json_of(record))["data"] == {"a": 1}


@pytest.mark.parametrize("value", [b"\x01\xff\x00", b"{"])
def test_bytes_that_are_no_json_are_counted_and_given_in_base64(value):
    record = a_record(STATE, value)

    assert f"{len(value)} bytes" in line_of(record)
    assert base64.b64decode(json.loads(json_of(record))["value_base64"]) == value


def test_a_rejection_shows_its_reason_and_nothing_of_the_message():
    record = a_record(
        REJECTED,
        b'{"text": "secret"}',
        ("rejected_code", b"wrong-schema"),
        ("rejected_detail", b"header: missing"),
    )

    assert line_of(record).endswith("1/42  wrong-schema  S-1  header: missing")


def test_a_deleted_row_and_a_record_without_a_key_can_be_shown():
    deleted, journal = a_record(STATE, None), a_record(JOURNAL, b'{"sequence": 1}', key=None)

    assert line_of(deleted).endswith("record  S-1  0 bytes")
    assert json.loads(json_of(deleted))["data"] is None
    assert line_of(journal).endswith("record  –  sequence=1")


@pytest.mark.parametrize("odd", [None, b"\xff"])
def test_a_record_is_shown_whatever_is_in_its_headers(odd):
    record = a_record(
        REJECTED, None, ("ce_type", odd), ("ce_subject", odd), ("rejected_code", b"bad-envelope")
    )

    assert "bad-envelope" in line_of(record)
    assert json.loads(json_of(record))["headers"]["rejected_code"] == "bad-envelope"
    assert line_of(record._replace(topic=DECISIONS))
