"""What every row is, and which version of a thing counts."""

from typing import Final

import msgspec

# Which of two versions of a thing counts: revision, then recorded_at (RFC 3339, UTC), then ce_id.
Rank = tuple[int, str, str]


NO_RANK: Final[Rank] = (0, "", "")


class Row(msgspec.Struct, frozen=True, omit_defaults=True):
    """Base of all rows and their parts."""
