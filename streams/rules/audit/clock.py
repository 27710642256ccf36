"""Once a day it is kept where the chain stands: that stays when retention takes the records (X7).

From a checkpoint it can be told later that what came after it still follows from what is gone, and that nothing
went before its time.
"""

from datetime import datetime, timedelta
from typing import Final

import msgspec

from schemas.envelope import timestamp
from schemas.rows import AuditRow, CheckpointRow
from streams.rules.audit.days import next_day
from streams.rules.ledger import Cause, Ledger, micros
from streams.topic_retention import MOST_DAYS

CHECKPOINTS: Final = "checkpoints"

# Days that an outage may have left behind are caught up with in as many days.
_MOST_AT_ONCE: Final = 10


def cause_of(row: CheckpointRow) -> Cause | None:
    """The due item: the checkpoint of a day."""
    if row.next_at is None:
        return None
    return Cause(f"checkpoint/{timestamp(row.next_at)}", row.next_at, type="checkpoint")


def fall_due(ledger: Ledger, row: CheckpointRow, at: datetime) -> None:
    """Keep where the chain stands; after an outage once, not for every day that was missed."""
    head = ledger.audit() or AuditRow()
    ledger.put_checkpoint(msgspec.structs.replace(row, next_at=None))
    ledger.put_checkpoint(CheckpointRow(at, head.number, head.hash, next_at=next_day(at)))
    _age_out(ledger, at)


def _age_out(ledger: Ledger, at: datetime) -> None:
    """Checkpoints older than any record go, but for the last of them: the oldest record follows from it.

    How long an installation keeps its records is not known here, only how long it may at most.
    """
    oldest = micros(at - timedelta(days=MOST_DAYS))
    for _, key in ledger.rows.upto(CHECKPOINTS, oldest, _MOST_AT_ONCE)[:-1]:
        ledger.rows.delete(key)
