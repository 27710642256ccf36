"""Sentinel's answer to a case request: the reference is taken, or chased until it comes (R7).

Pure. An acceptance may come before the request it answers is known here; it waits under its reference.
"""

from typing import Final

import msgspec

from schemas.rows import CaseRow, ObligationRow, SentinelRow
from schemas.words import AskReason, CaseStatus, ObligationKind, WithdrawalReason
from streams.rules import ask, duty, obligation
from streams.rules.ledger import Ledger
from streams.rules.link import id_of

# What closing a case, or opening it again, says to those who asked about it.
_ANSWERS: Final = {
    CaseStatus.CLOSED: AskReason.RECODED_IN_ACCEPTED_CASE,
    CaseStatus.ACCEPTED: AskReason.INCIDENT_FOR_CLOSED_CASE,
}


def bucket(case_id: str) -> str:
    """The index bucket of the Sentinel references that accept a case."""
    return f"accepted:{case_id}"


def take_waiting(ledger: Ledger, case_id: str) -> None:
    """Take the reference of an acceptance that came before its case."""
    for _, key in ledger.rows.members(bucket(case_id)):
        sentinel = ledger.sentinel(id_of(key))
        if sentinel is not None:
            take(ledger, ledger.the_case(case_id), sentinel)


def take(ledger: Ledger, case: CaseRow, sentinel: SentinelRow) -> None:
    """The case is known by Sentinel's reference from now on, and the duty to get one is met."""
    if _is_taken_by_another(ledger, case, sentinel):
        return
    status = CaseStatus.CLOSED if sentinel.closed else CaseStatus.ACCEPTED
    if status is not case.status:
        case = ask.answered_in_sentinel(ledger, case, _ANSWERS[status])
    if case.status is CaseStatus.WITHDRAWN and status is CaseStatus.ACCEPTED:
        case = _ask_whether_it_stands(ledger, case)
    ledger.put_case(msgspec.structs.replace(case, reference=sentinel.reference, status=status))
    for row in open_duties(ledger, case.case_id, ObligationKind.SENTINEL_REFERENCE):
        obligation.done(ledger, row)


def _is_taken_by_another(ledger: Ledger, case: CaseRow, sentinel: SentinelRow) -> bool:
    """Of several references for one case the acceptance of the highest rank stands, whichever came first."""
    if case.reference in ("", sentinel.reference):
        return False
    standing = ledger.sentinel(case.reference)
    return standing is not None and standing.accepted_rank > sentinel.accepted_rank


def _ask_whether_it_stands(ledger: Ledger, case: CaseRow) -> CaseRow:
    """The request was taken back while its acceptance was on the way: an accepted case is never closed by us."""
    row = ledger.incident(case.opened_by)
    if row is None or row.header is None:
        return case
    in_force = ledger.policy(row.header.reported_at)
    return ask.of_case(ledger, case, row.incident_id, AskReason.RECODED_IN_ACCEPTED_CASE, in_force)


def reference_no_longer_due(ledger: Ledger, case_id: str) -> None:
    """The request was taken back: nobody owes a reference."""
    for row in open_duties(ledger, case_id, ObligationKind.SENTINEL_REFERENCE):
        obligation.withdraw(ledger, row, WithdrawalReason.NO_MEMBER_LEFT)


def open_duties(ledger: Ledger, subject: str, kind: ObligationKind) -> list[ObligationRow]:
    """The open obligations of one kind on an incident or a case."""
    return [row for row in duty.open_of(ledger, subject) if row.kind is kind]
