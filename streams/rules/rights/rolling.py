"""After an erasure something is written once a day for some days, on every compacted topic (X8).

Pure. Kafka cleans a segment only once it is closed, and closes it only when more is written: a force in which nothing
happens would keep what was erased. The row itself is such a write on the state topic, a removal of nothing one on the
snapshots.
"""

from datetime import datetime, timedelta
from typing import Final

import msgspec

from schemas.envelope import timestamp
from schemas.outgoing import CaseSnapshot
from schemas.rows import SubjectRow
from streams.rules.ledger import Cause, Ledger

# A little over the day after which a segment is closed.
_EVERY: Final = timedelta(hours=25)
# Once to close what holds the values, once to clean them away and once for each step of the marks of removal.
_TIMES: Final = 5


def first(erased_at: datetime) -> datetime:
    """When it is written for the first time."""
    return erased_at + _EVERY


def cause_of(row: SubjectRow) -> Cause | None:
    """The due item: the request, and its next write."""
    if row.next_at is None:
        return None
    return Cause(f"{row.subject_id}/written-again/{timestamp(row.next_at)}", row.next_at, type="erasure")


def fall_due(ledger: Ledger, row: SubjectRow) -> None:
    """Write once more; the last time nothing is due after it."""
    if row.erased_at is None or row.next_at is None:
        return
    following = row.next_at + _EVERY
    last = row.erased_at + _TIMES * _EVERY
    ledger.put_subject(msgspec.structs.replace(row, next_at=following if following <= last else None))
    ledger.write_again(CaseSnapshot, row.subject_id, ledger.key("subject", row.subject_id))
