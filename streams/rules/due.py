"""What happens when a row's time has come (R15, R17, R21).

Pure. The engine finds due rows through the index and fires each as a unit of its own.
"""

from datetime import datetime
from functools import singledispatch

import msgspec

from schemas.rows import CaseRow, ComplianceRow, ObligationRow, Row
from streams.rules import compliance, decide, remind, snapshot
from streams.rules.ledger import Cause, Ledger


@singledispatch
def cause_of(row: Row) -> Cause | None:
    """What caused what follows: the item and its due time. None: nothing falls due for this kind of row."""
    del row
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
def _(row: ObligationRow) -> Cause | None:
    if row.next_at is None:
        return None
    return Cause(f"{row.obligation_id}/{row.rung + 1}", row.next_at, type=row.kind)


@fall_due.register
def _(row: ObligationRow, ledger: Ledger, at: datetime) -> None:
    remind.remind(ledger, row, at)
    decide.settle(ledger, ())


@parked.register
def _(row: ObligationRow) -> Row:
    return msgspec.structs.replace(row, parked=True)


@cause_of.register
def _(row: ComplianceRow) -> Cause | None:
    return compliance.cause_of(row)


@fall_due.register
def _(row: ComplianceRow, ledger: Ledger, at: datetime) -> None:
    compliance.fall_due(row, ledger, at)


@parked.register
def _(row: ComplianceRow) -> Row:
    return msgspec.structs.replace(row, parked=True)


@cause_of.register
def _(row: CaseRow) -> Cause | None:
    return snapshot.retirement(row)


@fall_due.register
def _(row: CaseRow, ledger: Ledger, at: datetime) -> None:
    del at
    snapshot.retire(ledger, row)


@parked.register
def _(row: CaseRow) -> Row:
    # The next change of the case sets it again.
    return msgspec.structs.replace(row, retire_at=None)
