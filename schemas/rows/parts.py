"""What every row is, and which version of a thing counts."""

from datetime import datetime
from typing import Final

import msgspec

# Which of two versions of a thing counts: revision, then recorded_at (RFC 3339, UTC), then ce_id.
Rank = tuple[int, str, str]


NO_RANK: Final[Rank] = (0, "", "")


class Row(msgspec.Struct, frozen=True, omit_defaults=True):
    """Base of all rows and their parts."""


class Timed(Row, frozen=True, kw_only=True):
    """A row for which something falls due by the clock."""

    # What was due failed: it is tried again then.
    parked_until: datetime | None = None

    def not_before(self, due_at: datetime) -> datetime:
        """When it is tried, of something that falls due at a moment."""
        return due_at if self.parked_until is None else max(due_at, self.parked_until)
