"""A piece of one input partition, as it travels from the consumer's thread to its desk."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from faust.types import TP

from streams.engine.domain import Record


class Chunk(NamedTuple):
    """Everything readable from offset `start` up to, but not including, `end`.

    `epoch` is the seek it was fetched under: a desk takes only what it has asked for last, so chunks that
    Faust drops, repeats or delivers late around a rebalance do no harm.
    """

    tp: TP
    epoch: int
    start: int
    end: int
    records: Sequence[Record]

    def pieces(self, size: int) -> Iterator["Chunk"]:
        """The same in chunks of at most `size` records."""
        start = self.start
        for first in range(0, len(self.records), size):
            records = self.records[first : first + size]
            end = records[-1].offset + 1
            yield Chunk(self.tp, self.epoch, start, end, records)
            start = end
