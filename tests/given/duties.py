"""What was published about duties, as a story asks for it."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from schemas.words import ObligationKind, Question
from tests.given.core import Event
from tests.given.messages import START

Data = dict[str, Any]

ENDS = ("ObligationDone", "ObligationDeclined", "ObligationWithdrawn")
_LONDON = ZoneInfo("Europe/London")


def hours_to(local: str) -> float:
    """Hours from the start of the story to a day or time in London."""
    return (datetime.fromisoformat(local).replace(tzinfo=_LONDON) - START).total_seconds() / 3600


def london(time: str) -> str:
    """A published time as London's day and hour: `2026-06-05 10:00`."""
    return f"{datetime.fromisoformat(time).astimezone(_LONDON):%Y-%m-%d %H:%M}"


def opened(events: Iterable[Event], kind: ObligationKind) -> list[Data]:
    return [each.data for each in events if each.type == "ObligationOpened" and each.data["kind"] == kind]


def ended(events: Iterable[Event], kind: ObligationKind) -> list[tuple[str, str | None]]:
    """How duties of a kind ended, and the reason where there is one."""
    return [
        (each.type.removeprefix("Obligation").lower(), each.data.get("reason"))
        for each in events
        if each.type in ENDS and each.data["kind"] == kind
    ]


def reminders(
    events: Iterable[Event], kind: ObligationKind, question: Question | None = None, person_ref: str = ""
) -> list[Data]:
    """The reminders of a kind, of one question or person if named."""
    return [
        each.data
        for each in events
        if each.type == "ReminderFellDue"
        and each.data["kind"] == kind
        and (question is None or each.data["about"]["question"] == question)
        and (not person_ref or each.data["about"]["person_ref"] == person_ref)
    ]


def posts_told(reminder: Data) -> list[str]:
    """The posts that a reminder tells, in order."""
    return [each["post"] for each in reminder["addressees"]]
