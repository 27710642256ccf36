"""Record batches as they were fetched, unpacked only when their desk handles them.

aiokafka makes a `ConsumerRecord` of eleven fields for each record, in the consumer's thread, long before it is
needed. What waits here for its desk is bytes; records are made a few at a time, by whoever uses them up, so
they are still in the processor's caches then. Together this was a fifth of a worker's time.
"""

from collections.abc import Iterator
from itertools import chain
from typing import Any

from aiokafka.consumer import fetcher
from aiokafka.record.default_records import _DefaultRecordBatchPy
from aiokafka.record.memory_records import MemoryRecords


class RecordBatch:
    """One record batch; to aiokafka's loop over fetched records it is a batch that holds itself as its record.

    So which batches are passed over, as aborted, below the position or only markers, is still aiokafka's to
    say. `first` and `last` are offsets. Its records can be gone through once. `wire` is what the batch was
    read from.
    """

    __slots__ = ("_batch", "_unpacked", "_wire", "first", "last")

    def __init__(self, batch: Any, wire: bytes | memoryview = b"") -> None:
        self.first: int = batch.base_offset
        self.last: int = batch.next_offset - 1
        self._batch = batch
        self._wire = wire
        self._unpacked: Iterator[Any] = chain(batch)

    @property
    def offset(self) -> int:
        """As the record that aiokafka takes it for."""
        return self.last

    def __getattr__(self, name: str) -> Any:
        return getattr(self._batch, name)

    def __iter__(self) -> Iterator["RecordBatch"]:
        return iter((self,))

    def __next__(self) -> Any:
        """The record of a marker."""
        return next(self._batch)

    def below(self, end: int) -> Iterator[Any]:
        """The records not yet gone through whose offset is below `end`.

        They are aiokafka's own, with `offset`, `key`, `value`, `headers` and `timestamp`. A name of a header that
        is no UTF-8 has `\\x..` for the bytes that are none: no client may block who reads its records.
        """
        passed = self.first - 1
        try:
            for record in self._unpacked:
                passed = record.offset
                if passed >= end:
                    self._unpacked = chain((record,), self._unpacked)
                    return
                yield record
        except UnicodeDecodeError:
            self._unpacked = (each for each in _Lenient(self._wire) if each.offset > passed)
            yield from self.below(end)


class _Lenient(_DefaultRecordBatchPy):  # type: ignore[misc]
    """A record batch read slowly, in which the name of a header may be any bytes."""

    _buffer: bytearray

    def _maybe_uncompress(self) -> None:
        super()._maybe_uncompress()
        self._buffer = _Buffer(self._buffer)


class _Buffer(bytearray):
    def __getitem__(self, place: Any) -> Any:
        found = super().__getitem__(place)
        return _Bytes(found) if isinstance(found, bytearray) else found


class _Bytes(bytes):
    def decode(self, encoding: str = "utf-8", errors: str = "strict") -> str:
        del errors
        return super().decode(encoding, "backslashreplace")


class _Fetch:
    """aiokafka's `MemoryRecords`, handing out `RecordBatch`."""

    def __init__(self, wire: bytes) -> None:
        found = MemoryRecords(wire)
        self.has_next = found.has_next
        self.size_in_bytes = found.size_in_bytes
        self._next_batch = found.next_batch
        self._wire = memoryview(wire)

    def next_batch(self) -> RecordBatch:
        # An offset of eight bytes, the length of what follows in four.
        end = 12 + int.from_bytes(self._wire[8:12], "big")
        wire, self._wire = self._wire[:end], self._wire[end:]
        return RecordBatch(self._next_batch(), wire)


class _Fetched(fetcher.PartitionRecords):  # type: ignore[misc]
    """What was fetched of one partition, as record batches."""

    def _consumer_record(self, tp: Any, record: RecordBatch) -> RecordBatch:
        return record


def fetch_whole_batches() -> None:
    """From now on every aiokafka consumer of this process hands out `RecordBatch`es in place of records."""
    fetcher.MemoryRecords = _Fetch
    fetcher.PartitionRecords = _Fetched
