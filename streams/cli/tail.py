"""`asb tail`: what stands on a topic, and what comes."""

import base64
import json
import re
from collections.abc import Iterable
from datetime import UTC, datetime
from enum import Enum
from itertools import islice
from typing import Any, Final

import click
import orjson

from connectors.reader import Reader, Record, Start
from schemas.envelope import BadEnvelope, open_envelope, texts_of
from schemas.topics import AUDIT, COMPLIANCE, DECISIONS, TAGS, TOPICS, Topic
from schemas.words import Recorded
from streams.cli.consulted import Look, by_option, record, require_looker
from streams.cli.errors import UserError
from streams.cli.exit_codes import ExitCode
from streams.cli.options import Installation, as_json, installation_options
from streams.london import shown

# They name people by reference, and nobody wrote in them.
_REFERENCES_ONLY: Final = (TAGS, DECISIONS, COMPLIANCE, AUDIT)
# What an officer or a partner wrote; where it is a word of ours it is an enum.
_FREE_TEXT: Final = ("text", "reason")
# As our own messages write a time.
_TIME: Final = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?Z")


@click.command()
@click.argument("topic")
@click.option(
    "--from-beginning", is_flag=True, help="Begin with the oldest record that is kept, not with new ones."
)
@click.option(
    "--until-end", is_flag=True, help="Stop where the topic ended when this began; implies --from-beginning."
)
@click.option("--limit", type=click.IntRange(1), help="Stop after that many records.")
@by_option
@as_json
@installation_options
def command(
    *,
    here: Installation,
    topic: str,
    from_beginning: bool,
    until_end: bool,
    limit: int | None,
    by: str | None,
    as_json: bool,
) -> None:
    """Follow TOPIC: `asb.decisions.v1`, or for short `decisions`.

    A line per record: time in London, event, subject, and the fields that are a code, an id, a time or a number. What
    people said and who they are is shown with --json only. Either way this reads personal data: it is for
    those whom the force's data protection officer lets see the topic, and the topic's ACL should say the same. Who
    looks with --json at a topic that holds more than references is recorded in every force's audit.

    Ends with Ctrl-C, or by --limit or --until-end.
    """
    found = topic_named(topic, here.name)
    if as_json and found not in _REFERENCES_ONLY:
        _record(here, found, require_looker(by))
    start = Start.BEGINNING if from_beginning or until_end else Start.NOW
    with Reader(here.broker(), here.name, [found], start) as reader:
        records: Iterable[Record] = reader.until_end() if until_end else reader.follow()
        try:
            for record in islice(records, limit):
                click.echo(json_of(record) if as_json else line_of(record))
        except KeyboardInterrupt:
            return


def _record(here: Installation, topic: Topic, by: str) -> None:
    for force in here.registry().forces:
        record(here, force, by, f"asb tail {_word(topic)}", [Look(Recorded.FORCE, force)])


def topic_named(name: str, installation: str) -> Topic:
    """The topic by its name, with or without the installation, or by its own word; else a UserError."""
    for topic in TOPICS:
        if name in (topic.name, f"{installation}.{topic.name}", _word(topic)):
            return topic
    msg = f"there is no topic {name}; there are {', '.join(_word(topic) for topic in TOPICS)}"
    raise UserError(msg, ExitCode.USAGE)


def _word(topic: Topic) -> str:
    return topic.name.split(".", 1)[1].rpartition(".")[0]


def json_of(record: Record) -> str:
    """One line; a value or header that is no text is given in base64 under a name that says so."""
    at = _taken_at(record)
    told: dict[str, Any] = {
        "topic": record.topic.name,
        "partition": record.partition,
        "offset": record.offset,
        "at": at.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        "key": None if record.key is None else record.key.decode(errors="replace"),
        "headers": texts_of(record.headers),
    }
    data = _data(record)
    if data is None and record.value is not None:
        told["value_base64"] = base64.b64encode(record.value).decode()
    else:
        told["data"] = data
    return json.dumps(told, ensure_ascii=False)


def line_of(record: Record) -> str:
    """London time, place in the log, event, subject, and the fields that are one plain value: never a nested one."""
    headers = texts_of(record.headers)
    key = "–" if record.key is None else record.key.decode(errors="replace")
    kind = headers.get("rejected_code") or headers.get("ce_type") or "record"
    told = [
        shown(_taken_at(record), seconds=True),
        f"{record.partition}/{record.offset}",
        kind,
        headers.get("ce_subject") or key,
    ]
    if "rejected_code" in headers:
        told.append(headers.get("rejected_detail", ""))
    else:
        told.append(_plain_fields(record, told[-1]))
    return "  ".join(each for each in told if each)


def _plain_fields(record: Record, subject: str) -> str:
    data = _data(record)
    if not isinstance(data, dict):
        return f"{len(record.value or b'')} bytes"
    written = _written(record)
    return " ".join(
        f"{name}={_readable(value)}"
        for name, value in data.items()
        if value != subject and name not in written and _is_plain(name, value)
    )


def _written(record: Record) -> set[str]:
    """The fields of the event that somebody wrote; of what is no event any of these names."""
    told = texts_of(record.headers).get("ce_type", "")
    event = next((event for event in record.topic.events if event.__name__ == told), None)
    if event is None:
        return set(_FREE_TEXT)
    fields = event.model_fields
    return {name for name in _FREE_TEXT if name in fields and not _is_word(fields[name].annotation)}


def _is_word(annotation: object) -> bool:
    return isinstance(annotation, type) and issubclass(annotation, Enum)


def _readable(value: object) -> object:
    """A time as people read it; anything else as it is."""
    if not (isinstance(value, str) and _TIME.fullmatch(value)):
        return value
    try:
        return shown(datetime.fromisoformat(value), seconds=True)
    except (ValueError, OverflowError):
        return value  # Shaped like a time, and none of the calendar.


def _is_plain(name: str, value: object) -> bool:
    """Whether a field is a code, an id, a time, a number or a sentence of ours.

    Our own sentences hold no name and no text of a log.
    """
    return isinstance(value, int | float) or (
        isinstance(value, str) and (name == "sentence" or " " not in value)
    )


def _data(record: Record) -> Any:
    """The record's JSON, or None when it is none."""
    try:
        _, data = open_envelope(record.headers, record.value)
    except BadEnvelope:
        data = record.value or b""
    try:
        return orjson.loads(data)
    except orjson.JSONDecodeError:
        return None


def _taken_at(record: Record) -> datetime:
    """When the broker took the record."""
    return datetime.fromtimestamp(record.at / 1000, UTC)
