"""The golden stream: about forty messages and ticks, every kind of event in and out, as the files here hold it.

The files hold the policies too, so that an edit of a policy changes nothing here: what is watched are the rules.
"""

import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

from schemas.forces import Registry
from schemas.rows import Row
from streams.domain import AsbDomain
from streams.engine.batch import Batch
from streams.engine.domain import Message, Record
from streams.engine.table import Table
from streams.policies.bundle import PolicyDocument, document_of
from tests.given.core import FORCE, INSTALLATION, SECRET

FOLDER = Path(__file__).parent
INPUTS, OUTPUTS, POLICIES = (FOLDER / name for name in ("inputs.jsonl", "outputs.jsonl", "policies.json"))
_NO_LIMIT = 10_000

Step = Record | datetime


class Golden(NamedTuple):
    """What `outputs.jsonl` holds: which rules made the messages, and the messages, byte for byte."""

    rules_version: str
    lines: list[str]


def run(steps: Iterable[Step], policies: Iterable[PolicyDocument], batch_size: int = 1) -> list[Message]:
    """What the core publishes for records and ticks, in transactions of `batch_size` steps."""
    domain = AsbDomain(INSTALLATION, Registry((FORCE,)), SECRET, tuple(policies))
    table: Table[Row] = Table(domain)
    published: list[Message] = []
    waiting = list(steps)
    while waiting:
        batch = Batch(domain, table)
        for step in waiting[:batch_size]:
            if isinstance(step, Record):
                batch.handle([step])
            else:
                batch.tick(step, _NO_LIMIT)
        published += batch.outcome.messages
        table.commit()
        waiting = waiting[batch_size:]
    return published


def as_line(message: Message | Record) -> str:
    """A message as one line of JSON. Bytes that are not UTF-8 come back as they were (`surrogateescape`)."""
    headers = [[name, _text(raw)] for name, raw in message.headers]
    return json.dumps([message.topic, _text(message.key), headers, _text(message.value)])


def inputs() -> Iterator[Step]:
    """The committed stream."""
    for offset, line in enumerate(INPUTS.read_text("utf-8").splitlines()):
        step = json.loads(line)
        if isinstance(step, str):
            yield datetime.fromisoformat(step)
        else:
            topic, key, headers, value = step
            pairs = tuple((name, _raw(text)) for name, text in headers)
            yield Record(topic, 0, offset, _raw(key), _raw(value), pairs, 0)


def policies() -> tuple[PolicyDocument, ...]:
    """The policies that decided."""
    return tuple(document_of(each, "golden") for each in json.loads(POLICIES.read_text("utf-8")))


def golden() -> Golden:
    first, *lines = OUTPUTS.read_text("utf-8").splitlines()
    return Golden(json.loads(first)["rules_version"], lines)


def _text(raw: bytes | None) -> str | None:
    return None if raw is None else raw.decode("utf-8", "surrogateescape")


def _raw(text: str | None) -> Any:
    return None if text is None else text.encode("utf-8", "surrogateescape")
