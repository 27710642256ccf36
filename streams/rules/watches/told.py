"""What was told about a victim, and why it no longer stands (X2, X3, R5).

Pure. Each watch has its notices of a victim; the row of the victim keeps what each was told by.
"""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import NamedTuple

import msgspec

from schemas.ids import notice_id
from schemas.rows import NoticeRow, ToldKept, WatchRow
from schemas.words import NoticeKind, WithdrawalReason
from streams.rules import notice
from streams.rules.incident import why_not_standing
from streams.rules.ledger import Ledger
from streams.rules.notice import Notice
from streams.rules.watches.counted import Counted
from streams.rules.watches.recipients import latest_case


class Wanted(NamedTuple):
    """A notice that stands, by which incidents, and until when."""

    notice: Notice
    incidents: tuple[Counted, ...]
    until: datetime | None = None


def settle(
    ledger: Ledger,
    watch: WatchRow,
    kind: NoticeKind,
    wanted: Iterable[Wanted],
    why_over: Callable[[ToldKept | None], WithdrawalReason],
) -> WatchRow:
    """Tell what stands of one kind about a victim and withdraw what does not; returns the row with what was told."""
    owner = notice.of_person(watch.person)
    now = {notice_id(ledger.force, kind, owner, one.notice.about): one for one in wanted}
    before = {told.notice_id: told for told in watch.told}

    def reason(row: NoticeRow) -> WithdrawalReason:
        return why_over(before.get(row.notice_id))

    shown_with = latest_case([incident for one in now.values() for incident in one.incidents])
    notice.settle(ledger, owner, (kind,), [one.notice for one in now.values()], reason, shown_with)
    kept = {ident: told for ident, told in before.items() if _is_of_another_kind(ledger, ident, kind)}
    for ident, one in now.items():
        kept[ident] = ToldKept(ident, tuple(each.incident_id for each in one.incidents), one.until)
    return msgspec.structs.replace(watch, told=tuple(kept[ident] for ident in sorted(kept)))


def why_gone(ledger: Ledger, told: ToldKept | None) -> WithdrawalReason | None:
    """Why an incident that a notice was told by does not stand any more; None: all of them do."""
    for incident_id in told.incident_ids if told is not None else ():
        row = ledger.incident(incident_id)
        if row is not None and not row.standing:
            return why_not_standing(row)
    return None


def _is_of_another_kind(ledger: Ledger, ident: str, kind: NoticeKind) -> bool:
    row = ledger.notice(ident)
    return row is not None and row.kind is not kind
