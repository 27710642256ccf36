"""A record into a message of ours, or the reason why not (rejection codes; requirements: five outcomes)."""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, Final, NamedTuple

from pydantic import BaseModel, ValidationError

from schemas.envelope import BadEnvelope, Envelope, TooDeep, TooLong, is_too_deep, open_envelope
from schemas.topics import INPUT_BYTES
from schemas.words import RejectionCode
from streams.engine.domain import Record, Rejected

_TOO_LONG: Final = frozenset({"string_too_long", "too_long"})
_IMPOSSIBLE: Final = frozenset({"greater_than_equal", "less_than_equal", "greater_than", "less_than"})
_NOT_JSON: Final = frozenset({"json_invalid"})
_FIELDS_NAMED: Final = 5


class Opened(NamedTuple):
    """A record with its envelope read, its data not yet."""

    record: Record
    envelope: Envelope
    data: bytes
    force: str


def opened(record: Record) -> Opened:
    """Read the envelope. Raises Rejected `bad-envelope`, `too-long`, `too-deep`."""
    # The broker limits what travels: a record that came compressed may be a thousand times as large.
    if record.value is not None and len(record.value) > INPUT_BYTES:
        raise Rejected(RejectionCode.TOO_LONG, f"more than {INPUT_BYTES} bytes")
    try:
        envelope, data = open_envelope(record.headers, record.value)
        return Opened(record, envelope, data, envelope.force)
    except TooLong as error:
        raise Rejected(RejectionCode.TOO_LONG, str(error)) from error
    except TooDeep as error:
        raise Rejected(RejectionCode.TOO_DEEP, str(error)) from error
    except BadEnvelope as error:
        raise Rejected(RejectionCode.BAD_ENVELOPE, str(error)) from error


def message_of(found: Opened, kinds: Mapping[str, type[BaseModel]]) -> BaseModel:
    """The message, as one of the kinds its topic carries. Raises Rejected with the code and the field names."""
    kind = kinds.get(found.envelope.type)
    if kind is None:
        raise Rejected(RejectionCode.UNKNOWN_TYPE, "ce_type is not one of this topic's")
    try:
        return kind.model_validate_json(found.data)
    except ValidationError as error:
        raise Rejected(_code(error), _fields(error, kind)) from error


def _code(error: ValidationError) -> RejectionCode:
    found = error.errors(include_url=False, include_input=False)
    kinds = {one["type"] for one in found}
    if kinds & _NOT_JSON:
        too_deep = is_too_deep(found[0].get("ctx", {}).get("error", ""))
        return RejectionCode.TOO_DEEP if too_deep else RejectionCode.UNDECODABLE
    if kinds <= _TOO_LONG:
        return RejectionCode.TOO_LONG
    if kinds <= _IMPOSSIBLE:
        return RejectionCode.IMPOSSIBLE_VALUE
    return RejectionCode.WRONG_SCHEMA


def _fields(error: ValidationError, kind: type[BaseModel]) -> str:
    """Names of the fields and kinds of error; never anything that was sent, which may be personal."""
    ours = _field_names(kind)
    found = [
        f"{'.'.join(_step(step, ours) for step in one['loc']) or '(message)'}: {one['type']}"
        for one in error.errors(include_url=False, include_input=False, include_context=False)
    ]
    more = len(found) - _FIELDS_NAMED
    return "; ".join(found[:_FIELDS_NAMED]) + (f"; and {more} more" if more > 0 else "")


def _step(step: int | str, ours: frozenset[str]) -> str:
    """A step of the path to a field; the key of a mapping is the sender's own word and is not repeated."""
    return str(step) if isinstance(step, int) or step in ours else "*"


@cache
def _field_names(kind: type[BaseModel]) -> frozenset[str]:
    return frozenset(_properties(kind.model_json_schema()))


def _properties(schema: Any) -> Iterator[str]:
    if isinstance(schema, dict):
        yield from schema.get("properties", {})
        for part in schema.values():
            yield from _properties(part)
    elif isinstance(schema, list):
        for part in schema:
            yield from _properties(part)
