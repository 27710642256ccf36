"""What is missing, by beat and lead officer (R21)."""

from pydantic import AwareDatetime

from schemas.outgoing.parts import DutyAbout, Outgoing, PolicyVersion
from schemas.words import FeedSource, GapKind


class ComplianceGap(Outgoing):
    """One thing that is missing, since when, and whose it is (R21)."""

    gap: GapKind
    case_id: str | None
    reference: str | None
    incident_id: str | None
    about: DutyAbout | None
    lead_officer: str | None
    since: AwareDatetime
    age_days: int
    # It was due before reminders went live: listed here, never mailed (R7).
    before_go_live: bool


class Outstanding(Outgoing):
    """How many of one kind are missing: now, on average this week and since counted, and which way it goes."""

    gap: GapKind
    now: int
    week_average: float
    running_average: float
    # This week's average less that of the four weeks before; None in the first week.
    trend: float | None


class FeedHeard(Outgoing):
    """How old what is known rests on is: when a source was heard last, and whether it counts as silent (X9)."""

    source: FeedSource
    heard_at: AwareDatetime
    silent: bool


class ComplianceReported(Outgoing):
    """What is missing in one beat; with no beat named, what has none, and the whole force in numbers (R21).

    Many gaps come in several parts, each with the same beat, `as_at` and numbers.
    """

    beat: str | None
    # What was missing at this moment and still was when the report was made.
    as_at: AwareDatetime
    part: int
    parts: int
    gaps: tuple[ComplianceGap, ...]
    outstanding: tuple[Outstanding, ...]
    feeds: tuple[FeedHeard, ...]
    decided_by: PolicyVersion
