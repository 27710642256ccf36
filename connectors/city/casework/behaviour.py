"""How officers work, as numbers with names (behaviour.yaml)."""

from enum import StrEnum
from functools import cache
from importlib.resources import files

import yaml

from connectors.city.casework.habits import (
    Confirming,
    Consent,
    Crime,
    Declaring,
    Homes,
    Markers,
    Mistakes,
    Partners,
)
from connectors.city.casework.pace import Declared, Heeding, Pace, Share
from connectors.city.situations import Range
from schemas.words import Band, Question


class Behaviour(StrEnum):
    """Whether reminders are heeded: nobody did before there were any."""

    BEFORE = "before"
    AFTER = "after"


class LeadOfficers(Declared):
    named: Pace
    changes: Share
    changes_after_days: Range
    goes: Share
    goes_after_days: Range
    replaced_after_days: Range


class People(Declared):
    added: Pace
    added_later: Pace
    leaves: Share
    leaves_after_days: Range
    birth_date_found: Share
    nominal_found: Share
    ages: tuple[int, int]


class Locations(Declared):
    added: Share
    added_after_days: Range


class Assessing(Declared):
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


class Questions(Declared):
    answered_yes: dict[Question, Share]
    unknown: Share
    blank: Share
    yes_without_text: Share
    found_out: Share
    found_out_after_days: Range
    doubted: Share
    doubted_after_days: Range


class Form(Declared):
    completed: Pace
    declined: Share
    forgotten: Share


class Duties(Declared):
    done_at: Range
    late: Share
    late_at: Range
    forgotten: Share
    declined: Share


class Closing(Declared):
    closed_after_days: Range
    long: Share
    long_days: Range
    opened_again: Share
    opened_again_after_days: Range
    closed_again_after_days: Range


class Working(Declared):
    """The whole table."""

    lead_officer: LeadOfficers
    people: People
    locations: Locations
    assessing: Assessing
    questions: Questions
    form: Form
    duties: Duties
    closing: Closing
    homes: Homes
    confirming: Confirming
    markers: Markers
    partners: Partners
    consent: Consent
    declaring: Declaring
    crime: Crime
    mistakes: Mistakes
    behaviours: dict[Behaviour, Heeding]


@cache
def working() -> Working:
    """How the city's officers work."""
    return Working.model_validate(yaml.safe_load((files(__package__) / "behaviour.yaml").read_text("utf-8")))
