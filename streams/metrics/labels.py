"""What each published event is counted as (R23): words of enums and names of policies, no personal data."""

from collections.abc import Callable, Mapping
from typing import Any, Final

import orjson

from schemas.outgoing import DecisionMade, IncidentTagged, ReminderFellDue
from streams.engine.domain import Message

TYPE_HEADER: Final = "ce_type"

Labels = tuple[str, ...]


def labels_of(message: Message) -> Labels:
    """The event's type, and after it what else events of the type are counted by; none: this is no event."""
    event = next((value.decode() for name, value in message.headers if name == TYPE_HEADER), "")
    if not event or message.value is None:
        return ()
    counted_by = _COUNTED_BY.get(event)
    return (event, *counted_by(orjson.loads(message.value))) if counted_by is not None else (event,)


def _of_tag(event: Mapping[str, Any]) -> Labels:
    return event["asb_class"] or "unknown", event["basis"]


def _of_decision(event: Mapping[str, Any]) -> Labels:
    return event["outcome"], event["decided_by"]["name"]


def _of_reminder(event: Mapping[str, Any]) -> Labels:
    return event["kind"], event["level"]


_COUNTED_BY: Final[Mapping[str, Callable[[Mapping[str, Any]], Labels]]] = {
    IncidentTagged.__name__: _of_tag,
    DecisionMade.__name__: _of_decision,
    ReminderFellDue.__name__: _of_reminder,
}
