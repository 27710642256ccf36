"""How long things take and how likely they are: what habits are made of."""

from datetime import timedelta
from random import Random
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from connectors.city.chance import hours_between
from connectors.city.situations import Range

Share = Annotated[float, Field(ge=0, le=1)]


class Declared(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Pace(Declared):
    """How long somebody takes: usually, and now and then much longer."""

    hours: Range
    late: Share
    late_hours: Range

    def delay(self, numbers: Random) -> timedelta:
        return hours_between(numbers, self.late_hours if numbers.random() < self.late else self.hours)


class Heeding(Declared):
    """How likely a reminder is heeded, by its rung from 1, and how soon."""

    heeded: Annotated[tuple[Share, ...], Field(min_length=1)]
    hours: Range

    def likely(self, rung: int) -> float:
        return self.heeded[min(rung, len(self.heeded)) - 1]


def days_between(numbers: Random, low_high: Range) -> timedelta:
    """A time from a range of days, evenly, in whole seconds."""
    return hours_between(numbers, (low_high[0] * 24, low_high[1] * 24))
