"""The CloudEvents 1.0 envelope, binary and structured (design: Fixed points)."""

from datetime import UTC, datetime, timedelta, timezone

import orjson
import pytest

from schemas.envelope import BadEnvelope, Envelope, open_envelope, source_of, timestamp

DATA = b'{"incident_id":"S-1"}'
ENVELOPE = Envelope(
    id="id-1",
    type="IncidentLogged",
    source="/forces/E23000099/storm",
    time="2026-01-05T21:04:00Z",
    subject="S-1",
    sequence="7",
    traceparent="00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
)
STRUCTURED = {
    "specversion": "1.0",
    "id": "id-1",
    "type": "IncidentLogged",
    "source": "/forces/E23000099/storm",
    "time": "2026-01-05T21:04:00Z",
    "subject": "S-1",
    "sequence": "7",
    "traceparent": "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
    "data": {"incident_id": "S-1"},
}
AS_STRUCTURED = [("content-type", b"application/cloudevents+json; charset=utf-8")]


def without(name: str) -> list[tuple[str, bytes]]:
    return [header for header in ENVELOPE.headers() if header[0] != name]


def test_the_binary_headers_are_these_in_this_order():
    assert ENVELOPE.headers() == (
        ("ce_specversion", b"1.0"),
        ("ce_type", b"IncidentLogged"),
        ("ce_source", b"/forces/E23000099/storm"),
        ("ce_id", b"id-1"),
        ("ce_time", b"2026-01-05T21:04:00Z"),
        ("ce_dataschema", b"urn:asb:schema:IncidentLogged:v1"),
        ("content-type", b"application/json"),
        ("ce_subject", b"S-1"),
        ("ce_partitionkey", b"S-1"),
        ("ce_sequence", b"7"),
        ("ce_traceparent", b"00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"),
    )


def test_what_is_written_in_binary_mode_is_read_back_whole():
    assert open_envelope(ENVELOPE.headers(), DATA) == (ENVELOPE, DATA)


def test_a_structured_event_says_the_same():
    assert open_envelope(AS_STRUCTURED, orjson.dumps(STRUCTURED)) == (ENVELOPE, DATA)


@pytest.mark.parametrize("name", ["ce_id", "ce_type", "ce_source"])
def test_a_binary_event_without_an_attribute_that_must_be_there_is_refused_by_name(name):
    with pytest.raises(BadEnvelope, match=name):
        open_envelope(without(name), DATA)


@pytest.mark.parametrize("name", ["id", "type", "source"])
def test_a_structured_event_without_an_attribute_that_must_be_there_is_refused_by_name(name):
    event = {key: value for key, value in STRUCTURED.items() if key != name}

    with pytest.raises(BadEnvelope, match=f"ce_{name}"):
        open_envelope(AS_STRUCTURED, orjson.dumps(event))


@pytest.mark.parametrize("version", [None, b"0.3", b""])
def test_another_version_of_cloudevents_is_refused(version):
    headers = without("ce_specversion") + ([] if version is None else [("ce_specversion", version)])

    with pytest.raises(BadEnvelope, match="specversion"):
        open_envelope(headers, DATA)


@pytest.mark.parametrize("name", ["ce_time", "ce_subject", "ce_sequence", "ce_traceparent"])
def test_an_attribute_that_may_be_missing_is_empty_when_it_is(name):
    envelope, _ = open_envelope(without(name), DATA)

    assert getattr(envelope, name.removeprefix("ce_")) == ""


@pytest.mark.parametrize(
    ("headers", "value", "reason"),
    [
        ([], DATA, "specversion"),
        (ENVELOPE.headers(), None, "no data"),
        ([*without("ce_id"), ("ce_id", b"\xff")], DATA, "UTF-8"),
        (AS_STRUCTURED, b"{", "not JSON"),
        (AS_STRUCTURED, b"[]", "without data"),
        (AS_STRUCTURED, b'{"specversion":"1.0"}', "without data"),
    ],
)
def test_what_is_no_envelope_is_refused_with_the_reason(headers, value, reason):
    with pytest.raises(BadEnvelope, match=reason):
        open_envelope(headers, value)


def test_the_force_is_read_from_the_source():
    assert ENVELOPE.force == "E23000099"
    assert source_of("E23000099", "storm") == ENVELOPE.source


@pytest.mark.parametrize("source", ["storm", "/forces//storm", "/forces/E23000099", "/force/E23000099/storm"])
def test_a_source_of_another_form_names_no_force(source):
    with pytest.raises(BadEnvelope, match="ce_source"):
        _ = ENVELOPE._replace(source=source).force


def test_a_time_is_written_in_utc_whatever_zone_it_came_in():
    british_summer = timezone(timedelta(hours=1))

    assert timestamp(datetime(2026, 7, 1, 0, 30, tzinfo=british_summer)) == "2026-06-30T23:30:00Z"
    assert timestamp(datetime(2026, 7, 1, 0, 30, 0, 5, tzinfo=UTC)) == "2026-07-01T00:30:00.000005Z"
