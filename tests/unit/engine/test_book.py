"""What a book knows of its rows, and from where it has to read on."""

import asyncio
import time

import pytest

from streams.engine.book import RELOAD_AFTER_S, Book
from streams.engine.load import Written
from streams.engine.settings import EngineSettings
from tests.unit.engine.rows_topic import RowsTopic
from tests.unit.engine.toy import Counting

HELD_AT_MOST_S = 0.5


def new_book() -> Book:
    return Book(Counting(), EngineSettings(), 0)


async def read_on(book: Book, topic: RowsTopic) -> None:
    await book.take_in(await topic.read(book.known_until()))


def known(book: Book) -> dict[bytes, int]:
    return {key: book.table.get(key).n for key, _ in book.table.rows()}


def test_a_book_reads_everything_once_and_then_only_what_is_new():
    book, topic = new_book(), RowsTopic()
    topic.write("k1", 1)
    topic.write("k1", 2)
    topic.write_position(1)

    asyncio.run(read_on(book, topic))
    topic.write("k2", 1)
    topic.write_position(2)
    asyncio.run(read_on(book, topic))

    assert known(book) == {b"k1": 2, b"k2": 1}
    assert book.position.sequence == book.submitted.sequence == 2
    assert topic.reads == [0, 3]


def test_a_row_that_was_deleted_meanwhile_is_gone_with_its_places_in_the_index():
    book, topic = new_book(), RowsTopic()
    topic.write("k1", 1, place="green")
    topic.write("k2", 1, place="green")
    asyncio.run(read_on(book, topic))

    topic.write("k1", None)
    asyncio.run(read_on(book, topic))

    assert known(book) == {b"k2": 1}
    assert [key for _, key in book.table.members("green")] == [b"k2"]


def test_what_was_known_too_long_ago_is_read_anew_for_the_marks_of_deleted_rows_may_be_gone():
    book, topic = new_book(), RowsTopic()
    long_ago = time.time() - RELOAD_AFTER_S - 1
    topic.write("deleted since", 1)
    before = asyncio.run(topic.read(0))
    topic = RowsTopic()
    topic.write("k2", 1)

    asyncio.run(book.take_in(before._replace(at=long_ago)))
    asyncio.run(read_on(book, topic))

    assert topic.reads == [0]
    assert known(book) == {b"k2": 1}


def test_what_was_known_by_a_clock_that_has_been_put_back_since_is_read_anew():
    book, topic = new_book(), RowsTopic()
    topic.write("k1", 1)
    before = asyncio.run(topic.read(0))
    ahead = time.time() + RELOAD_AFTER_S + 60

    asyncio.run(book.take_in(before._replace(at=ahead)))

    assert book.known_until() == 0


def test_a_topic_that_has_lost_everything_leaves_nothing_of_the_position_known_before():
    book, topic = new_book(), RowsTopic()
    topic.write("k1", 1)
    topic.write_position(7)
    asyncio.run(read_on(book, topic))

    asyncio.run(book.take_in(Written({}, 0, 0, time.time())))

    assert known(book) == {}
    assert book.position.sequence == 0


@pytest.mark.parametrize("rows_before", [0, 3], ids=["a load", "reading on"])
def test_taking_in_that_is_broken_off_is_done_again_from_where_it_began(rows_before: int):
    async def break_off(book: Book, topic: RowsTopic) -> None:
        task = asyncio.create_task(read_on(book, topic))
        for _ in range(3):
            await asyncio.sleep(0)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)

    book, topic = new_book(), RowsTopic()
    for number in range(rows_before):
        topic.write(f"k{number}", 1, place="green")
    asyncio.run(read_on(book, topic))
    for number in range(2_000):
        topic.write(f"k{number}", 2, place="square")
    topic.write_position(2)

    asyncio.run(break_off(book, topic))
    sequence_between = book.position.sequence
    asyncio.run(read_on(book, topic))

    assert sequence_between == 0
    assert topic.reads == [0, rows_before, rows_before]
    assert len(known(book)) == 2_000
    assert set(known(book).values()) == {2}
    assert book.table.size("green") == 0
    assert book.table.size("square") == 2_000


@pytest.mark.parametrize("since", [0, 1], ids=["a load", "reading on"])
def test_many_rows_are_taken_in_without_holding_up_heartbeats_and_other_desks(since: int):
    async def longest_hold(book: Book, rows: dict[bytes, bytes | None]) -> float:
        """In processor seconds, which a busy machine does not stretch."""
        taking_in = asyncio.create_task(book.take_in(Written(rows, since, len(rows), time.time())))
        longest, turn = 0.0, time.process_time()
        while not taking_in.done():
            await asyncio.sleep(0)
            before, turn = turn, time.process_time()
            longest = max(longest, turn - before)
        return longest

    book, topic = new_book(), RowsTopic()
    for number in range(30_000):
        topic.write(f"k{number}", 1, place=f"house {number // 10}")
    rows = asyncio.run(topic.read(0)).rows

    held = asyncio.run(longest_hold(book, rows))

    assert len(book.table) == 30_000
    assert held < HELD_AT_MOST_S
