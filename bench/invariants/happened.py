"""One thing that happened: a message that came in, and what was published for it and before it by the clock."""

from collections.abc import Sequence
from datetime import datetime
from itertools import groupby
from typing import Any, NamedTuple

from pydantic import BaseModel

from schemas.ids import event_id


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
        """What the clock led to, by its time, and what the message led to, which comes last.

        The id of an event is derived from its cause: nobody's word is taken for it.
        """
        told = self.told
        first = next((n for n, one in enumerate(self.published) if told and _is_first_of(told, one)), None)
        cut = len(self.published) if first is None else first
        by_clock = [list(found) for _, found in groupby(self.published[:cut], key=lambda one: one.at)]
        return by_clock, list(self.published[cut:])


def _is_first_of(told: Told, one: Published) -> bool:
    """Whether it is the first event of its type and subject that the message led to."""
    return event_id(told.cause, one.type, one.subject) == one.ce_id
