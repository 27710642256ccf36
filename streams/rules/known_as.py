"""Sentinel says that a reference is of another case than the one it stood for (R7).

Pure. A reference that was adopted may turn out to accept a request of ours, and an acceptance may be corrected.
The case that Sentinel names stands, as it would had that been told first: what stood for the reference ends, or
is a pending request again. Its members are placed anew.
"""

import msgspec

from schemas.outgoing import CaseAdopted, CaseWithdrawn
from schemas.rows import CaseRow, SentinelRow
from schemas.words import CaseOrigin, CaseStatus, ObligationKind, WithdrawalReason
from streams.rules import acceptance, ask, membership, obligation, published
from streams.rules.ledger import Ledger

_REASON = WithdrawalReason.KNOWN_AS_ANOTHER


def give_up(ledger: Ledger, before: SentinelRow, now: SentinelRow) -> list[str]:
    """End what the reference was known as; returns the incidents that are to be placed again."""
    case = ledger.case(before.case_id) if before.case_id else None
    if case is None or case.case_id == now.case_id or case.reference != before.reference:
        return []
    members = membership.members_of(ledger, case.case_id)
    case = ask.withdrawn_for_case(ledger, case, _REASON)
    if case.origin is CaseOrigin.SENTINEL:
        _withdraw(ledger, case, now.case_id)
    else:
        _request_again(ledger, case)
    return members


def _withdraw(ledger: Ledger, case: CaseRow, known_as: str) -> None:
    """An adopted case ends with an event; its duties are withdrawn as the case is settled."""
    withdrawn = CaseWithdrawn(
        case_id=case.case_id,
        request=case.request,
        reason=_REASON,
        known_as=known_as,
        corrects=published.last(case, CaseAdopted),
    )
    ledger.publish_of_case(withdrawn, case.case_id)
    case = published.without(case, CaseAdopted)
    ledger.put_case(msgspec.structs.replace(case, reference="", status=CaseStatus.WITHDRAWN))


def _request_again(ledger: Ledger, case: CaseRow) -> None:
    """Our request is without an answer again, unless another reference accepts it too."""
    ledger.put_case(msgspec.structs.replace(case, reference="", status=CaseStatus.REQUESTED))
    row = ledger.known_incident(case.opened_by)
    in_force = ledger.policy(row.header.reported_at if row.header else ledger.cause.at)
    obligation.open_for_case(ledger, ObligationKind.SENTINEL_REFERENCE, case.case_id, in_force)
    acceptance.take_waiting(ledger, case.case_id)
    membership.withdraw_if_empty(ledger, case.case_id)
