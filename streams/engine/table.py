"""The rows of one desk: what a batch reads and changes.

Committed rows are kept as bytes and decoded when they are used. A batch works on decoded rows over them, and
every `put` notes what it replaced, so that one event, or the whole batch, can be undone. The index always
shows the batch's own changes. No operation costs more because the table holds more rows.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any, Generic, Protocol, TypeVar

from streams.engine.index import Index
from streams.engine.ordered import Bucket, Entry

Row = TypeVar("Row")
RowT = TypeVar("RowT")


_Changed = dict[bytes, tuple[Row | None, bytes | None]]
"""Row and encoded row by key; None twice for a deleted row."""

_Undo = list[tuple[bytes, tuple[Row | None, bytes | None] | None]]
"""For each change its key, and what the batch had there before: None if nothing of its own."""


class RowTooLarge(Exception):
    """An encoded row is over the domain's limit."""


class Codec(Protocol[RowT]):
    """The part of a domain that a table needs."""

    @property
    def max_row_bytes(self) -> int: ...
    def encode_row(self, key: bytes, row: RowT) -> bytes: ...
    def decode_row(self, key: bytes, data: bytes) -> RowT: ...
    def index(self, key: bytes, row: RowT) -> Iterable[tuple[str, Any]]: ...


class Table(Index, Generic[Row]):
    """Rows by key, with sorted buckets derived from them. `reads` counts rows read, too."""

    def __init__(self, codec: Codec[Row]) -> None:
        super().__init__()
        self._encode = codec.encode_row
        self._decode = codec.decode_row
        self._index = codec.index
        self._most_bytes = codec.max_row_bytes
        self._committed: dict[bytes, bytes] = {}
        self._decoded: dict[bytes, Row] = {}
        self._working: _Changed[Row] = {}
        self._undo: _Undo[Row] = []
        self._submitted: _Changed[Row] = {}
        self._submitted_undo: _Undo[Row] = []

    # Rows

    def get(self, key: bytes) -> Row | None:
        self.reads += 1
        worked = self._working.get(key)
        return self._row_below(key) if worked is None else worked[0]

    def put(self, key: bytes, row: Row) -> None:
        self._change(key, row)

    def delete(self, key: bytes) -> None:
        self._change(key, None)

    def holding(self, parts: Collection[bytes]) -> list[bytes]:
        """The keys of the rows whose key or bytes hold one of the parts, in order. It looks at every row there is."""
        over = {**self._submitted, **self._working}
        found = [
            key
            for key, data in self._committed.items()
            if key not in over and any(part in data or part in key for part in parts)
        ]
        for key, (row, data) in over.items():
            written = key if row is None else key + b"|" + (data or self._encode(key, row))
            if row is not None and any(part in written for part in parts):
                found.append(key)
        return sorted(found)

    def __len__(self) -> int:
        """Committed rows."""
        return len(self._committed)

    # A batch

    def savepoint(self) -> int:
        return len(self._undo)

    def rollback_to(self, savepoint: int) -> None:
        """Undo every change since `savepoint`, the index's too."""
        while len(self._undo) > savepoint:
            key, before = self._undo.pop()
            row = self._row_below(key) if before is None else before[0]
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
        working, most_bytes = self._working, self._most_bytes
        for key, _ in self._undo[savepoint:]:
            row, data = working[key]
            if row is None or data is not None:
                continue  # deleted, or put twice and sealed already
            data = self._encode(key, row)
            if len(data) > most_bytes:
                raise RowTooLarge(f"{len(data)} bytes")
            working[key] = row, data

    def changes(self) -> list[tuple[bytes, bytes | None]]:
        """The sealed rows that differ from what lies below, in the order first changed; None deletes."""
        below, committed = self._submitted, self._committed
        return [
            (key, data)
            for key, (_, data) in self._working.items()
            if data != (below[key][1] if key in below else committed.get(key))
        ]

    def submit(self) -> None:
        """The batch is on its way to be committed; the next one works over it. Settle one before the next."""
        self._submitted, self._submitted_undo = self._working, self._undo
        self._working, self._undo = {}, []
        self._decoded.clear()

    def settle(self) -> None:
        """What was submitted is committed."""
        for key, (_, data) in self._submitted.items():
            if data is None:
                self._committed.pop(key, None)
            else:
                self._committed[key] = data
        self._submitted, self._submitted_undo = {}, []

    def commit(self) -> None:
        """Submit and settle at once, where nothing is written."""
        self.submit()
        self.settle()

    def rollback(self) -> None:
        """Neither the batch in hand nor the one submitted ever was."""
        self.rollback_to(0)
        self._working, self._undo = self._submitted, self._submitted_undo
        self._submitted, self._submitted_undo = {}, []
        self.rollback_to(0)
        self._decoded.clear()

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
        self._reindex(key, self._row_below(key), row)
        self._decoded.pop(key, None)
        if data is None:
            self._committed.pop(key, None)
        else:
            self._committed[key] = data

    def rows(self) -> Iterator[tuple[bytes, bytes]]:
        """The committed rows, as written, in no particular order."""
        yield from self._committed.items()

    # Inside

    def _row_below(self, key: bytes) -> Row | None:
        """The row that the batch in hand found."""
        submitted = self._submitted.get(key)
        if submitted is not None:
            return submitted[0]
        row = self._decoded.get(key)
        if row is None:
            data = self._committed.get(key)
            if data is None:
                return None
            row = self._decoded[key] = self._decode(key, data)
        return row

    def _change(self, key: bytes, row: Row | None) -> None:
        before = self._working.get(key)
        self._reindex(key, self._row_below(key) if before is None else before[0], row)
        self._undo.append((key, before))
        self._working[key] = row, None

    def _reindex(self, key: bytes, old: Row | None, new: Row | None) -> None:
        before = () if old is None else self._index(key, old)
        after = () if new is None else self._index(key, new)
        if before != after:
            self._move(key, before, after)
