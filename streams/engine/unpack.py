"""Record batches as they were fetched, unpacked only when their desk handles them.

aiokafka makes a `ConsumerRecord` of eleven fields for each record, in the consumer's thread, long before it is
needed. What waits here for its desk is bytes; records are made a few at a time, by whoever uses them up, so
they are still in the processor's caches then. Together this was a fifth of a worker's time.
"""

from collections.abc import Iterator
from itertools import chain
from typing import Any

from aiokafka.consumer import fetcher


class RecordBatch:
    """One record batch; to aiokafka's loop over fetched records it is a batch that holds itself as its record.

    So which batches are passed over, as aborted, below the position or only markers, is still aiokafka's to
    say. `first` and `last` are offsets. Its records can be gone through once.
    """

    __slots__ = ("_batch", "_unpacked", "first", "last")

    def __init__(self, batch: Any) -> None:
        self.first: int = batch.base_offset
        self.last: int = batch.next_offset - 1
        self._batch = batch
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

        They are aiokafka's own, with `offset`, `key`, `value`, `headers` and `timestamp`.
        """
        for record in self._unpacked:
            if record.offset >= end:
                self._unpacked = chain((record,), self._unpacked)
                return
            yield record


class _Batches:
    """aiokafka's `MemoryRecords`, handing out `RecordBatch`."""

    def __init__(self, found: Any) -> None:
        self.has_next = found.has_next
        self._next_batch = found.next_batch

    def next_batch(self) -> RecordBatch:
        return RecordBatch(self._next_batch())


class _Fetched(fetcher.PartitionRecords):  # type: ignore[misc]
    """What was fetched of one partition, as record batches."""

    def __init__(self, tp: Any, records: Any, *rest: Any) -> None:
        super().__init__(tp, _Batches(records), *rest)

    def _consumer_record(self, tp: Any, record: RecordBatch) -> RecordBatch:
        return record


def fetch_whole_batches() -> None:
    """From now on every aiokafka consumer of this process hands out `RecordBatch`es in place of records."""
    fetcher.PartitionRecords = _Fetched
