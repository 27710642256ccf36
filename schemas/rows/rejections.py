"""What was done about rejected messages."""

from datetime import datetime

from schemas.rows.parts import Rank, Timed
from schemas.words import RejectionAction


class HandledRow(Timed, frozen=True):
    """What a named operator did about the rejected message of an offset: the last word counts."""

    rejected_offset: int
    action: RejectionAction
    officer: str
    reason: str
    at: datetime
    rank: Rank
    # Until when it is kept (X8).
    kept_until: datetime | None = None

    @property
    def falls_due(self) -> datetime | None:
        return self.kept_until
