"""How officers work, as numbers with names (behaviour.yaml)."""

from datetime import timedelta
from enum import StrEnum
from functools import cache
from importlib.resources import files
from random import Random
from typing import Annotated

import yaml
from pydantic import BaseModel, ConfigDict, Field

from connectors.city.chance import hours_between
from connectors.city.situations import Range
from schemas.words import Band, Question

Share = Annotated[float, Field(ge=0, le=1)]


class Behaviour(StrEnum):
    """Whether reminders are heeded: nobody did before there were any."""

    BEFORE = "before"
    AFTER = "after"


class _Declared(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Pace(_Declared):
    """How long somebody takes: usually, and now and then much longer."""

    hours: Range
    late: Share
    late_hours: Range

    def delay(self, numbers: Random) -> timedelta:
        return hours_between(numbers, self.late_hours if numbers.random() < self.late else self.hours)


class LeadOfficers(_Declared):
    named: Pace
    changes: Share
    changes_after_days: Range
    goes: Share
    goes_after_days: Range
    replaced_after_days: Range


class People(_Declared):
    added: Pace
    added_later: Pace
    leaves: Share
    leaves_after_days: Range
    birth_date_found: Share
    ages: tuple[int, int]


class Locations(_Declared):
    added: Share
    added_after_days: Range


class Assessing(_Declared):
    recorded: Pace
    forgotten_in: Share
    grave: dict[Band, Share]
    leaning: dict[Band, Share]
    unanswered: Share
    by_other_matrix: Share
    wrong_option: Share
    wrong_version: Share
    raised: Share
    lowered: Share
    lowered_alone: Share
    band_shown: Share
    put_right: Pace
    never_put_right: Share


class Questions(_Declared):
    answered_yes: dict[Question, Share]
    unknown: Share
    blank: Share
    yes_without_text: Share
    found_out: Share
    found_out_after_days: Range
    doubted: Share
    doubted_after_days: Range


class Form(_Declared):
    completed: Pace
    declined: Share
    forgotten: Share


class Duties(_Declared):
    done_at: Range
    late: Share
    late_at: Range
    forgotten: Share
    declined: Share


class Closing(_Declared):
    closed_after_days: Range
    long: Share
    long_days: Range
    opened_again: Share
    opened_again_after_days: Range
    closed_again_after_days: Range


class Heeding(_Declared):
    """How likely a reminder is heeded, by its rung from 1, and how soon."""

    heeded: Annotated[tuple[Share, ...], Field(min_length=1)]
    hours: Range

    def likely(self, rung: int) -> float:
        return self.heeded[min(rung, len(self.heeded)) - 1]


class Working(_Declared):
    """The whole table."""

    lead_officer: LeadOfficers
    people: People
    locations: Locations
    assessing: Assessing
    questions: Questions
    form: Form
    duties: Duties
    closing: Closing
    behaviours: dict[Behaviour, Heeding]


@cache
def working() -> Working:
    """How the city's officers work."""
    return Working.model_validate(yaml.safe_load((files(__package__) / "behaviour.yaml").read_text("utf-8")))


def days_between(numbers: Random, low_high: Range) -> timedelta:
    """A time from a range of days, evenly, in whole seconds."""
    return hours_between(numbers, (low_high[0] * 24, low_high[1] * 24))
