"""How people go about what follows from a high risk, and what they get wrong, as numbers with names."""

from connectors.city.casework.pace import Declared, Pace, Share
from connectors.city.situations import Range
from schemas.words import Answer, Role


class Homes(Declared):
    known: dict[Role, Share]
    at_the_scene: Share
    tenant: dict[Answer, Share]
    moves: Share
    moves_after_days: Range


class Confirming(Declared):
    decided: Pace
    forgotten: Share
    refused: Share
    refused_of_adverse: Share
    contested: Share
    contested_after_days: Range
    refused_when_contested: Share


class Markers(Declared):
    settled: Pace
    forgotten: Share
    taken_off_at_review: Share
    taken_off_when_proposed: Share


class Partners(Declared):
    answered: Pace
    silent: Share
    declined: Share
    taken_in: Pace
    overlooked: Share


class Consent(Declared):
    recorded: Pace
    forgotten: Share
    thinks_it_over: Share
    thought_over: Pace
    refused: Share
    changes: Share
    changes_after_days: Range


class Declaring(Declared):
    high: Share
    high_after_days: Range
    lowered: Share
    lowered_after_days: Range


class Crime(Declared):
    reviewed: Pace
    forgotten: Share
    recorded: Share


class Mistakes(Declared):
    assessment: Share
    assessment_noticed_after_days: Range
    assessed_again: Share
    answer: Share
    answer_noticed_after_days: Range
    entered_twice: Share
    entered_twice_noticed_after_days: Range
