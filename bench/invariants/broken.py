"""That something happened which must never happen."""

from typing import Any, NoReturn


class Broken(AssertionError):
    """The history shows something that must never happen; the message names it."""


def broken(what: str, data: dict[str, Any]) -> NoReturn:
    """Raises Broken with what identifies the message, and nothing of what it says of people."""
    named = (str(data[name]) for name in _NAMES if data.get(name))
    msg = f"{what}: {' '.join(named)}"
    raise Broken(msg)


_NAMES = (
    "kind",
    "obligation_id",
    "marker_id",
    "referral_id",
    "notice_id",
    "step_id",
    "case_id",
    "incident_id",
    "corrects",
)
