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


_NOTHING: Any = object()
"""Marks a row that the batch has not touched."""


class Table(Generic[Row]):
    """Rows by key, with sorted buckets derived from them.

    `reads` counts rows read and index entries handed out, for tests of what an event costs.
    """

    def __init__(self, codec: Codec[Row]) -> None:
        self.reads = 0
        self._codec = codec
        self._committed: dict[bytes, bytes] = {}
        self._decoded: dict[bytes, Row] = {}
        self._working: dict[bytes, Row | None] = {}
        self._encoded: dict[bytes, bytes | None] = {}
        self._undo: list[tuple[bytes, Row | None, bytes | None]] = []
        self._buckets: dict[str, Bucket] = {}

    # Rows

    def get(self, key: bytes) -> Row | None:
        self.reads += 1
        return self._peek(key)

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
            key, row, data = self._undo.pop()
            self._reindex(key, self._peek(key), self._committed_row(key) if row is _NOTHING else row)
            _restore(self._working, key, row)
            _restore(self._encoded, key, data)

    def seal(self, savepoint: int) -> None:
        """Encode the rows changed since `savepoint`. Raises `RowTooLarge`.

        Done for each event, not once for the batch, so that the outcome of an event does not depend on
        which other events share its batch.
        """
        for key in dict.fromkeys(change[0] for change in self._undo[savepoint:]):
            row = self._working[key]
            data = None if row is None else self._codec.encode_row(key, row)
            if data is not None and len(data) > self._codec.max_row_bytes:
                raise RowTooLarge(f"{len(data)} bytes")
            self._encoded[key] = data

    def changes(self) -> list[tuple[bytes, bytes | None]]:
        """The sealed rows that differ from the committed ones, in the order first changed; None deletes."""
        committed = self._committed
        return [(key, data) for key, data in self._encoded.items() if committed.get(key) != data]

    def commit(self) -> None:
        """The batch's changes are the committed rows from now on."""
        for key, data in self._encoded.items():
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
        for done, (key, data) in enumerate(rows.items(), start=1):
            self._reindex(key, None, self._codec.decode_row(key, data))
            if done % slice_size == 0:
                yield

    def restore(self, key: bytes, data: bytes | None) -> None:
        """Take over one committed change that another owner has made."""
        row = None if data is None else self._codec.decode_row(key, data)
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

    def _peek(self, key: bytes) -> Row | None:
        row = self._working.get(key, _NOTHING)
        return self._committed_row(key) if row is _NOTHING else row

    def _committed_row(self, key: bytes) -> Row | None:
        row = self._decoded.get(key)
        if row is None:
            data = self._committed.get(key)
            if data is None:
                return None
            row = self._decoded[key] = self._codec.decode_row(key, data)
        return row

    def _change(self, key: bytes, row: Row | None) -> None:
        self._reindex(key, self._peek(key), row)
        self._undo.append((key, self._working.get(key, _NOTHING), self._encoded.get(key, _NOTHING)))
        self._working[key] = row

    def _reindex(self, key: bytes, old: Row | None, new: Row | None) -> None:
        index = self._codec.index
        before = () if old is None else index(key, old)
        after = () if new is None else index(key, new)
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
        self._encoded.clear()
        self._decoded.clear()


def _restore(kept: dict[bytes, Any], key: bytes, value: Any) -> None:
    if value is _NOTHING:
        kept.pop(key, None)
    else:
        kept[key] = value
