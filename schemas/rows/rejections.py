"""What was done about rejected messages."""

from datetime import datetime

from schemas.rows.parts import Rank, Row
from schemas.words import RejectionAction


class HandledRow(Row, frozen=True):
    """What a named operator did about the rejected message of an offset: the last word counts."""

    rejected_offset: int
    action: RejectionAction
    officer: str
    reason: str
    at: datetime
    rank: Rank
