"""One thing that happened: a message that came in, and what was published for it and before it by the clock."""

from collections.abc import Sequence
from datetime import datetime
from itertools import groupby
from typing import Any, Final, NamedTuple

from pydantic import BaseModel

from schemas.ids import event_id

# So many events of one type about one subject may one cause lead to.
_ORDINALS: Final = range(50)


class Told(NamedTuple):
    """A message that came in, and what it is as a cause: its `ce_source`, a slash and its `ce_id`."""

    message: BaseModel
    cause: str


class Published(NamedTuple):
    """A message that the worker published."""

    type: str
    topic: str
    # What it is about: the key of the record.
    subject: str
    ce_id: str
    at: datetime
    data: dict[str, Any]


class Happened(NamedTuple):
    """What was handled in one go. What fell due comes before what follows from the message."""

    told: Told | None
    published: Sequence[Published]

    def by_cause(self) -> tuple[list[list[Published]], list[Published]]:
        """What the clock led to, by its time, and what the message led to.

        The id of an event is derived from its cause: nobody's word is taken for it.
        """
        told = self.told
        first = next((n for n, one in enumerate(self.published) if told and _caused_by(told, one)), None)
        cut = len(self.published) if first is None else first
        by_clock = [list(found) for _, found in groupby(self.published[:cut], key=lambda one: one.at)]
        by_input = list(self.published[cut:])
        for one in by_input:
            if told is None or not _caused_by(told, one):
                msg = f"{one.type} was published between what a message led to, and does not follow from it"
                raise ValueError(msg)
        return by_clock, by_input


def _caused_by(told: Told, one: Published) -> bool:
    return any(event_id(told.cause, one.type, one.subject, n) == one.ce_id for n in _ORDINALS)
