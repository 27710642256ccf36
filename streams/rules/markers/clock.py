"""What the clock does to a marker that is on: its review falls due, then it expires (R9).

Pure. Each is a due item of its own, so that after an outage both come, in their order, and each at its own time.
"""

from schemas.envelope import timestamp
from schemas.rows import MarkerRow
from streams.rules.ledger import Cause, Ledger
from streams.rules.markers import life


def cause_of(row: MarkerRow) -> Cause | None:
    """What causes what follows: the marker and when that was due. None: nothing falls due."""
    if row.next_at is None:
        return None
    what = "marker-expiry" if row.review_due else "marker-review"
    return Cause(f"{row.marker_id}/{what}/{timestamp(row.next_at)}", row.next_at, type=what)


def fall_due(row: MarkerRow, ledger: Ledger) -> None:
    """The review, or where that had its time the expiry; the marker's case is to be settled."""
    act = life.expired if row.review_due else life.review_due
    act(ledger, row)
    ledger.touched_cases[row.case_id] = None
