"""Notices that stand or stood (R8, X2-X4)."""

from datetime import datetime

from schemas.rows.parts import Row
from schemas.words import NoticeKind


class NoticeRow(Row, frozen=True):
    """One notice; told again when what it says changed, withdrawn when it no longer stands."""

    notice_id: str
    kind: NoticeKind
    # Whose notice it is: `case:<id>`, `person:<key>` or `incident:<id>`.
    owner: str
    case_id: str = ""
    standing: bool = True
    digest: bytes = b""
    event: str = ""
    sequences: dict[str, int] = {}


class WatchRow(Row, frozen=True):
    """What is counted for one victim across cases, by keyed hash: when the clock changes it next (X2, X3)."""

    person: str
    next_at: datetime | None = None
    parked: bool = False
