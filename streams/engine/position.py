"""Where a desk stands: one row of the state topic, written in every transaction beside what was done.

This row, not the consumer group's committed offsets, says which records have been handled. It is read with
the rows it belongs to, so the two can never disagree; it does not expire; and a reader of it cannot be told a
value that an older transaction is about to replace. The group's offsets are committed in the same
transactions, for lag tools.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Final, NamedTuple

import orjson

from streams.engine.journal import read_time, write_time

POSITION_KEY: Final = b"engine|position"


class Position(NamedTuple):
    """`sequence` of the last journal entry; the next offset to read per input; the last tick."""

    sequence: int = 0
    offsets: Mapping[str, int] = {}
    tick: datetime | None = None

    def after(self, offsets: Mapping[str, int], tick: datetime | None) -> "Position":
        return Position(self.sequence + 1, {**self.offsets, **offsets}, tick or self.tick)


def encode(position: Position) -> bytes:
    body = {
        "sequence": position.sequence,
        "offsets": dict(position.offsets),
        "tick": None if position.tick is None else write_time(position.tick),
    }
    return orjson.dumps(body, option=orjson.OPT_SORT_KEYS)


def decode(data: bytes) -> Position:
    body = orjson.loads(data)
    tick = body["tick"]
    return Position(body["sequence"], body["offsets"], None if tick is None else read_time(tick))
