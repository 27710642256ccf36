"""Where the audit of our own processing stands (X7)."""

from datetime import datetime

from schemas.rows.parts import Row, Timed


class AuditRow(Row, frozen=True):
    """The head of the chain: how many records there are, and the SHA-256 of the last one's value, as hex."""

    number: int = 0
    hash: str = ""


class CheckpointRow(Timed, frozen=True):
    """Where the chain stood at a moment: it stays when retention has taken the records before it.

    The first of a force is from before its first record.
    """

    at: datetime
    number: int
    hash: str
    # When the next one is kept; None: it has been.
    next_at: datetime | None = None

    @property
    def falls_due(self) -> datetime | None:
        return self.next_at
