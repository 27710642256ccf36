"""What happens when a row's time has come (R15, R17, R21).

Pure. The engine finds due rows through the index and fires each as a unit of its own.
"""

from datetime import datetime
from functools import singledispatch

import msgspec

from schemas.rows import (
    CaseRow,
    CheckpointRow,
    ComplianceRow,
    FeedRow,
    HandledRow,
    IncidentRow,
    MarkerRow,
    ObligationRow,
    Row,
    SubjectRow,
    Timed,
    WatchRow,
)
from streams.policies.duties import Failures
from streams.rules import audit, case_settle, compliance, feeds, remind, snapshot
from streams.rules.ladder import local_days_after
from streams.rules.ledger import Cause, Ledger
from streams.rules.markers import clock
from streams.rules.retention import ageing
from streams.rules.rights import rolling
from streams.rules.watches import settling


@singledispatch
def cause_of(row: Row, at: datetime) -> Cause | None:
    """What causes what follows at `at`: the item and its due time. None: nothing falls due for such a row."""
    del row, at
    return None


@singledispatch
def fall_due(row: Row, ledger: Ledger, at: datetime) -> None:
    """Do what is due for the row at `at`."""
    del row, ledger, at


def parked(row: Row, at: datetime, failures: Failures) -> Row:
    """The row as it is when what was due for it failed at `at`: tried again by the clock (R10, R15)."""
    if not isinstance(row, Timed) or (since := row.falls_due) is None:
        return row
    return msgspec.structs.replace(row, parked_until=_again_at(since, at, failures.tried_again_after_days))


def taken_up(row: Row) -> Row:
    """The row as it is tried again."""
    if isinstance(row, Timed) and row.parked_until is not None:
        return msgspec.structs.replace(row, parked_until=None)
    return row


def _again_at(since: datetime, at: datetime, days: int) -> datetime:
    """The first moment later than `at` that is a number of times so many local days after it was due."""
    times = max(1, (at - since).days // days)
    while local_days_after(since, times * days) <= at:
        times += 1
    return local_days_after(since, times * days)


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


@cause_of.register
def _(row: WatchRow, at: datetime) -> Cause | None:
    del at
    return settling.cause_of(row) or ageing.cause_of_watch(row)


@fall_due.register
def _(row: WatchRow, ledger: Ledger, at: datetime) -> None:
    del at
    if settling.cause_of(row) is None:
        ageing.of_watch(ledger, row)
        return
    settling.fall_due(ledger, row)
    case_settle.settle_touched(ledger)


@cause_of.register
def _(row: CaseRow, at: datetime) -> Cause | None:
    del at
    return snapshot.retirement(row) or ageing.cause_of_case(row)


@fall_due.register
def _(row: CaseRow, ledger: Ledger, at: datetime) -> None:
    del at
    if snapshot.retirement(row) is None:
        ageing.of_case(ledger, row)
    else:
        snapshot.retire(ledger, row)


@cause_of.register
def _(row: MarkerRow, at: datetime) -> Cause | None:
    del at
    return clock.cause_of(row)


@fall_due.register
def _(row: MarkerRow, ledger: Ledger, at: datetime) -> None:
    del at
    clock.fall_due(row, ledger)
    case_settle.settle_touched(ledger)


@cause_of.register
def _(row: FeedRow, at: datetime) -> Cause | None:
    del at
    return feeds.cause_of(row)


@fall_due.register
def _(row: FeedRow, ledger: Ledger, at: datetime) -> None:
    feeds.fall_due(ledger, row, at)


@cause_of.register
def _(row: CheckpointRow, at: datetime) -> Cause | None:
    del at
    return audit.cause_of(row)


@fall_due.register
def _(row: CheckpointRow, ledger: Ledger, at: datetime) -> None:
    audit.fall_due(ledger, row, at)


@cause_of.register
def _(row: SubjectRow, at: datetime) -> Cause | None:
    del at
    return rolling.cause_of(row)


@fall_due.register
def _(row: SubjectRow, ledger: Ledger, at: datetime) -> None:
    del at
    rolling.fall_due(ledger, row)


@cause_of.register
def _(row: IncidentRow, at: datetime) -> Cause | None:
    del at
    return ageing.cause_of_incident(row)


@fall_due.register
def _(row: IncidentRow, ledger: Ledger, at: datetime) -> None:
    del at
    ageing.of_incident(ledger, row)


@cause_of.register
def _(row: HandledRow, at: datetime) -> Cause | None:
    del at
    return ageing.cause_of_handled(row)


@fall_due.register
def _(row: HandledRow, ledger: Ledger, at: datetime) -> None:
    del at
    ageing.of_handled(ledger, row)
