"""How long a source may be silent (X9)."""

from datetime import timedelta
from typing import Annotated

from pydantic import Field

from schemas.words import FeedSource
from streams.policies.part import Part

# Long enough to be a silence, and of a length that a calendar has.
Silence = Annotated[timedelta, Field(ge=timedelta(minutes=1), le=timedelta(days=366))]


class Feeds(Part):
    # Of a source that is not here nothing is expected.
    silent_after: dict[FeedSource, Silence]
    # A busy source is noted at most so often.
    noted_every: Annotated[timedelta, Field(ge=timedelta(0), le=timedelta(hours=1))]
