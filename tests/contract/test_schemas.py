"""Contracts of the messages: the committed JSON Schemas and golden samples against the models."""

import json
from collections.abc import Iterator
from typing import Any

import orjson
import pytest
from jsonschema import Draft202012Validator
from pydantic import BaseModel, ValidationError

from connectors.messages import envelope_of, payload_of
from schemas.catalogue import JSON_DIR, SAMPLES_DIR, events, schema_file, schema_text
from schemas.envelope import Envelope, open_envelope
from schemas.incoming import Incoming
from schemas.outgoing import Outgoing
from schemas.topics import TOPIC_OF

EVENTS = events()
INCOMING = [event for event in EVENTS if issubclass(event, Incoming)]
OUTGOING = [event for event in EVENTS if issubclass(event, Outgoing)]


def named(event: type[BaseModel]) -> str:
    return event.__name__


each_event = pytest.mark.parametrize("event", EVENTS, ids=named)


def sample(event: type[BaseModel]) -> dict[str, Any]:
    return json.loads((SAMPLES_DIR / f"{event.__name__}.v1.json").read_text("utf-8"))


def validator(event: type[BaseModel]) -> Draft202012Validator:
    return Draft202012Validator(json.loads(schema_file(event).read_text("utf-8")))


def headers_of(event: type[BaseModel]) -> list[tuple[str, bytes]]:
    return [(name, text.encode()) for name, text in sample(event)["headers"].items()]


def breakages(data: dict[str, Any], schema: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """The sample with each required field taken away, and with each field of a type that nothing accepts."""
    for name in schema["required"]:
        yield f"{name} is missing", {key: value for key, value in data.items() if key != name}
        yield f"{name} is of another type", {**data, name: {"no": ["such", "value"]}}


def test_every_event_of_the_topic_list_is_an_incoming_or_an_outgoing_one():
    assert set(INCOMING) | set(OUTGOING) == set(EVENTS)
    assert len(EVENTS) > 0


@each_event
def test_the_committed_schema_is_the_one_the_model_gives(event):
    assert schema_file(event).read_text("utf-8") == schema_text(event), "run: python -m schemas.catalogue"


def test_no_schema_or_sample_is_committed_for_an_event_that_is_not_there():
    names = {f"{event.__name__}.v1.json" for event in EVENTS}

    assert {path.name for path in JSON_DIR.glob("*.json")} == names
    assert {path.name for path in SAMPLES_DIR.glob("*.json")} == names


@each_event
def test_the_schema_is_a_valid_2020_12_schema_under_the_id_that_the_envelope_names(event):
    schema = json.loads(schema_file(event).read_text("utf-8"))

    Draft202012Validator.check_schema(schema)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["$id"] == sample(event)["headers"]["ce_dataschema"]


@each_event
def test_the_golden_sample_is_valid_by_the_schema_and_by_the_model(event):
    data = sample(event)["data"]

    assert list(validator(event).iter_errors(data)) == []
    event.model_validate_json(json.dumps(data))


@each_event
def test_a_broken_sample_is_refused_by_the_schema_and_by_the_model(event):
    schema = validator(event)

    broken = dict(breakages(sample(event)["data"], schema.schema))

    assert broken
    for how, data in broken.items():
        if not opaque(schema.schema, how):
            assert list(schema.iter_errors(data)), how
            with pytest.raises(ValidationError):
                event.model_validate_json(json.dumps(data))


def opaque(schema: dict[str, Any], how: str) -> bool:
    """Whether the breakage gives an object to a field that is a free object, as a policy is."""
    name, _, kind = how.partition(" is ")
    return kind == "of another type" and schema["properties"][name].get("additionalProperties") is True


@pytest.mark.parametrize("event", OUTGOING, ids=named)
def test_what_we_publish_comes_back_byte_for_byte(event):
    published = orjson.dumps(sample(event)["data"])

    assert event.model_validate_json(published).model_dump_json().encode() == published


@pytest.mark.parametrize("event", OUTGOING, ids=named)
def test_what_we_publish_says_nothing_that_is_not_in_the_contract(event):
    data = {**sample(event)["data"], "surprise": 1}

    assert list(validator(event).iter_errors(data))
    with pytest.raises(ValidationError):
        event.model_validate_json(json.dumps(data))


@pytest.mark.parametrize("event", INCOMING, ids=named)
def test_what_we_read_may_say_more_than_we_know(event):
    data = {**sample(event)["data"], "surprise": 1}

    assert list(validator(event).iter_errors(data)) == []
    event.model_validate_json(json.dumps(data))


@pytest.mark.parametrize("event", INCOMING, ids=named)
def test_what_our_connectors_write_is_valid_by_the_contract(event):
    message = event.model_validate_json(json.dumps(sample(event)["data"]))

    written = payload_of(message)

    assert list(validator(event).iter_errors(orjson.loads(written))) == []
    assert event.model_validate_json(written) == message
    assert envelope_of(message, "E23000099", written).subject == sample(event)["key"]


@each_event
def test_the_headers_of_the_sample_are_our_envelope_in_its_order(event):
    headers = headers_of(event)

    envelope, _ = open_envelope(headers, b"{}")

    assert envelope.type == event.__name__
    assert envelope.force == "E23000099"
    assert envelope.subject == sample(event)["key"]
    assert list(envelope.headers()) == headers


@each_event
def test_the_sample_stands_on_the_topic_of_its_event(event):
    assert sample(event)["topic"] == TOPIC_OF[event].name


@pytest.mark.parametrize("event", OUTGOING, ids=named)
def test_what_we_publish_is_numbered_per_subject(event):
    envelope: Envelope = open_envelope(headers_of(event), b"{}")[0]

    assert envelope.sequence == str(int(envelope.sequence))
