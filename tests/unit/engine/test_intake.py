"""Chunks get lost, repeated and delayed around a rebalance; the intake uses each record once and in order."""

import asyncio
from collections.abc import Mapping
from itertools import chain

import pytest
from faust.types import TP

from streams.engine.chunk import Chunk
from streams.engine.intake import Intake
from streams.engine.settings import EngineSettings
from tests.unit.engine.toy import a_batch

IN, OTHER = TP("in", 0), TP("other", 0)
SETTINGS = EngineSettings(batch_records=10, unread_after=0.0)


class Shelf:
    """A feed that keeps what it was asked for."""

    def __init__(self, **first: int) -> None:
        self.first = first
        self.epoch = 0
        self.sought: list[Mapping[TP, int]] = []
        self.held: set[TP] = set()
        self.handed_out: dict[TP, int] = {}
        self.read: dict[TP, int] = {}

    async def beginnings(self, tps: list[TP]) -> Mapping[TP, int]:
        return {tp: self.first.get(tp.topic, 0) for tp in tps}

    async def start_from(self, positions: Mapping[TP, int]) -> int:
        self.epoch += 1
        self.sought.append(dict(positions))
        self.handed_out.update(positions)
        self.read.update(positions)
        return self.epoch

    def hold(self, tps: set[TP]) -> None:
        self.held |= tps

    def let_go(self, tps: set[TP]) -> None:
        self.held -= tps

    def reached(self, tp: TP) -> int:
        return self.read.get(tp, -1)

    def delivered(self, tp: TP) -> int:
        return self.handed_out.get(tp, -1)

    def chunk(self, start: int, end: int, tp: TP = IN, epoch: int | None = None) -> Chunk:
        return Chunk(tp, self.epoch if epoch is None else epoch, start, end, [a_batch(start, end)])


def opened(shelf: Shelf, **offsets: int) -> Intake:
    intake = Intake(shelf, SETTINGS, ("in", "other"), 0)
    asyncio.run(intake.start(offsets))
    return intake


def taken(intake: Intake) -> list[tuple[int, int]]:
    """First offset and end of what is taken, marked as handled."""
    unread = intake.take()
    intake.handled({each.topic: each.end for each in unread})
    return [(next(each.records).offset, each.end) for each in unread]


def test_reading_starts_where_the_desk_left_off():
    shelf = Shelf()

    intake = opened(shelf, **{"in": 40})

    assert shelf.sought == [{IN: 40, OTHER: 0}]
    assert intake.done == {"in": 40, "other": 0}


def test_records_that_retention_took_are_passed_over():
    shelf = Shelf(**{"in": 100})

    intake = opened(shelf, **{"in": 40})

    assert intake.done["in"] == 100


def test_chunks_that_join_are_taken_in_order():
    shelf = Shelf()
    intake = opened(shelf)

    intake.put(shelf.chunk(0, 3))
    intake.put(shelf.chunk(3, 5))

    assert taken(intake) == [(0, 3), (3, 5)]


def test_a_repeated_chunk_is_used_once():
    shelf = Shelf()
    intake = opened(shelf)

    intake.put(shelf.chunk(0, 3))
    intake.put(shelf.chunk(0, 3))
    intake.put(shelf.chunk(1, 5))

    assert taken(intake) == [(0, 3), (3, 5)]


def test_a_lost_chunk_is_noticed_with_the_next_and_fetched_again():
    shelf = Shelf()
    intake = opened(shelf)

    intake.put(shelf.chunk(0, 3))
    intake.put(shelf.chunk(6, 9))
    intake.put(shelf.chunk(9, 12))
    assert taken(intake) == [(0, 3)]
    asyncio.run(intake.mend())

    assert shelf.sought[-1] == {IN: 3}
    intake.put(shelf.chunk(3, 12))
    assert taken(intake) == [(3, 12)]


def test_a_lost_last_chunk_is_noticed_without_a_next_one():
    shelf = Shelf()
    intake = opened(shelf)
    shelf.handed_out[IN] = 3

    asyncio.run(intake.mend())
    asyncio.run(intake.mend())

    assert shelf.sought[-1] == {IN: 0}


@pytest.mark.parametrize("size", [1, 2, 3, 5, 8, 100])
def test_a_chunk_cut_into_pieces_gives_each_record_once_wherever_record_batches_begin(size):
    batches = [a_batch(0, 3), a_batch(3, 4), a_batch(6, 11)]  # 4 and 5 were a marker and an aborted record
    chunk = Chunk(IN, 1, 0, 11, batches)

    pieces = list(chunk.pieces(size))
    found = [[record.offset for record in piece.records(piece.start)] for piece in pieces]

    assert [*chain.from_iterable(found)] == [0, 1, 2, 3, 6, 7, 8, 9, 10]
    assert all(len(each) <= size for each in found)
    assert [piece.start for piece in pieces] == [0, *(piece.end for piece in pieces[:-1])]
    assert pieces[-1].end == 11


def test_a_chunk_that_begins_in_the_middle_of_a_record_batch_leaves_out_what_was_handled():
    shelf = Shelf()
    intake = opened(shelf, **{"in": 2})

    intake.put(Chunk(IN, shelf.epoch, 2, 5, [a_batch(0, 5)]))

    assert taken(intake) == [(2, 5)]


def test_chunks_from_before_the_last_seek_are_dropped():
    shelf = Shelf()
    intake = opened(shelf)
    late = shelf.chunk(0, 3)
    asyncio.run(intake.start({"in": 0}))

    intake.put(late)

    assert taken(intake) == []


def test_fetching_stops_when_two_batches_wait_and_goes_on_when_one_does():
    shelf = Shelf()
    intake = opened(shelf)

    for start in (0, 10, 20):
        intake.put(shelf.chunk(start, start + 10))
    assert shelf.held == {IN, OTHER}
    intake.take()
    assert shelf.held == {IN, OTHER}
    intake.take()

    assert shelf.held == set()


@pytest.mark.parametrize(
    ("done", "reached", "delivered", "has_read"),
    [
        (10, 10, 10, True),
        (9, 9, 9, False),
        (9, 10, 9, True),  # a transaction marker ends the partition
        (9, 10, 10, False),  # the last record is on its way
    ],
)
def test_a_partition_is_read_when_every_record_before_its_end_is_handled(done, reached, delivered, has_read):
    shelf = Shelf()
    intake = opened(shelf)
    intake.handled({"in": done, "other": 0})
    shelf.read[IN], shelf.handed_out[IN] = reached, delivered

    assert intake.has_read({IN: 10, OTHER: 0}) is has_read
