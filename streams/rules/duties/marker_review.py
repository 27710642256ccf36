"""Which markers is their owner to review? (R9)

Pure. From when the clock said so until the owner keeps the marker or takes it off; if nobody does, it expires.
Markers outlive their case.
"""

from collections.abc import Iterator

from schemas.rows import AboutKept, ObligationRow
from schemas.words import MarkerStatus, ObligationKind, WithdrawalReason
from streams.rules import markers
from streams.rules.case_state import CaseState
from streams.rules.duties.ending import Ending, done, withdrawn
from streams.rules.ledger import Ledger
from streams.rules.obligation import Wanted


def wanted(state: CaseState, ledger: Ledger) -> Iterator[Wanted]:
    """A review of every marker whose time has come."""
    for row in markers.of_case(ledger, state.case.case_id):
        if row.review_due and row.review_by is not None:
            about = AboutKept(kind=row.subject_kind, ref=row.subject_ref, step_id=row.marker_id)
            yield Wanted(ObligationKind.MARKER_REVIEW, row.review_by, ledger.policy(row.review_by), about)


def ending(state: CaseState, row: ObligationRow, ledger: Ledger) -> Ending:
    """Kept or taken off by its owner; else it expired, or is off for another reason."""
    del state
    marker = ledger.marker(row.about.step_id) if row.about is not None else None
    if marker is None or marker.status is MarkerStatus.EXPIRED:
        return withdrawn(WithdrawalReason.LAPSED)
    if marker.status is MarkerStatus.ACTIVE or marker.dealt_with_at is not None:
        return done()
    return withdrawn(marker.withdrawn_for or WithdrawalReason.LAPSED)
