"""Notices: what people are told that is no duty. The one mechanism for all kinds (R8, X2, X3, X4, R5).

A rule says which notices stand by the facts; here what stands is brought together with what was told. A notice
that says something else is told again under its id; one that no longer stands is withdrawn, and the withdrawal
names the event that it corrects. Pure.
"""

from collections.abc import Callable, Collection, Iterable
from datetime import datetime
from typing import NamedTuple

import msgspec

from schemas.ids import notice_id
from schemas.outgoing import NoticeWithdrawn, Outgoing
from schemas.rows import NoticeRow
from schemas.words import NoticeKind, WithdrawalReason
from streams.rules.ledger import Ledger, digest_of


class Notice(NamedTuple):
    """A notice that stands by the facts."""

    kind: NoticeKind
    # What tells it from others of its kind and owner.
    about: str
    # The event, given the notice's id.
    event: Callable[[str], Outgoing]
    # Fields that may change without anybody being told again: who is told at the moment, and by which policy.
    untold: tuple[str, ...] = ("addressees", "decided_by")
    # Since when it is so, where it has a beginning: for the reason of its withdrawal.
    since: datetime | None = None


def of_case(case_id: str) -> str:
    """The owner of notices about a case."""
    return f"case:{case_id}"


def of_incident(incident_id: str) -> str:
    """The owner of notices about an incident."""
    return f"incident:{incident_id}"


def of_person(person: str) -> str:
    """The owner of notices about a victim across cases, by keyed hash."""
    return f"person:{person}"


def bucket(owner: str) -> str:
    """The index bucket of an owner's standing notices."""
    return f"notices:{owner}"


def shown_bucket(case_id: str) -> str:
    """The index bucket of the standing notices that are shown with a case, whoever's they are."""
    return f"shown:{case_id}"


def settle(
    ledger: Ledger,
    owner: str,
    kinds: Collection[NoticeKind],
    wanted: Iterable[Notice],
    why_over: Callable[[NoticeRow], WithdrawalReason],
    case_id: str = "",
) -> None:
    """Tell what stands and was not told, and withdraw what was told and no longer stands, of the given kinds.

    `why_over` gives the reason for a notice that is withdrawn; `case_id` is the case it is shown with, if any.
    """
    standing = {row.notice_id: row for row in ledger.members(bucket(owner), NoticeRow) if row.kind in kinds}
    for one in wanted:
        ident = notice_id(ledger.force, one.kind, owner, one.about)
        standing.pop(ident, None)
        _tell(ledger, ident, owner, case_id, one)
    for row in standing.values():
        _withdraw(ledger, row, why_over(row))


def _tell(ledger: Ledger, ident: str, owner: str, case_id: str, notice: Notice) -> None:
    known = ledger.notice(ident)
    event = notice.event(ident)
    digest = digest_of(event, without=notice.untold)
    if known is not None and known.standing and known.digest == digest:
        if known.since != notice.since:
            ledger.put_notice(msgspec.structs.replace(known, since=notice.since))
        return
    row = known or NoticeRow(ident, notice.kind, owner, about=notice.about)
    told = ledger.publish_of_notice(event, ident)
    changed = {"case_id": case_id, "standing": True, "digest": digest, "event": told, "since": notice.since}
    ledger.put_notice(msgspec.structs.replace(row, **changed))


def _withdraw(ledger: Ledger, row: NoticeRow, reason: WithdrawalReason) -> None:
    withdrawn = NoticeWithdrawn(
        notice_id=row.notice_id,
        kind=row.kind,
        case_id=row.case_id or None,
        reason=reason,
        corrects=row.event,
    )
    ledger.put_notice(msgspec.structs.replace(row, standing=False, digest=b""))
    ledger.publish_of_notice(withdrawn, row.notice_id)
