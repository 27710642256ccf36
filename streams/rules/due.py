"""What happens when a row's time has come (R15, R17, R21).

Pure. The engine finds due rows through the index and fires each as a unit of its own.
"""

from datetime import datetime
from functools import singledispatch

import msgspec

from schemas.rows import CaseRow, ComplianceRow, ObligationRow, Row
from streams.rules import compliance, remind, snapshot
from streams.rules.ledger import Cause, Ledger


@singledispatch
def cause_of(row: Row, at: datetime) -> Cause | None:
    """What causes what follows at `at`: the item and its due time. None: nothing falls due for such a row."""
    del row, at
    return None


@singledispatch
def fall_due(row: Row, ledger: Ledger, at: datetime) -> None:
    """Do what is due for the row at `at`."""
    del row, ledger, at


@singledispatch
def parked(row: Row) -> Row:
    """The row with nothing due any more: what was due for it failed."""
    return row


@cause_of.register
def _(row: ObligationRow, at: datetime) -> Cause | None:
    return remind.cause_of(row, at) if row.next_at is not None else None


@fall_due.register
def _(row: ObligationRow, ledger: Ledger, at: datetime) -> None:
    remind.remind(ledger, row, at)


@cause_of.register
def _(row: ComplianceRow, at: datetime) -> Cause | None:
    del at
    return compliance.cause_of(row)


@fall_due.register
def _(row: ComplianceRow, ledger: Ledger, at: datetime) -> None:
    compliance.fall_due(row, ledger, at)


@parked.register(ObligationRow)
@parked.register(ComplianceRow)
def _(row: ObligationRow | ComplianceRow) -> Row:
    return msgspec.structs.replace(row, parked=True)


@cause_of.register
def _(row: CaseRow, at: datetime) -> Cause | None:
    del at
    return snapshot.retirement(row)


@fall_due.register
def _(row: CaseRow, ledger: Ledger, at: datetime) -> None:
    del at
    snapshot.retire(ledger, row)


@parked.register
def _(row: CaseRow) -> Row:
    # The next change of the case sets it again.
    return msgspec.structs.replace(row, retire_at=None)
