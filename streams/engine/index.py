"""Sorted buckets through which rows are found: by place, by person, by the time they are due."""

from collections.abc import Callable, Iterable, Sequence
from itertools import islice, takewhile
from typing import Any

from streams.engine.ordered import Bucket, Entry


class Index:
    """Buckets by name. `reads` counts entries handed out, for tests of what an event costs."""

    def __init__(self) -> None:
        self.reads = 0
        self._buckets: dict[str, Bucket] = {}

    def before(self, bucket: str, entry: tuple[Any, bytes], limit: int) -> list[Entry]:
        """Entries strictly before `entry`, the nearest first."""
        return self._read(bucket, lambda found: islice(found.downwards(entry), limit))

    def after(self, bucket: str, entry: tuple[Any, bytes], limit: int) -> list[Entry]:
        """Entries strictly after `entry`, the nearest first."""
        return self._read(bucket, lambda found: islice(found.upwards(entry), limit))

    def upto(self, bucket: str, sort: Any, limit: int) -> list[Entry]:
        """The smallest entries whose sort value is at most `sort`, ascending."""
        return self._read(bucket, lambda found: islice(takewhile(lambda each: each[0] <= sort, found), limit))

    def members(self, bucket: str) -> Sequence[Entry]:
        return self._read(bucket, iter)

    def size(self, bucket: str) -> int:
        found = self._buckets.get(bucket)
        return found.size if found else 0

    def _move(self, key: bytes, before: Iterable[tuple[str, Any]], after: Iterable[tuple[str, Any]]) -> None:
        """A row is found under `after`, and no longer under `before`."""
        gone, come = set(before), set(after)
        for name, sort in gone - come:
            bucket = self._buckets[name]
            bucket.remove((sort, key))
            if not bucket.size:
                del self._buckets[name]
        for name, sort in come - gone:
            self._buckets.setdefault(name, Bucket()).add((sort, key))

    def _read(self, name: str, take: Callable[[Bucket], Iterable[Entry]]) -> list[Entry]:
        bucket = self._buckets.get(name)
        entries = list(take(bucket)) if bucket else []
        self.reads += len(entries)
        return entries
