"""Duties, and what officers said against them."""

from datetime import datetime

from schemas.rows.parts import Rank, Row, Timed
from schemas.words import (
    AskReason,
    DayCount,
    LadderReading,
    ObligationKind,
    ObligationStatus,
    Partner,
    Post,
    Question,
    StepKind,
    SubjectKind,
)


class LadderKept(Row, frozen=True):
    """When a duty is reminded, and who is told at each rung: the terms it was opened under (R15)."""

    days: tuple[int, ...]
    then_every: int
    levels: tuple[Post, ...]
    reading: LadderReading = LadderReading.CUMULATIVE
    count: DayCount = DayCount.EVERY_DAY


class AboutKept(Row, frozen=True):
    """What of the case a duty is about, as far as its kind has it."""

    kind: SubjectKind | None = None
    ref: str = ""
    person_ref: str = ""
    question: Question | None = None
    post: Post | None = None
    partner: Partner | None = None
    step_id: str = ""
    step: StepKind | None = None
    correction_id: str = ""


class ObligationRow(Timed, frozen=True):
    """A duty with its dates; it keeps the terms of the policy it was opened under."""

    obligation_id: str
    kind: ObligationKind
    status: ObligationStatus
    opened_at: datetime
    # Where its ladder begins.
    since: datetime
    due_at: datetime
    # The next rung to be told; None: this duty is shown and listed, nobody is reminded.
    next_at: datetime | None
    ladder: LadderKept
    incident_id: str = ""
    case_id: str = ""
    beat: str | None = None
    about: AboutKept | None = None
    # Unknown because a yes came without its text (R14, R21).
    without_text: bool = False
    reason: AskReason | None = None
    # The last rung that was told, or passed over; from 1.
    rung: int = 0
    # Reminders sent, and how many of them were taken back when it ended.
    reminded: int = 0
    taken_back: int = 0
    # The `ce_id` of what opened it, of what asked an officer, and of the last reminder: a correction names it.
    opened_by: str = ""
    asked_by: str = ""
    reminded_by: str = ""

    @property
    def falls_due(self) -> datetime | None:
        return self.next_at if self.status is ObligationStatus.OPEN else None


class DeclinedRow(Row, frozen=True):
    """A named officer's word that an obligation will not be met (R10)."""

    obligation_id: str
    officer: str
    reason: str
    rank: Rank


class CrimeReviewRow(Row, frozen=True):
    """What a named officer decided about a series of incidents: whether a crime is recorded (X3)."""

    obligation_id: str
    officer: str
    crime: bool
    crime_reference: str
    reason: str
    rank: Rank


class GoLiveRow(Row, frozen=True):
    """From when this force is sent reminders (R7)."""

    live_from: datetime
    rank: Rank


class CounterRow(Row, frozen=True):
    """How many obligations of a kind a subject has had, so that each gets an id of its own."""

    number: int = 0
