"""A record into a message, or the reason why not; a reason names fields and never what was sent."""

import orjson
import pytest
from pydantic import BaseModel

from schemas.incoming import IncidentLogged, VictorERecorded
from schemas.words import RejectionCode
from streams.decode import Opened, message_of, opened
from streams.engine.domain import Rejected
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


@pytest.mark.parametrize(("wrong", "end"), [(5, "lines.4.at: missing"), (6, "and 1 more"), (9, "and 4 more")])
def test_at_most_five_fields_are_named(wrong, end):
    lines = [{"seq": number, "category": "remarks", "text": ""} for number in range(wrong)]
    data = {**told("SK-1"), "lines": lines}

    found = reason(opened(logged(data)))

    assert found.detail.endswith(end)


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
