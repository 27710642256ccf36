"""CloudEvents 1.0 around every message: Kafka binding, binary mode out; binary or structured mode in."""

from collections.abc import Iterable
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, Final, NamedTuple

from pydantic_core import from_json, to_json

Headers = tuple[tuple[str, bytes], ...]

_STRUCTURED: Final = b"application/cloudevents+json"
_SOURCE_PARTS: Final = 4  # "", "forces", force, system
_READ: Final = ("id", "type", "source", "time", "subject", "sequence", "traceparent")
_READ_HEADERS: Final = frozenset({"content-type", "ce_specversion", *(f"ce_{name}" for name in _READ)})

# Characters of an attribute. Ids are kept in rows and a trace goes into every message that follows.
ATTRIBUTE_LENGTH: Final = 256


class BadEnvelope(Exception):
    """The headers are not a CloudEvents envelope of ours; the message names the attribute."""


class TooLong(BadEnvelope):
    """An attribute is longer than `ATTRIBUTE_LENGTH`."""


class TooDeep(BadEnvelope):
    """A structured event is nested deeper than can be read."""


class Envelope(NamedTuple):
    """What the headers say. `sequence` counts the events of one subject on one topic, from 1."""

    id: str
    type: str
    source: str
    time: str
    subject: str = ""
    sequence: str = ""
    traceparent: str = ""

    @property
    def force(self) -> str:
        """The ONS code in `/forces/<code>/<system>`; raises BadEnvelope for a source of another form."""
        parts = self.source.split("/")
        if len(parts) != _SOURCE_PARTS or parts[1] != "forces" or not parts[2]:
            msg = "ce_source is not /forces/<ONS code>/<system>"
            raise BadEnvelope(msg)
        return parts[2]

    def headers(self) -> Headers:
        """The binary-mode headers, always in the same order."""
        found = [
            ("ce_specversion", b"1.0"),
            ("ce_type", self.type.encode()),
            ("ce_source", self.source.encode()),
            ("ce_id", self.id.encode()),
            ("ce_time", self.time.encode()),
            ("ce_dataschema", dataschema(self.type).encode()),
            ("content-type", b"application/json"),
        ]
        if self.subject:
            found.append(("ce_subject", self.subject.encode()))
            found.append(("ce_partitionkey", self.subject.encode()))
        if self.sequence:
            found.append(("ce_sequence", self.sequence.encode()))
        if self.traceparent:
            found.append(("ce_traceparent", self.traceparent.encode()))
        return tuple(found)


def dataschema(event_type: str) -> str:
    """The URI of the event's JSON Schema, `schemas/json/<type>.v1.json`."""
    return f"urn:asb:schema:{event_type}:v1"


def source_of(force: str, system: str) -> str:
    """The `ce_source` of a force's system."""
    return f"/forces/{force}/{system}"


@lru_cache(maxsize=64)
def timestamp(at: datetime) -> str:
    """RFC 3339 in UTC, as every `ce_time` is written; `at` must be aware."""
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")


def open_envelope(headers: Iterable[tuple[str, bytes]], value: bytes | None) -> tuple[Envelope, bytes]:
    """The envelope and the data of one record, from binary or structured mode.

    Raises BadEnvelope when an attribute is missing, not text or ambiguous, or there is no data; TooLong and TooDeep.
    """
    found = _texts(headers)
    if value is None:
        msg = "no data"
        raise BadEnvelope(msg)
    if found.get("content-type", "").encode().startswith(_STRUCTURED):
        return _open_structured(value)
    return _envelope({name[3:]: text for name, text in found.items() if name.startswith("ce_")}), value


def texts_of(headers: Iterable[tuple[str, bytes | None]]) -> dict[str, str]:
    """Headers for people to look at, whoever wrote them: of null nothing, of what is not UTF-8 the part that is."""
    return {name: (raw or b"").decode(errors="replace") for name, raw in headers}


def is_too_deep(error: str) -> bool:
    """Whether what the JSON parser says is that a text is nested too deeply: more than 200 levels below the top."""
    return error.startswith("recursion limit exceeded")


def _texts(headers: Iterable[tuple[str, bytes]]) -> dict[str, str]:
    found: dict[str, str] = {}
    try:
        for name, raw in headers:
            # Of two readers of an attribute that stands twice one would take the first, one the last.
            if (
                raw is not None
                and found.setdefault(name, text := raw.decode()) != text
                and name in _READ_HEADERS
            ):
                msg = f"{name} stands twice and differs"
                raise BadEnvelope(msg)
    except UnicodeDecodeError as error:
        msg = "a header is not UTF-8 text"
        raise BadEnvelope(msg) from error
    return found


def _open_structured(value: bytes) -> tuple[Envelope, bytes]:
    event = _parsed(value)
    if not isinstance(event, dict) or "data" not in event:
        msg = "a structured event without data"
        raise BadEnvelope(msg)
    attributes = {name: text for name, text in event.items() if isinstance(text, str)}
    return _envelope(attributes), to_json(event["data"], inf_nan_mode="constants")


def _parsed(value: bytes) -> Any:
    """As the data of a message in binary mode is parsed: whatever is wrong with it is wrong in both."""
    try:
        return from_json(value)
    except ValueError as error:
        if is_too_deep(str(error)):
            msg = "a structured event that is nested too deeply"
            raise TooDeep(msg) from error
        msg = "a structured event that is not JSON"
        raise BadEnvelope(msg) from error


def _envelope(attributes: dict[str, str]) -> Envelope:
    if attributes.get("specversion") != "1.0":
        msg = "ce_specversion is not 1.0"
        raise BadEnvelope(msg)
    missing = [name for name in ("id", "type", "source") if not attributes.get(name)]
    if missing:
        msg = f"missing: ce_{', ce_'.join(missing)}"
        raise BadEnvelope(msg)
    long = [name for name in _READ if len(attributes.get(name, "")) > ATTRIBUTE_LENGTH]
    if long:
        msg = f"more than {ATTRIBUTE_LENGTH} characters: ce_{', ce_'.join(long)}"
        raise TooLong(msg)
    return Envelope(
        id=attributes["id"],
        type=attributes["type"],
        source=attributes["source"],
        time=attributes.get("time", ""),
        subject=attributes.get("subject", ""),
        sequence=attributes.get("sequence", ""),
        traceparent=attributes.get("traceparent", ""),
    )
