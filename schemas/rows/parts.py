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

    @property
    def falls_due(self) -> datetime | None:
        """When something falls due for the row; None: nothing does."""
        raise NotImplementedError

    @property
    def tried_at(self) -> datetime | None:
        """When what falls due is tried: what failed not before it is to be tried again."""
        if self.falls_due is None or self.parked_until is None:
            return self.falls_due
        return max(self.falls_due, self.parked_until)
