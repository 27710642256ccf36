"""Duties as data: when each falls due, whom its reminders tell, and which cases owe it (R10, R15, R16, R21)."""

from datetime import time, timedelta
from itertools import pairwise
from typing import Annotated

from pydantic import Field, model_validator

from schemas.words import (
    Band,
    CountedFrom,
    DayCount,
    GapKind,
    LadderReading,
    Partner,
    Post,
    Question,
    Role,
)
from streams.policies.part import Part

Days = Annotated[int, Field(ge=0, le=3_660)]


class Ladder(Part):
    """When a duty is due and reminded, in local days from where it begins, and whom each reminder tells.

    The first of `days` is when it is due; after the last it is reminded every `then_every` days. The first of
    `levels` is whose duty it is: they are told every time, and beside them the level of that reminder: the first
    level of the first one that is sent, and so on; the last repeats. A duty that is not `mailed` is shown and
    listed in compliance only.
    """

    days: Annotated[tuple[Days, ...], Field(min_length=1)]
    then_every: Annotated[int, Field(ge=1, le=366)]
    levels: Annotated[tuple[Post, ...], Field(min_length=1)]
    reading: LadderReading = LadderReading.CUMULATIVE
    count: DayCount = DayCount.EVERY_DAY
    mailed: bool = True

    @model_validator(mode="after")
    def rises(self) -> "Ladder":
        """A rung comes after the one before it, or nobody could say which of two was told."""
        steps = self.days[1:]
        if self.reading is LadderReading.CUMULATIVE:
            steps = tuple(later - earlier for earlier, later in pairwise(self.days))
        if any(step < 1 for step in steps):
            msg = "each rung is at least a day after the one before it"
            raise ValueError(msg)
        return self


class QuestionTerms(Part):
    """Of whom a question is asked, and whether its unknown is mailed up the ladder or only listed (R15)."""

    roles: tuple[Role, ...]
    mailed: bool


class Questions(Part):
    """The questions of R14 and R16, and where the ladder of an unanswered one begins (R15)."""

    counted_from: CountedFrom
    asked: dict[Question, QuestionTerms]


class Contact(Part):
    """A partner to be contacted when the case stands at one of the bands (R10)."""

    partner: Partner
    bands: tuple[Band, ...]
    # Only when a perpetrator of the case is under this age.
    perpetrator_under: Annotated[int, Field(ge=1, le=130)] | None = None


class Casework(Part):
    """What a case owes by the highest band on it (R10): a plan, reviews by post in days, partners to contact."""

    plan: tuple[Band, ...]
    reviews: dict[Band, dict[Post, Annotated[int, Field(ge=1, le=3_660)]]]
    contacts: tuple[Contact, ...]


class Compliance(Part):
    """When the weekly report is made: 0 is Monday, the time is Europe/London's (R21)."""

    weekday: Annotated[int, Field(ge=0, le=6)]
    at: time
    # Weeks that the running average goes over.
    weeks: Annotated[int, Field(ge=1, le=520)]
    # How long facts of Sentinel may wait for their case before they are listed (R7).
    case_unknown_after: timedelta
    # What others have outstanding on average, shown beside the force's own.
    compare_with: dict[GapKind, Annotated[float, Field(ge=0)]]


class Failures(Part):
    """What fell due and failed is tried again so many local days later, at the same hour, until it succeeds."""

    tried_again_after_days: Annotated[int, Field(ge=1, le=366)]
