"""About which markers is their owner to decide whether they stay? (R9)

Pure. From when it was proposed to take the marker off until its owner does so or keeps it: taking protection off by
itself may harm too. Markers outlive their case.
"""

from collections.abc import Iterator

from schemas.rows import AboutKept, MarkerRow, ObligationRow
from schemas.words import MarkerStatus, ObligationKind, WithdrawalReason
from streams.rules import markers
from streams.rules.case_state import CaseState
from streams.rules.duties.ending import Ending, done, withdrawn
from streams.rules.ledger import Ledger
from streams.rules.obligation import Wanted


def wanted(state: CaseState, ledger: Ledger) -> Iterator[Wanted]:
    """A decision about every marker that it was proposed to take off."""
    for row in markers.of_case(ledger, state.case.case_id):
        since = row.withdrawal_proposed_at
        if since is not None:
            about = AboutKept(kind=row.subject_kind, ref=row.subject_ref, step_id=row.marker_id)
            yield Wanted(ObligationKind.MARKER_WITHDRAWAL, since, ledger.policy(since), about)


def ending(state: CaseState, row: ObligationRow, ledger: Ledger) -> Ending:
    """Taken off or kept by its owner; or what it is for stands again; or it is off for another reason."""
    del state
    marker = ledger.marker(row.about.step_id) if row.about is not None else None
    if marker is None or marker.status is MarkerStatus.EXPIRED:
        return withdrawn(WithdrawalReason.LAPSED)
    if _was_decided(marker, row):
        return done()
    return withdrawn(marker.withdrawn_for or WithdrawalReason.CORRECTED)


def _was_decided(marker: MarkerRow, row: ObligationRow) -> bool:
    if marker.dealt_with_at is not None:
        return True
    return marker.kept_at is not None and marker.kept_at >= row.since
