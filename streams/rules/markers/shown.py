"""The markers of a case as its snapshot shows them (R9, R17)."""

from collections.abc import Iterator

from schemas.outgoing import SnapshotMarker
from streams.rules import markers
from streams.rules.ledger import Ledger
from streams.rules.markers import life


def with_case(ledger: Ledger, case_id: str) -> Iterator[SnapshotMarker]:
    """Those that are proposed or on."""
    for row in markers.of_case(ledger, case_id):
        yield SnapshotMarker(
            marker_id=row.marker_id,
            marked=life.marked_by(row),
            subject=life.subject_of(row),
            status=row.status,
            withdrawal_proposed=row.withdrawal_proposed,
            expires_at=row.expires_at,
        )
