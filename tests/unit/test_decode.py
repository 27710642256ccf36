"""A record into a message, or the reason why not; a reason names fields and never what was sent."""

import orjson
import pytest
from pydantic import BaseModel

from schemas.envelope import ATTRIBUTE_LENGTH
from schemas.incoming import IncidentLogged, VictorERecorded
from schemas.topics import INPUT_BYTES
from schemas.words import RejectionCode
from streams.decode import Opened, message_of, opened
from streams.engine.domain import Record, Rejected
from tests.given.bad_records import NAME, logged, structured, told

KINDS: dict[str, type[BaseModel]] = {"IncidentLogged": IncidentLogged, "VictorERecorded": VictorERecorded}
GOOD = logged(told("SK-1"))


def reason(found: Opened) -> Rejected:
    with pytest.raises(Rejected) as refused:
        message_of(found, KINDS)
    return refused.value


def of(kind: str, data: bytes) -> Opened:
    found = opened(GOOD)
    return found._replace(envelope=found.envelope._replace(type=kind), data=data)


def test_a_good_record_is_its_message():
    message = message_of(opened(GOOD), KINDS)

    assert isinstance(message, IncidentLogged)
    assert message.incident_id == "SK-1"


def test_both_modes_of_cloudevents_are_the_same_message():
    assert message_of(opened(structured(GOOD)), KINDS) == message_of(opened(GOOD), KINDS)


def test_fields_are_named_with_what_is_wrong():
    found = reason(of("IncidentLogged", b'{"incident_id": "", "revision": "x", "recorded_at": "now"}'))

    assert found.code == RejectionCode.WRONG_SCHEMA
    assert found.detail == (
        "incident_id: string_too_short; revision: int_parsing; recorded_at: datetime_from_date_parsing; "
        "header: missing"
    )


@pytest.mark.parametrize(
    ("wrong", "end"), [(5, "qualifiers.0: string_type"), (6, "and 1 more"), (7, "and 2 more")]
)
def test_at_most_five_fields_are_named(wrong, end):
    data = told("SK-1")
    fields = ("reported_at", "channel", "summary", "status", "qualifiers", "people", "links")
    data["header"] |= {field: [[]] for field in fields[:wrong]}

    found = reason(opened(logged(data)))

    assert found.detail.endswith(end)


def test_of_a_list_the_first_thing_wrong_is_named():
    lines = [{"seq": number, "category": "remarks", "text": ""} for number in range(9)]

    found = reason(opened(logged({**told("SK-1"), "lines": lines})))

    assert found.detail == "lines.0.at: missing"


def test_the_senders_words_for_a_field_are_not_repeated():
    data = {"letters": {NAME: NAME}, "recorded_at": "2026-06-01T09:00:00Z", "revision": 1}
    data |= {"fact_id": "f", "incident_id": "SK-1", "assessor": "PC 1"}

    found = reason(of("VictorERecorded", orjson.dumps(data)))

    assert found.code == RejectionCode.WRONG_SCHEMA
    assert found.detail == "letters.*.*: enum; letters.*: enum"


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        ('[{"seq": -1, "text": ""}]', RejectionCode.WRONG_SCHEMA),
        ('"x"', RejectionCode.WRONG_SCHEMA),
    ],
)
def test_of_several_troubles_the_schema_is_named_first(lines, code):
    assert reason(of("IncidentLogged", f'{{"lines": {lines}}}'.encode())).code == code


# Limits


def code_of(record: Record) -> str:
    """`accepted`, or the code it is rejected with."""
    try:
        message_of(opened(record), KINDS)
    except Rejected as rejected:
        return rejected.code
    return "accepted"


@pytest.mark.parametrize(
    ("more", "outcome"), [(-1, "accepted"), (0, "accepted"), (1, RejectionCode.TOO_LONG)]
)
def test_a_record_has_at_most_a_mebibyte_however_it_was_compressed(more, outcome):
    data = orjson.dumps(told("SK-1"))

    padded = data + b" " * (INPUT_BYTES - len(data) + more)

    assert code_of(logged(padded)) == outcome


@pytest.mark.parametrize("name", ["ce_id", "ce_source", "ce_time", "ce_subject", "ce_traceparent"])
@pytest.mark.parametrize(
    ("more", "outcome"), [(-1, "accepted"), (0, "accepted"), (1, RejectionCode.TOO_LONG)]
)
def test_an_attribute_of_the_envelope_has_a_longest_length(name, more, outcome):
    headers = dict(GOOD.headers)
    value = headers.get(name, b"")

    headers[name] = value + b"x" * (ATTRIBUTE_LENGTH - len(value) + more)

    assert code_of(GOOD._replace(headers=tuple(headers.items()))) == outcome


@pytest.mark.parametrize(
    ("levels", "outcome"), [(199, "accepted"), (200, "accepted"), (201, RejectionCode.TOO_DEEP)]
)
def test_a_message_is_nested_at_most_two_hundred_levels_below_itself(levels, outcome):
    nested = b'{"colour": ' + b"[" * levels + b"]" * levels + b", " + orjson.dumps(told("SK-1"))[1:]

    assert code_of(logged(nested)) == outcome


@pytest.mark.parametrize("text", [b"{", b"[" * 100, b"\xff", b'{"a": "\\ud800"}'])
def test_what_is_not_json_is_not_called_too_deep(text):
    assert code_of(logged(text)) == RejectionCode.UNDECODABLE


@pytest.mark.parametrize("levels", [250, 2_000, 100_000])
def test_structured_mode_is_nested_no_deeper_either(levels):
    good = structured(GOOD)
    deep = b"[" * levels + b"]" * levels

    assert (
        code_of(good._replace(value=(good.value or b"")[:-2] + b',"colour":' + deep + b"}}"))
        == RejectionCode.TOO_DEEP
    )


def test_an_attribute_may_stand_twice_only_if_it_says_the_same():
    again = (*GOOD.headers, ("ce_id", dict(GOOD.headers)["ce_id"]))
    other = (*GOOD.headers, ("ce_id", b"another"))

    assert code_of(GOOD._replace(headers=again)) == "accepted"
    assert code_of(GOOD._replace(headers=other)) == RejectionCode.BAD_ENVELOPE


def test_numbers_of_structured_mode_are_read_as_they_were_written():
    data = orjson.dumps({**told("SK-1"), "revision": 2**53 - 1}).replace(
        b"9007199254740991", b"1" + b"0" * 30
    )

    binary = logged(data)

    assert code_of(binary) == RejectionCode.IMPOSSIBLE_VALUE
    head = b'{"specversion":"1.0","id":"x","type":"IncidentLogged","source":"/forces/E23000099/x","data":'
    assert code_of(structured(GOOD)._replace(value=head + data + b"}")) == RejectionCode.IMPOSSIBLE_VALUE
