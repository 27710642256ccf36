"""What `asb rejected` shows of a message; what it says only where that is asked for, which is recorded (X7)."""

import base64
from typing import Any

from schemas.envelope import texts_of, timestamp
from schemas.words import RejectionCode
from streams.rejected.messages import RejectedMessage, shown_action


def _has_envelope(message: RejectedMessage) -> bool:
    """Whether its key and headers are what they should be: a bad envelope may say anything, of anybody."""
    return message.code != RejectionCode.BAD_ENVELOPE


def named(message: RejectedMessage, *, content: bool = False) -> tuple[str | None, str | None]:
    """Event type and subject; of a bad envelope only with what the message says, which is recorded."""
    return (message.type, message.subject) if content or _has_envelope(message) else (None, None)


def described(message: RejectedMessage, *, content: bool = False) -> dict[str, Any]:
    """Why it was rejected, where it came from, what it is by its envelope, and what was done about it."""
    came_from = message.came_from
    kind, subject = named(message, content=content)
    handled = message.handled
    return {
        "force": message.force,
        "offset": message.offset,
        "at": timestamp(message.at),
        "code": message.code,
        "detail": message.detail,
        "came_from": f"{came_from[0]}/{came_from[1]}/{came_from[2]}" if came_from else None,
        "type": kind,
        "subject": subject,
        "done": shown_action(message),
        "done_by": handled.officer if handled else None,
        "done_because": handled.reason if handled else None,
        "done_at": timestamp(handled.at) if handled else None,
    }


def in_full(message: RejectedMessage, *, content: bool) -> dict[str, Any]:
    """Its key, its headers and its size; `content`: also what it says."""
    # Of a bad envelope, without being asked for, only the names of its headers are shown.
    is_shown = content or _has_envelope(message)
    told: dict[str, Any] = {
        "key": message.key.decode(errors="replace") if message.key is not None and is_shown else None,
        "headers": texts_of(message.headers) if is_shown else sorted(texts_of(message.headers)),
        "bytes": len(message.value or b""),
    }
    if content and message.value is not None:
        try:
            told["content"] = message.value.decode()
        except UnicodeDecodeError:
            told["content_base64"] = base64.b64encode(message.value).decode()
    return told
