"""Of a bad envelope nothing is shown that may be personal, unless its content is asked for: that is recorded (X7)."""

from datetime import UTC, datetime
from typing import Any

from schemas.words import RejectionCode
from streams.cli.rejected_output import described, in_full, named
from streams.rejected.messages import RejectedMessage

NAMED = "Ann Example 07700 900123"


def rejected(code: RejectionCode) -> RejectedMessage:
    """A message that names somebody in its key and wherever an envelope has room for it."""
    return RejectedMessage(
        force="E23000099",
        offset=7,
        at=datetime(2026, 6, 1, 9, tzinfo=UTC),
        code=code,
        detail="ce_source",
        came_from=("test.storm.incidents.v1", 0, 3),
        type=NAMED,
        subject=NAMED,
        key=NAMED.encode(),
        place=b"test.storm.incidents.v1/0/3",
        value=b"{}",
        headers=(("ce_type", NAMED.encode()), ("ce_subject", NAMED.encode())),
        handled=None,
    )


def shown(message: RejectedMessage, *, content: bool = False) -> dict[str, Any]:
    return described(message, content=content) | in_full(message, content=content)


def test_x7_a_bad_envelope_is_listed_and_shown_without_what_it_says_of_anybody() -> None:
    message = rejected(RejectionCode.BAD_ENVELOPE)

    told = shown(message)

    assert "Ann" not in repr((told, named(message)))
    assert (told["offset"], told["code"], told["bytes"]) == (7, "bad-envelope", 2)
    assert told["headers"] == ["ce_subject", "ce_type"]


def test_x7_with_its_content_everything_is_shown() -> None:
    told = shown(rejected(RejectionCode.BAD_ENVELOPE), content=True)

    assert (told["type"], told["subject"], told["key"], told["content"]) == (NAMED, NAMED, NAMED, "{}")


def test_a_message_with_an_envelope_is_named_by_it() -> None:
    told = shown(rejected(RejectionCode.WRONG_SCHEMA))

    assert (told["type"], told["subject"], told["key"]) == (NAMED, NAMED, NAMED)
    assert "content" not in told
