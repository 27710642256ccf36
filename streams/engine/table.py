"""The rows of one desk: what a batch reads and changes.

Committed rows are kept as bytes and decoded when they are used. A batch works on decoded rows over them, and
every `put` notes what it replaced, so that one event, or the whole batch, can be undone. The index always
shows the batch's own changes. No operation costs more because the table holds more rows.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice, takewhile
from typing import Any, Generic, Protocol, TypeVar

from streams.engine.ordered import Bucket, Entry

Row = TypeVar("Row")
RowT = TypeVar("RowT")


class RowTooLarge(Exception):
    """An encoded row is over the domain's limit."""


class Codec(Protocol[RowT]):
    """The part of a domain that a table needs."""

    @property
    def max_row_bytes(self) -> int: ...
    def encode_row(self, key: bytes, row: RowT) -> bytes: ...
    def decode_row(self, key: bytes, data: bytes) -> RowT: ...
    def index(self, key: bytes, row: RowT) -> Iterable[tuple[str, Any]]: ...


class Table(Generic[Row]):
    """Rows by key, with sorted buckets derived from them.

    `reads` counts rows read and index entries handed out, for tests of what an event costs.
    """

    def __init__(self, codec: Codec[Row]) -> None:
        self.reads = 0
        self._encode = codec.encode_row
        self._decode = codec.decode_row
        self._index = codec.index
        self._most_bytes = codec.max_row_bytes
        self._committed: dict[bytes, bytes] = {}
        self._decoded: dict[bytes, Row] = {}
        self._working: dict[bytes, tuple[Row | None, bytes | None]] = {}
        self._undo: list[tuple[bytes, tuple[Row | None, bytes | None] | None]] = []
        self._buckets: dict[str, Bucket] = {}

    # Rows

    def get(self, key: bytes) -> Row | None:
        self.reads += 1
        worked = self._working.get(key)
        return self._committed_row(key) if worked is None else worked[0]

    def put(self, key: bytes, row: Row) -> None:
        self._change(key, row)

    def delete(self, key: bytes) -> None:
        self._change(key, None)

    def __len__(self) -> int:
        """Committed rows."""
        return len(self._committed)

    # Index

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

    # A batch

    def savepoint(self) -> int:
        return len(self._undo)

    def rollback_to(self, savepoint: int) -> None:
        """Undo every change since `savepoint`, the index's too."""
        while len(self._undo) > savepoint:
            key, before = self._undo.pop()
            row = self._committed_row(key) if before is None else before[0]
            self._reindex(key, self._working[key][0], row)
            if before is None:
                del self._working[key]
            else:
                self._working[key] = before

    def seal(self, savepoint: int) -> None:
        """Encode the rows changed since `savepoint`. Raises `RowTooLarge`.

        Done for each event, not once for the batch, so that the outcome of an event does not depend on
        which other events share its batch.
        """
        keys = [change[0] for change in self._undo[savepoint:]]
        for key in keys if len(keys) < 2 else dict.fromkeys(keys):
            row = self._working[key][0]
            data = None if row is None else self._encode(key, row)
            if data is not None and len(data) > self._most_bytes:
                raise RowTooLarge(f"{len(data)} bytes")
            self._working[key] = row, data

    def changes(self) -> list[tuple[bytes, bytes | None]]:
        """The sealed rows that differ from the committed ones, in the order first changed; None deletes."""
        committed = self._committed
        return [(key, data) for key, (_, data) in self._working.items() if committed.get(key) != data]

    def commit(self) -> None:
        """The batch's changes are the committed rows from now on."""
        for key, (_, data) in self._working.items():
            if data is None:
                self._committed.pop(key, None)
            else:
                self._committed[key] = data
        self._forget_batch()

    def rollback(self) -> None:
        """The batch never was."""
        self.rollback_to(0)
        self._forget_batch()

    # Loading

    def fill(self, rows: Mapping[bytes, bytes], slice_size: int = 2_000) -> Iterator[None]:
        """Take over committed rows into an empty table; yields after each slice, to let others run."""
        self._committed.update(rows)
        entries: dict[str, list[Entry]] = {}
        for done, (key, data) in enumerate(rows.items(), start=1):
            for name, sort in set(self._index(key, self._decode(key, data))):
                entries.setdefault(name, []).append((sort, key))
            if done % slice_size == 0:
                yield
        for done, (name, found) in enumerate(entries.items(), start=1):
            self._buckets[name] = Bucket.of(found)
            if done % slice_size == 0:
                yield

    def restore(self, key: bytes, data: bytes | None) -> None:
        """Take over one committed change that another owner has made."""
        row = None if data is None else self._decode(key, data)
        self._reindex(key, self._committed_row(key), row)
        self._decoded.pop(key, None)
        if data is None:
            self._committed.pop(key, None)
        else:
            self._committed[key] = data

    def rows(self) -> Iterator[tuple[bytes, bytes]]:
        """The committed rows, as written, in no particular order."""
        yield from self._committed.items()

    # Inside

    def _committed_row(self, key: bytes) -> Row | None:
        row = self._decoded.get(key)
        if row is None:
            data = self._committed.get(key)
            if data is None:
                return None
            row = self._decoded[key] = self._decode(key, data)
        return row

    def _change(self, key: bytes, row: Row | None) -> None:
        before = self._working.get(key)
        self._reindex(key, self._committed_row(key) if before is None else before[0], row)
        self._undo.append((key, before))
        self._working[key] = row, None

    def _reindex(self, key: bytes, old: Row | None, new: Row | None) -> None:
        before = () if old is None else self._index(key, old)
        after = () if new is None else self._index(key, new)
        if before == after:
            return
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

    def _forget_batch(self) -> None:
        self._undo.clear()
        self._working.clear()
        self._decoded.clear()
