"""What the owner of a marker says of it: that it is kept, or taken off (R9).

Pure. The word is kept with what else was said of the marker, also when it comes before the marker is known here.
"""

import msgspec

from schemas.incoming import MarkerKept, MarkerTakenOff
from schemas.rows import Rank, StepRow, WordKept
from streams.rules import confirmation
from streams.rules.ledger import Ledger


def take(ledger: Ledger, told: MarkerKept | MarkerTakenOff, rank: Rank) -> None:
    """Take the owner's word, the one of the highest rank; the marker's case is settled again."""
    row = ledger.step(told.marker_id) or StepRow(told.marker_id)
    if row.owner is not None and rank <= row.owner.rank:
        return
    word = WordKept(rank, told.recorded_at, told.officer, told.reason)
    keeps = isinstance(told, MarkerKept)
    confirmation.put(ledger, msgspec.structs.replace(row, owner=word, keeps=keeps))
