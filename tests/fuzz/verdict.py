"""What became of a message: accepted, nothing new, or rejected as it came with a reason that repeats none of it."""

import json
import re
import signal
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from types import FrameType
from typing import Any, Final, get_args

from pydantic_core.core_schema import ErrorType

from schemas.envelope import Envelope
from schemas.rows import Row
from schemas.topics import INPUT_BYTES, TOPICS
from schemas.words import RejectionCode
from streams.domain import AsbDomain
from streams.engine.batch import Batch, Outcome
from streams.engine.domain import Message, Record
from streams.engine.limits import REJECTED_ROOM, size
from streams.engine.table import Table
from streams.policies.bundle import policy_schema
from tests.fuzz.odd import MARK
from tests.fuzz.seeds import EVENTS

ACCEPTED, NOTHING_NEW = "accepted", "nothing new"
# Of the processor, for one message: whoever needs more holds up a force.
SECONDS: Final = 3.0
_CODES: Final = frozenset(RejectionCode) - {RejectionCode.RULE_FAILED}
_TELLING: Final = 5
_WORD: Final = re.compile(r"[\w-]+")


class TookTooLong(BaseException):
    """No Exception: the batch would take it for a rule's bug."""


@contextmanager
def limited(seconds: float = SECONDS) -> Iterator[None]:
    """Stop what takes more than so many seconds of the processor."""

    def stop(number: int, frame: FrameType | None) -> None:
        raise TookTooLong

    signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)


def verdict(domain: AsbDomain, table: Table[Row], record: Record, seconds: float = SECONDS) -> str:
    """Handle one message, in a batch of its own, over the rows of the table; nothing is committed.

    Raises AssertionError for anything else than an outcome that an operator can count and account for.
    """
    batch = Batch(domain, table)
    with limited(seconds):
        batch.handle([record])
    changes = table.changes()
    received = check_outcome(domain, record, batch.outcome, batch.outcome.messages)
    if received != ACCEPTED:
        assert not changes, "something of a rejected message was kept"
        return received
    for key, data in changes:
        assert data is None or domain.decode_row(key, data) is not None
    received = ACCEPTED if changes or batch.outcome.messages else NOTHING_NEW
    assert (received == NOTHING_NEW) == bool(batch.outcome.unchanged), (
        "what says nothing new is not counted as such"
    )
    return received


def check_outcome(domain: AsbDomain, record: Record, outcome: Outcome, messages: Sequence[Message]) -> str:
    """How the last record of a batch was received: accepted, or the code it is rejected with.

    `messages` are those that it led to.
    """
    # Without a value it removes an older one (X8).
    on_rejected = [message for message in messages if message.topic == domain.rejected_topic]
    rejected = [message for message in on_rejected if message.value is not None]
    assert outcome.second_steps_failed == 0
    if rejected:
        code = dict(rejected[0].headers)["rejected_code"].decode()
        assert code in _CODES, f"{code}: {dict(rejected[0].headers)['rejected_detail'].decode()}"
        assert outcome.rejections[code]
        assert len(messages) == 1, "a rejected message leads to more than its rejection"
        check_rejection(rejected[0], record, domain)
        return code
    for message in messages:
        if message not in on_rejected:
            check_published(message)
    return ACCEPTED


def check_rejection(rejected: Message, record: Record, domain: AsbDomain) -> None:
    """It holds what came, as it came, and a reason in words of ours."""
    came = rejected.headers[: len(record.headers)]
    # Where it would have been too large, its headers are cut.
    reason = dict(rejected.headers[len(came) :] if came == record.headers else rejected.headers)
    value = None if "rejected-null" in reason else rejected.value
    assert size(rejected) <= domain.max_message_bytes + REJECTED_ROOM
    assert reason["rejected_code"].decode() in _CODES
    if "rejected-cut" not in reason or _fits(record):
        assert (reason.get("rejected_key"), value, came) == (record.key, record.value, record.headers)
    detail = reason["rejected_detail"].decode()
    left = _WORD.sub(lambda word: "" if word[0] in _our_words() else word[0], detail)
    assert MARK not in detail, f"the reason repeats what came: {detail!r}"
    found = sorted(text for text in _texts(record) if text in left)
    assert not found, f"the reason repeats what came: {detail!r} has {found[0]!r}"


def _fits(record: Record) -> bool:
    """Whether the broker would have taken it uncompressed."""
    return size(Message(record.topic, record.key, record.value, record.headers)) <= INPUT_BYTES


def check_published(message: Message) -> None:
    """What is published can be read by those it is for."""
    kind = dict(message.headers)["ce_type"].decode()
    if message.value is not None:
        _models()[kind].model_validate_json(message.value)


@cache
def _models() -> dict[str, Any]:
    return {event.__name__: event for topic in TOPICS for event in topic.events}


def _texts(record: Record) -> set[str]:
    """Every text of the message that is no word of ours, long enough to tell somebody something."""
    try:
        data = json.loads(record.value or b"")
    except (ValueError, RecursionError):
        return set()
    return {text for text in _strings(data) if len(text) >= _TELLING} - _our_words()


def _strings(data: Any) -> Iterator[str]:
    if isinstance(data, str):
        yield data
    elif isinstance(data, dict):
        yield from data
        for part in data.values():
            yield from _strings(part)
    elif isinstance(data, list):
        for part in data[:50]:
            yield from _strings(part)


@cache
def _our_words() -> set[str]:
    """Names of fields, of errors and of attributes, and the vocabulary; also those of a policy."""
    found = {"ce_specversion", "/forces/", *(f"ce_{name}" for name in Envelope._fields), *get_args(ErrorType)}
    for schema in (*(event.model_json_schema() for event in EVENTS), policy_schema()):
        found.update(_schema_words(schema))
    return found


def _schema_words(schema: Any) -> Iterator[str]:
    if isinstance(schema, dict):
        yield from schema.get("properties", {})
        yield from (word for word in schema.get("enum", ()) if isinstance(word, str))
        if isinstance(schema.get("const"), str):
            yield schema["const"]
        for part in schema.values():
            yield from _schema_words(part)
    elif isinstance(schema, list):
        for part in schema:
            yield from _schema_words(part)
