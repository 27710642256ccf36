"""History markers (R9)."""

from datetime import datetime

from schemas.rows.parts import Timed
from schemas.words import MarkedKind, MarkerStatus, SubjectKind, WithdrawalReason


class MarkerRow(Timed, frozen=True):
    """A marker, from its proposal until it is over; what officers said of it stands in the row of its step."""

    marker_id: str
    case_id: str
    reference: str
    kind: MarkedKind
    ref: str
    subject_kind: SubjectKind
    subject_ref: str
    adverse: bool
    status: MarkerStatus
    # When the high risk began that it rests on.
    since: datetime
    text: str
    response: str
    easting: int | None = None
    northing: int | None = None
    # Which marker on this person or location of the case it is; one that is over gives way to the next.
    number: int = 1
    valid_from: datetime | None = None
    review_by: datetime | None = None
    expires_at: datetime | None = None
    # What the clock does next: the review, then the expiry; None: nothing.
    next_at: datetime | None = None
    # The owner is to review it, as the clock said.
    review_due: bool = False
    withdrawal_proposed: WithdrawalReason | None = None
    withdrawal_proposed_at: datetime | None = None
    # When the owner last kept it.
    kept_at: datetime | None = None
    # When a named officer refused it or took it off: what they knew then makes no other one due.
    dealt_with_at: datetime | None = None
    # Why it was withdrawn; on which it had been put, or only proposed.
    withdrawn_for: WithdrawalReason | None = None
    # The `ce_id` of what was published last, by event type, so that a correction names it.
    told: dict[str, str] = {}
    sequences: dict[str, int] = {}

    @property
    def falls_due(self) -> datetime | None:
        return self.next_at
