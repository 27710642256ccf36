"""Steps that wait for a named officer (X6)."""

from datetime import datetime

from schemas.rows.parts import NO_RANK, Rank, Row
from schemas.words import Band, EvidenceKind, StepKind, SubjectKind


class WordKept(Row, frozen=True):
    """What a named officer said of a step, or that somebody contests it."""

    rank: Rank
    at: datetime
    officer: str
    reason: str = ""


class PointedAt(Row, frozen=True):
    """One thing that an officer is asked to decide on."""

    kind: EvidenceKind
    ref: str
    rule: str = ""


class StepRow(Row, frozen=True):
    """A step with what was said of it, kept also when the word came before the step was known here."""

    step_id: str
    # None: only words are known so far.
    kind: StepKind | None = None
    case_id: str = ""
    # Whom it is about, and what named officers are asked.
    subject_kind: SubjectKind | None = None
    subject_ref: str = ""
    adverse: bool = False
    what: str = ""
    why: str = ""
    # What they are shown, the latest first: of a band, the incidents that the officer's word is about.
    evidence: tuple[PointedAt, ...] = ()
    # Of a perpetrator's band: which.
    band: Band | None = None
    # The word of the highest rank, and which it was; contested after it: a named officer is asked once more.
    decided: WordKept | None = None
    confirmed: bool = False
    contest: WordKept | None = None
    # What the owner of a marker said of it last, and whether that was to keep it.
    owner: WordKept | None = None
    keeps: bool = False
    # It is wanted now; asked so many times; nothing asked: an empty event.
    standing: bool = False
    asking: int = 0
    asked_at: datetime | None = None
    asked_event: str = ""
    # The words that were published last.
    told_decision: Rank = NO_RANK
    told_contest: Rank = NO_RANK
