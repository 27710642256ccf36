"""Steps that wait for a named officer (X6)."""

from datetime import datetime

from schemas.rows.parts import NO_RANK, Rank, Row
from schemas.words import StepKind


class WordKept(Row, frozen=True):
    """What a named officer said of a step, or that somebody contests it."""

    rank: Rank
    at: datetime
    officer: str
    reason: str = ""


class StepRow(Row, frozen=True):
    """A step with what was said of it, kept also when the word came before the step was known here."""

    step_id: str
    # None: only words are known so far.
    kind: StepKind | None = None
    case_id: str = ""
    # The word of the highest rank, and which it was; contested after it: a named officer is asked once more.
    decided: WordKept | None = None
    confirmed: bool = False
    contest: WordKept | None = None
    # It is wanted now; asked so many times; what was published last for it.
    standing: bool = False
    asking: int = 0
    asked_at: datetime | None = None
    asked_event: str = ""
    told_rank: Rank = NO_RANK
