"""A piece of one input partition, as it travels from the consumer's thread to its desk."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from faust.types import TP

from streams.engine.domain import Record
from streams.engine.unpack import RecordBatch


class Chunk(NamedTuple):
    """Everything readable from offset `start` up to, but not including, `end`.

    `epoch` is the seek it was fetched under: a desk takes only what it has asked for last, so chunks that
    Faust drops, repeats or delivers late around a rebalance do no harm.
    """

    tp: TP
    epoch: int
    start: int
    end: int
    batches: Sequence[RecordBatch]

    @property
    def size(self) -> int:
        """How many records, at most: markers and aborted records take offsets, too."""
        return self.end - self.start

    def records(self, first: int) -> Iterator[Record]:
        """The records from offset `first` on, unpacked as they are asked for. Once only."""
        topic, partition = self.tp
        for batch in self.batches:
            for each in batch.below(self.end):
                offset = each.offset
                if offset >= first:
                    headers = tuple(each.headers)
                    yield Record(topic, partition, offset, each.key, each.value, headers, each.timestamp)

    def pieces(self, size: int) -> Iterator["Chunk"]:
        """The same in chunks of at most `size` records, to be gone through in their order.

        Two of them may share a record batch; the second goes on in it where the first has stopped.
        """
        start, gathered, room = self.start, [], size
        for batch in self.batches:
            gathered.append(batch)
            first = max(batch.first, start)
            while batch.last - first >= room:
                end = first + room
                yield Chunk(self.tp, self.epoch, start, end, gathered)
                start, gathered, room, first = end, [batch], size, end
            room -= batch.last + 1 - first
        yield Chunk(self.tp, self.epoch, start, self.end, gathered)
