"""The stop on mass rejection: when nearly everything is rejected, the fault is ours or the sender's release.

Going on would empty the input into the rejected topic.
"""

from collections import deque

from streams.engine.settings import EngineSettings


class MassRejection(Exception):
    """Nearly everything is being rejected; the desk stops with this batch unread."""


class RejectionWatch:
    """Counts over the last `rejections_window` records handled."""

    def __init__(self, settings: EngineSettings) -> None:
        self._settings = settings
        self._batches: deque[tuple[int, int]] = deque()
        self._records = 0
        self._rejected = 0

    def check(self, records: int, rejected: int) -> None:
        """Before a batch is committed. Raises `MassRejection`."""
        settings = self._settings
        of, bad = self._records + records, self._rejected + rejected
        if settings.allow_rejections or not rejected or bad < settings.rejections_least:
            return
        if bad >= settings.rejections_share * of:
            raise MassRejection(f"{bad} of the last {of} records rejected")

    def add(self, records: int, rejected: int) -> None:
        """After it is committed."""
        self._batches.append((records, rejected))
        self._records += records
        self._rejected += rejected
        while self._records - self._batches[0][0] >= self._settings.rejections_window:
            old_records, old_rejected = self._batches.popleft()
            self._records -= old_records
            self._rejected -= old_rejected
