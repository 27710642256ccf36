"""History markers (R9)."""

from datetime import datetime

from schemas.rows.parts import Row
from schemas.words import MarkedKind, MarkerStatus, SubjectKind, WithdrawalReason


class MarkerRow(Row, frozen=True):
    """A marker, from its proposal until it is over."""

    marker_id: str
    case_id: str
    reference: str
    kind: MarkedKind
    ref: str
    subject_kind: SubjectKind
    subject_ref: str
    adverse: bool
    status: MarkerStatus
    # When the run of high risk began that it rests on.
    since: datetime
    text: str
    response: str
    easting: int | None = None
    northing: int | None = None
    # Which marker of this subject and case it is; each that is over gives way to the next.
    number: int = 1
    valid_from: datetime | None = None
    review_by: datetime | None = None
    expires_at: datetime | None = None
    # What the clock does next; None: nothing.
    next_at: datetime | None = None
    withdrawal_proposed: WithdrawalReason | None = None
    # When the owner last kept it; the word that took it off.
    kept_at: datetime | None = None
    policy: str = ""
    told: dict[str, str] = {}
    sequences: dict[str, int] = {}
    parked: bool = False
