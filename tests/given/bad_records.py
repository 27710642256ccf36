"""Records that cannot be acted on, by the code they are rejected with; every one is synthetic."""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any, NamedTuple

import orjson

from schemas.envelope import ATTRIBUTE_LENGTH
from schemas.topics import FACTS, INCIDENTS, INSTRUCTIONS, in_installation
from schemas.words import RejectionCode
from streams.engine.domain import Record
from tests.given.bad_facts import wrong_facts
from tests.given.core import INSTALLATION, record_of
from tests.given.messages import at, incident, line, officer_says, opened_in_sentinel

# Strings that appear nowhere else: a test looks for them wherever they must not be.
NAME = "Zebedee Quillfeather"
PHONE = "07700 900417"
TEXT = "The zebra-striped kite is stuck in her chimney again"
PERSONAL = (NAME, "Quillfeather", PHONE, "7700900417", TEXT, "zebra-striped")

TOLERANCE = timedelta(minutes=10)


class Bad(NamedTuple):
    """What is wrong, the code it is rejected with, and the record."""

    what: str
    code: RejectionCode
    record: Record


def told(incident_id: str = "SK-BAD", **changes: Any) -> dict[str, Any]:
    """A good message as JSON data, full of what is personal."""
    message = incident(
        incident_id, 0, TEXT, people=[{"role": "victim", "name": NAME, "phone": PHONE}], **changes
    )
    data: dict[str, Any] = orjson.loads(message.model_dump_json())
    return data


def logged(data: Mapping[str, Any] | bytes, installation: str = INSTALLATION, **changes: Any) -> Record:
    """A record of the incidents topic with this data, whatever it is, in a good envelope."""
    good = record_of(incident("SK-BAD", 0), in_installation(installation, INCIDENTS), 0, "bad")
    value = data if isinstance(data, bytes) else orjson.dumps(data)
    return good._replace(value=value, **changes)


def bad_records(installation: str = INSTALLATION) -> Iterator[Bad]:
    """One record for each way in which a record can be refused; none depends on another."""
    for what, code, record in _bad_records(installation):
        yield Bad(what, code, record)
    for wrong in wrong_facts(NAME, TEXT):
        yield Bad(wrong.what, wrong.code, wrong.record(installation))


