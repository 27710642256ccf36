"""A sorted collection that stays cheap when one bucket holds a million entries.

Most buckets hold a handful of entries and are one plain sorted list. A plain list of a million would move
megabytes for each insertion at its front, so a list that outgrows `CHUNK` is cut in two: the cost of a change
is bounded by the chunk, not by the bucket.
"""

from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterator
from typing import Any

CHUNK = 1024

Entry = tuple[Any, bytes]
"""(sort value, row key)"""


class Bucket:
    """Distinct entries in ascending order."""

    __slots__ = ("_chunks", "size")

    def __init__(self) -> None:
        self._chunks: list[list[Entry]] = [[]]
        self.size = 0

    @classmethod
    def of(cls, entries: list[Entry]) -> "Bucket":
        """A bucket of these distinct entries, in one go."""
        bucket = cls()
        bucket.size = len(entries)
        entries.sort()
        half = max(CHUNK // 2, 1)
        if len(entries) > CHUNK:
            bucket._chunks = [entries[first : first + half] for first in range(0, len(entries), half)]
        else:
            bucket._chunks = [entries]
        return bucket

    def add(self, entry: Entry) -> None:
        at = self._chunk_for(entry)
        chunk = self._chunks[at]
        insort(chunk, entry)
        self.size += 1
        if len(chunk) > CHUNK:
            half = len(chunk) // 2
            self._chunks[at : at + 1] = [chunk[:half], chunk[half:]]

    def remove(self, entry: Entry) -> None:
        at = self._chunk_for(entry)
        chunk = self._chunks[at]
        place = bisect_left(chunk, entry)
        if place == len(chunk) or chunk[place] != entry:
            raise KeyError(entry[1])
        del chunk[place]
        self.size -= 1
        if not chunk and len(self._chunks) > 1:
            del self._chunks[at]

    def upwards(self, entry: tuple[Any, ...]) -> Iterator[Entry]:
        """Entries above `entry`, the nearest first."""
        at = self._chunk_for(entry)
        chunk = self._chunks[at]
        for place in range(bisect_right(chunk, entry), len(chunk)):
            yield chunk[place]
        for following in self._chunks[at + 1 :]:
            yield from following

    def downwards(self, entry: tuple[Any, ...]) -> Iterator[Entry]:
        """Entries below `entry`, the nearest first."""
        at = self._chunk_for(entry)
        chunk = self._chunks[at]
        for place in range(bisect_left(chunk, entry) - 1, -1, -1):
            yield chunk[place]
        for before in range(at - 1, -1, -1):
            yield from reversed(self._chunks[before])

    def __iter__(self) -> Iterator[Entry]:
        for chunk in self._chunks:
            yield from chunk

    def _chunk_for(self, entry: tuple[Any, ...]) -> int:
        """The chunk whose range covers `entry`: the last one that does not begin above it."""
        if len(self._chunks) == 1:
            return 0
        return max(bisect_right(self._chunks, entry, key=_first) - 1, 0)


def _first(chunk: list[Entry]) -> Entry:
    return chunk[0]
