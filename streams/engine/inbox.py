"""Chunks waiting for their desk."""

from collections import deque

from faust.types import TP

from streams.engine.chunk import Chunk
from streams.engine.transport import Feed


class Inbox:
    """A bounded queue: over two batches' worth, nothing more is fetched for its desk until it is half empty.

    Putting never waits, so one slow desk does not hold up the others.
    """

    def __init__(self, feed: Feed, tps: set[TP], batch_records: int) -> None:
        self._feed = feed
        self._tps = tps
        self._batch_records = batch_records
        self._chunks: deque[Chunk] = deque()
        self._records = 0
        self._held = False

    def __bool__(self) -> bool:
        return bool(self._chunks)

    def has_batch(self) -> bool:
        return self._records >= self._batch_records

    def put(self, chunk: Chunk) -> None:
        self._chunks.append(chunk)
        self._records += chunk.size
        if not self._held and self._records > 2 * self._batch_records:
            self._held = True
            self._feed.hold(self._tps)

    def take(self) -> list[Chunk]:
        """About one batch of records, in the order they came."""
        taken: list[Chunk] = []
        records = 0
        while self._chunks and records < self._batch_records:
            taken.append(self._chunks.popleft())
            records += taken[-1].size
        self._records -= records
        self._let_go()
        return taken

    def clear(self) -> None:
        self._chunks.clear()
        self._records = 0
        self._let_go()

    def _let_go(self) -> None:
        if self._held and self._records <= self._batch_records:
            self._held = False
            self._feed.let_go(self._tps)