def _bad_records(prefix: str) -> Iterator[tuple[str, RejectionCode, Record]]:
    good = logged(told(), prefix)
    headers = dict(good.headers)
    facts, instructions = in_installation(prefix, FACTS), in_installation(prefix, INSTRUCTIONS)

    yield "no data", RejectionCode.BAD_ENVELOPE, good._replace(value=None)
    yield "no headers", RejectionCode.BAD_ENVELOPE, good._replace(headers=())
    yield "a header that is not text", RejectionCode.BAD_ENVELOPE, _with(good, ce_id=b"\xff")
    yield "a source of another form", RejectionCode.BAD_ENVELOPE, _with(good, ce_source=b"/police/storm")
    yield "structured mode that is not JSON", RejectionCode.BAD_ENVELOPE, _structured(good, b"{")
    twice = good._replace(headers=(*good.headers, ("ce_id", NAME.encode())))
    yield "an attribute that stands twice", RejectionCode.BAD_ENVELOPE, twice

    yield "not UTF-8", RejectionCode.UNDECODABLE, logged(b'{"incident_id": "\xff\xfe"}', prefix)
    yield "not JSON", RejectionCode.UNDECODABLE, logged(b"<incident/>", prefix)
    yield "nothing", RejectionCode.UNDECODABLE, logged(b"", prefix)
    yield "half a message", RejectionCode.UNDECODABLE, logged((good.value or b"")[:-20], prefix)

    yield "a type nobody knows", RejectionCode.UNKNOWN_TYPE, _with(good, ce_type=b"IncidentForgotten")
    yield "a type of another topic", RejectionCode.UNKNOWN_TYPE, good._replace(topic=facts)

    yield "not an object", RejectionCode.WRONG_SCHEMA, logged(b"[]", prefix)
    yield "a field is missing", RejectionCode.WRONG_SCHEMA, logged({**told(), "header": {}}, prefix)
    yield "a field of another kind", RejectionCode.WRONG_SCHEMA, _header(prefix, channel=NAME)
    yield (
        "a time without zone",
        RejectionCode.WRONG_SCHEMA,
        _header(prefix, reported_at="2026-06-01T09:00:00"),
    )
    yield "a name for a letter", RejectionCode.WRONG_SCHEMA, _officer(facts, {NAME: "yes"})
    yield "a text for an answer", RejectionCode.WRONG_SCHEMA, _officer(facts, {"gate": TEXT})
    yield "neither incident nor case", RejectionCode.WRONG_SCHEMA, _officer(facts, {}, incident_id=None)

    yield (
        "a force nobody knows",
        RejectionCode.UNKNOWN_FORCE,
        _with(good, ce_source=b"/forces/E23000000/storm"),
    )
    yield "another force's partition", RejectionCode.WRONG_PARTITION, good._replace(partition=1)

    yield "revision 0", RejectionCode.IMPOSSIBLE_VALUE, logged({**told(), "revision": 0}, prefix)
    yield "east of Great Britain", RejectionCode.IMPOSSIBLE_VALUE, _at_point(prefix, 700_001, 1)
    yield "north of Great Britain", RejectionCode.IMPOSSIBLE_VALUE, _at_point(prefix, 1, 1_300_001)
    yield "west of Great Britain", RejectionCode.IMPOSSIBLE_VALUE, _at_point(prefix, -1, 1)
    yield (
        "a year no report is of",
        RejectionCode.IMPOSSIBLE_VALUE,
        _header(prefix, reported_at="0001-01-01T00:00:00Z"),
    )
    late = at(0) + TOLERANCE + timedelta(seconds=1)
    for field in ("reported_at", "occurred_from", "occurred_to", "closed_at"):
        record = _header(prefix, **{field: late.isoformat()})
        yield f"{field} after it was recorded", RejectionCode.IMPOSSIBLE_VALUE, record
    ahead = incident("SK-BAD", 0, lines=[line(TEXT, at=late)])
    yield "a line after it was recorded", RejectionCode.IMPOSSIBLE_VALUE, logged(_json(ahead), prefix)
    opened = opened_in_sentinel("SEN-BAD", 0, opened_at=late)
    yield "a case opened later than told", RejectionCode.IMPOSSIBLE_VALUE, record_of(opened, facts, 0, "bad")
    policy = {"policy": {"name": TEXT}, "sha256": "0" * 64, "officer": NAME}
    activated = {"instruction_id": "i", "recorded_at": at(0).isoformat(), "revision": 1, **policy}
    record = logged(
        activated,
        prefix,
        topic=instructions,
        headers=tuple({**headers, "ce_type": b"PolicyActivated"}.items()),
    )
    yield "a policy that is none", RejectionCode.IMPOSSIBLE_VALUE, record

    long = [{"seq": 1, "at": at(0).isoformat(), "category": "remarks", "text": TEXT + "x" * 4_000}]
    yield "a text too long", RejectionCode.TOO_LONG, logged({**told(), "lines": long}, prefix)
    many = [{**long[0], "seq": seq, "text": ""} for seq in range(501)]
    yield "too many lines", RejectionCode.TOO_LONG, logged({**told(), "lines": many}, prefix)
    yield (
        "too many people",
        RejectionCode.TOO_LONG,
        _header(prefix, people=[{"role": "victim", "name": NAME}] * 51),
    )
    yield "an id too long", RejectionCode.TOO_LONG, logged({**told(), "incident_id": "S" * 65}, prefix)
    yield "an attribute too long", RejectionCode.TOO_LONG, _with(good, ce_id=b"x" * (ATTRIBUTE_LENGTH + 1))

    nested = b"[" * 250 + b"]" * 250
    yield "nested too deeply", RejectionCode.TOO_DEEP, logged(b'{"colour": %b}' % nested, prefix)
    yield "structured mode nested too deeply", RejectionCode.TOO_DEEP, _structured(good, nested)


def _with(record: Record, **headers: bytes) -> Record:
    return record._replace(headers=tuple({**dict(record.headers), **headers}.items()))


def structured(record: Record) -> Record:
    """The same message as a CloudEvent in structured mode."""
    attributes = {name[3:]: raw.decode() for name, raw in record.headers if name.startswith("ce_")}
    return _structured(record, orjson.dumps({**attributes, "data": orjson.loads(record.value or b"")}))


def _structured(record: Record, value: bytes) -> Record:
    return record._replace(value=value, headers=(("content-type", b"application/cloudevents+json"),))


def _header(installation: str, **changes: Any) -> Record:
    data = told()
    return logged({**data, "header": {**data["header"], **changes}}, installation)


def _at_point(installation: str, easting: int, northing: int) -> Record:
    return _header(installation, location={"text": TEXT, "easting": easting, "northing": northing})


def _officer(topic: str, letters: Mapping[str, str], **changes: Any) -> Record:
    message = officer_says("SK-BAD", {}, 0)
    data = {**_json(message), "letters": letters, "text": TEXT, **changes}
    return record_of(message, topic, 0, "bad")._replace(value=orjson.dumps(data))


def _json(message: Any) -> dict[str, Any]:
    data: dict[str, Any] = orjson.loads(message.model_dump_json())
    return data
