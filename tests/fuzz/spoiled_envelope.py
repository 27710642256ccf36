"""A record's headers, key, topic and place spoiled; the message in it stays as it was."""

from collections.abc import Callable, Sequence
from random import Random
from typing import Any, Final

import orjson

from streams.engine.domain import Headers, Record
from tests.fuzz.odd import MARK, TEXTS, TIMES

Spoil = Callable[[Random, Record, Sequence[Record]], Record]
_STRUCTURED: Final = (("content-type", b"application/cloudevents+json"),)
_NAMES: Final = (
    "ce_id",
    "ce_type",
    "ce_source",
    "ce_time",
    "ce_subject",
    "ce_traceparent",
    "content-type",
    MARK,
)
_FORCES: Final = ("E23000098", "E23000000", "", "e23000099", "E23000099 ", "W15000001", "..", "E23000099|x")


def spoiled_envelope(chance: Random, record: Record, others: Sequence[Record]) -> Record:
    """The record in an envelope that is spoiled in one or two ways; `others` are messages of any kind."""
    for _ in range(chance.choice((1, 1, 2))):
        record = chance.choice(_WAYS)(chance, record, others)
    return record


def header_gone(chance: Random, record: Record, others: Sequence[Record]) -> Record:
    if not record.headers:
        return record
    number = chance.randrange(len(record.headers))
    return record._replace(headers=(*record.headers[:number], *record.headers[number + 1 :]))


def no_headers(chance: Random, record: Record, others: Sequence[Record]) -> Record:
    return record._replace(headers=())


def header_odd(chance: Random, record: Record, others: Sequence[Record]) -> Record:
    return _with(record, chance.choice(_NAMES), _odd(chance))


def header_twice(chance: Random, record: Record, others: Sequence[Record]) -> Record:
    if not record.headers:
        return record
    name, value = chance.choice(record.headers)
    twice = (name, chance.choice((value, _odd(chance))))
    at = chance.randrange(len(record.headers) + 1)
    return record._replace(headers=(*record.headers[:at], twice, *record.headers[at:]))


def header_long(chance: Random, record: Record, others: Sequence[Record]) -> Record:
    length = chance.choice((255, 256, 257, 1_000, 70_000, 900_000))
    name, filling = chance.choice(_NAMES), chance.choice((b"x", "é".encode(), b"\x00"))
    before = dict(record.headers).get(name) or b""
    return _with(record, name, chance.choice((b"", before)) + filling * length)


def many_headers(chance: Random, record: Record, others: Sequence[Record]) -> Record:
    more = tuple((f"{MARK}-{number}", b"x") for number in range(chance.choice((10, 1_000))))
    return record._replace(headers=(*record.headers, *more))


def headers_of_ours(chance: Random, record: Record, others: Sequence[Record]) -> Record:
    """As if it had been rejected before."""
    odd = (("rejected_code", b"too-long"), ("rejected_from", b"x/0/0"), ("rejected-cut", b"1"))
    return record._replace(headers=(*record.headers, *odd))


def upper_case(chance: Random, record: Record, others: Sequence[Record]) -> Record:
    return record._replace(headers=tuple((name.upper(), value) for name, value in record.headers))


def other_source(chance: Random, record: Record, others: Sequence[Record]) -> Record:
    force = chance.choice(_FORCES)
    forms = (
        f"/forces/{force}/storm",
        f"/forces/{force}",
        f"forces/{force}/storm",
        f"/forces/{force}/a|b|{MARK}",
    )
    return _with(record, "ce_source", chance.choice(forms).encode())


def other_time(chance: Random, record: Record, others: Sequence[Record]) -> Record:
    return _with(record, "ce_time", str(chance.choice(TIMES)).encode())


def other_key(chance: Random, record: Record, others: Sequence[Record]) -> Record:
    keys = (None, b"", b"\xff\xfe", b"x" * 70_000, _odd(chance), chance.choice(others).key)
    return record._replace(key=chance.choice(keys))


def other_topic(chance: Random, record: Record, others: Sequence[Record]) -> Record:
    return record._replace(topic=chance.choice(others).topic)


def other_partition(chance: Random, record: Record, others: Sequence[Record]) -> Record:
    return record._replace(partition=1)


def envelope_of_another(chance: Random, record: Record, others: Sequence[Record]) -> Record:
    return record._replace(headers=chance.choice(others).headers)


def type_of_another(chance: Random, record: Record, others: Sequence[Record]) -> Record:
    other = chance.choice(others)
    return _with(record, "ce_type", dict(other.headers).get("ce_type") or b"")


def structured(chance: Random, record: Record, others: Sequence[Record]) -> Record:
    """The same message in structured mode, or nearly."""
    attributes: dict[str, Any] = {
        name[3:]: (value or b"").decode("utf-8", "replace")
        for name, value in record.headers
        if name.startswith("ce_")
    }
    data = record.value or b"null"
    changes: dict[str, Any] = chance.choice(
        (
            {},
            {},
            {"specversion": 1.0},
            {"id": None},
            {"id": ["x"]},
            {"time": MARK},
            {"source": {}},
            {"type": ""},
        )
    )
    head = orjson.dumps(attributes | changes)[:-1]
    ends = (
        b',"data":%b}',
        b',"data":%b}',
        b',"data":1,"data":%b}',
        b',"data_base64":"e30="}',
        b',"data":"%b"}',
        b"}",
    )
    end = chance.choice(ends)
    value = head + (end % data if b"%b" in end else end)
    kinds = (b"application/cloudevents+json", b"application/cloudevents+json; charset=UTF-8")
    headers: Headers = (("content-type", chance.choice(kinds)),)
    return record._replace(value=value, headers=headers)


def structured_deep(chance: Random, record: Record, others: Sequence[Record]) -> Record:
    depth = chance.choice((100, 190, 201, 255, 260, 1_100, 20_000))
    attributes = b'{"specversion":"1.0","id":"x","type":"CaseClosed","source":"/forces/E23000099/x",'
    data = b'"data":{"x":' + b"[" * depth + b"]" * depth + b"}}"
    return record._replace(value=attributes + data, headers=_STRUCTURED)


def structured_other(chance: Random, record: Record, others: Sequence[Record]) -> Record:
    values = (
        b"",
        b"null",
        b"[]",
        b"{",
        b'{"data":1}',
        b'{"data":null}',
        b'{"data":NaN}',
        b"\xff",
        b'{"data":"\\ud800"}',
    )
    return record._replace(value=chance.choice(values), headers=_STRUCTURED)


def _odd(chance: Random) -> Any:
    """Null, not UTF-8, or an odd text."""
    odd = (None, b"", b"\xff", b"\xed\xa0\x80", chance.choice(TEXTS).encode("utf-8", "surrogatepass"))
    return chance.choice(odd)


def _with(record: Record, name: str, value: Any) -> Record:
    return record._replace(headers=tuple({**dict(record.headers), name: value}.items()))


_WAYS: Final[tuple[Spoil, ...]] = (
    *(header_gone, no_headers, header_odd, header_odd, header_twice, header_twice, header_long, many_headers),
    *(headers_of_ours, upper_case, other_source, other_time, other_key, other_topic, other_partition),
    *(envelope_of_another, type_of_another, structured, structured, structured_deep, structured_other),
)
