"""CloudEvents 1.0 around every message: Kafka binding, binary mode out; binary or structured mode in."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Final, NamedTuple

import orjson

Headers = tuple[tuple[str, bytes], ...]

_STRUCTURED: Final = b"application/cloudevents+json"
_SOURCE_PARTS: Final = 4  # "", "forces", force, system


class BadEnvelope(Exception):
    """The headers are not a CloudEvents envelope of ours; the message names the attribute."""


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


def timestamp(at: datetime) -> str:
    """RFC 3339 in UTC, as every `ce_time` is written; `at` must be aware."""
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")


def open_envelope(headers: Iterable[tuple[str, bytes]], value: bytes | None) -> tuple[Envelope, bytes]:
    """The envelope and the data of one record, from binary or structured mode.

    Raises BadEnvelope when an attribute is missing or not text, or there is no data.
    """
    try:
        found = {name: raw.decode() for name, raw in headers if raw is not None}
    except UnicodeDecodeError as error:
        msg = "a header is not UTF-8 text"
        raise BadEnvelope(msg) from error
    if value is None:
        msg = "no data"
        raise BadEnvelope(msg)
    if found.get("content-type", "").encode().startswith(_STRUCTURED):
        return _open_structured(value)
    return _envelope({name[3:]: text for name, text in found.items() if name.startswith("ce_")}), value


def _open_structured(value: bytes) -> tuple[Envelope, bytes]:
    try:
        event = orjson.loads(value)
    except orjson.JSONDecodeError as error:
        msg = "a structured event that is not JSON"
        raise BadEnvelope(msg) from error
    if not isinstance(event, dict) or "data" not in event:
        msg = "a structured event without data"
        raise BadEnvelope(msg)
    attributes = {name: text for name, text in event.items() if isinstance(text, str)}
    return _envelope(attributes), orjson.dumps(event["data"])


def _envelope(attributes: dict[str, str]) -> Envelope:
    if attributes.get("specversion") != "1.0":
        msg = "ce_specversion is not 1.0"
        raise BadEnvelope(msg)
    missing = [name for name in ("id", "type", "source") if not attributes.get(name)]
    if missing:
        msg = f"missing: ce_{', ce_'.join(missing)}"
        raise BadEnvelope(msg)
    return Envelope(
        id=attributes["id"],
        type=attributes["type"],
        source=attributes["source"],
        time=attributes.get("time", ""),
        subject=attributes.get("subject", ""),
        sequence=attributes.get("sequence", ""),
        traceparent=attributes.get("traceparent", ""),
    )
