"""Everything that comes in is bounded: texts, numbers, lists and mappings, and the time it takes to refuse them."""

import re
from collections.abc import Iterator
from typing import Any

import orjson
import pytest
from pydantic import BaseModel, ValidationError

from schemas.catalogue import schema_of
from schemas.topics import INPUT_BYTES, INPUTS

EVENTS = [event for topic in INPUTS for event in topic.events]
# Dates and times have the length of their format; `date` and `date-time` are read, never kept as text.
FORMATS = {"date", "date-time"}
# A policy is checked as a whole, by a schema of its own, before it is kept.
FREE = {("PolicyActivated", "policy", "{}")}
# Anything in a pattern that may be repeated without end.
ENDLESS = re.compile(r"(?<!\\)[*+]|\{\d*,\}")
FAULTS = 100

each_event = pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.__name__)


def unbounded(schema: Any, path: tuple[str, ...], parts: dict[str, Any]) -> Iterator[tuple[str, ...]]:
    """The paths of everything in a JSON Schema that has no bound."""
    if not isinstance(schema, dict) or not schema.keys() - {"title", "description", "default"}:
        yield path
        return
    if "$ref" in schema:
        yield from unbounded(parts[schema["$ref"].rsplit("/", 1)[-1]], path, parts)
    for choice in (*schema.get("anyOf", ()), *schema.get("oneOf", ()), *schema.get("allOf", ())):
        if choice.keys() & {"type", "$ref", "anyOf"}:
            yield from unbounded(choice, path, parts)
    if not _is_bounded(schema):
        yield path
    if schema.get("type") == "array":
        yield from unbounded(schema.get("items"), (*path, "[]"), parts)
    if schema.get("type") == "object":
        for name, part in schema.get("properties", {}).items():
            yield from unbounded(part, (*path, name), parts)
        if "properties" not in schema:
            yield from unbounded(schema.get("additionalProperties"), (*path, "{}"), parts)


def _is_bounded(schema: dict[str, Any]) -> bool:
    if "enum" in schema or "const" in schema:
        return True
    match schema.get("type"):
        case "string":
            pattern = schema.get("pattern", "")
            is_short = pattern[:1] == "^" and pattern[-1:] == "$" and not ENDLESS.search(pattern)
            return "maxLength" in schema or is_short or schema.get("format") in FORMATS
        case "integer" | "number":
            return "minimum" in schema and "maximum" in schema
        case "array":
            return "maxItems" in schema
        case "object":
            return "properties" in schema or "maxProperties" in schema
        case _:
            return True


@each_event
def test_everything_of_an_event_that_comes_in_has_a_bound(event: type[BaseModel]):
    schema = schema_of(event)

    found = set(unbounded(schema, (event.__name__,), schema.get("$defs", {})))

    assert found <= FREE


@pytest.mark.parametrize(
    "part",
    [
        {"type": "string"},
        {"type": "string", "pattern": "^[a-z]+$"},
        {"type": "string", "pattern": "^[a-z]{2,}$"},
        {"type": "string", "pattern": "[a-z]{2}"},
        {"type": "string", "format": "uri"},
        {"type": "integer", "minimum": 0},
        {"type": "number", "maximum": 0},
        {"type": "array", "items": {"const": 1}},
        {"type": "array", "maxItems": 3},
        {"type": "array", "maxItems": 3, "items": {"type": "string"}},
        {"type": "object", "additionalProperties": {"const": 1}},
        {"type": "object", "maxProperties": 3, "additionalProperties": {"type": "string"}},
        {"anyOf": [{"type": "string"}, {"type": "null"}]},
        {"$ref": "#/$defs/Endless"},
        {},
        True,
    ],
)
def test_what_has_no_bound_is_found(part):
    schema = {"type": "object", "properties": {"part": part}}

    assert set(unbounded(schema, ("E",), {"Endless": {"type": "string"}}))


def lists(schema: Any, parts: dict[str, Any], path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """The paths of all lists and mappings of an event, by the names of their fields."""
    if "$ref" in schema:
        yield from lists(parts[schema["$ref"].rsplit("/", 1)[-1]], parts, path)
    for choice in schema.get("anyOf", ()):
        yield from lists(choice, parts, path)
    if schema.get("type") == "array" or "maxProperties" in schema:
        yield path
    for name, part in schema.get("properties", {}).items():
        yield from lists(part, parts, (*path, name))


@pytest.mark.parametrize("junk", ["list", "mapping"])
@each_event
def test_a_message_full_of_junk_is_refused_without_naming_every_fault(event: type[BaseModel], junk: str):
    schema = schema_of(event)
    few = {f"{number}": 0 for number in range(INPUT_BYTES // 12)}
    filling: Any = [{}] * (INPUT_BYTES // 4) if junk == "list" else few

    for path in lists(schema, schema.get("$defs", {})):
        data = filling
        for name in reversed(path):
            data = {name: data}
        with pytest.raises(ValidationError) as refused:
            event.model_validate_json(orjson.dumps(data))
        assert refused.value.error_count() < FAULTS, path
