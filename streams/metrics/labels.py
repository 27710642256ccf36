"""What each published event is counted as (R23): words of enums and names of policies, no personal data."""

from collections.abc import Callable, Mapping
from typing import Any, Final

import orjson

from schemas.outgoing import DecisionMade, IncidentTagged, ReminderFellDue
from schemas.topics import REJECTED
from streams.engine.domain import Message

_TYPE_HEADER: Final = "ce_type"
_REJECTIONS: Final = f".{REJECTED.name}"

Labels = tuple[str, ...]


def labels_of(message: Message) -> Labels:
    """The event's type, and after it what else events of the type are counted by; none: this is no event of ours.

    A rejection carries the headers and the value that somebody else wrote: it is counted by its code alone.
    """
    if message.value is None or message.topic.endswith(_REJECTIONS):
        return ()
    event = next((value.decode() for name, value in message.headers if name == _TYPE_HEADER), "")
    if not event:
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
