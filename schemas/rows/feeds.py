"""When each source was heard last (X9)."""

from datetime import datetime

from schemas.rows.parts import Timed
from schemas.words import FeedSource


class FeedRow(Timed, frozen=True):
    """One source: the newest that it told, and when it counts as silent; None: by policy it is not waited for."""

    source: FeedSource
    heard_at: datetime
    next_at: datetime | None = None
    # It is told that we are blind since then.
    silent: bool = False

    @property
    def falls_due(self) -> datetime | None:
        return self.next_at
