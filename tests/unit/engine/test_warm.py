"""A worker follows the rows of a desk that another worker has, until it has to take the desk over."""

import asyncio
from collections.abc import Callable

from streams.engine.book import Book
from streams.engine.settings import EngineSettings
from streams.engine.warm import Known, Manner, WarmCopies
from tests.unit.engine.rows_topic import STUBBORN_S, RowsTopic, SlowTopic, StubbornTopic
from tests.unit.engine.toy import Counting

OFTEN_S, A_WHILE_S = 0.01, 0.2


def following(
    topic: RowsTopic, is_busy: Callable[[], bool] = lambda: False, partitions: int = 1
) -> WarmCopies:
    """Copies of so many partitions, all of the same topic."""
    copies = WarmCopies(Manner(topic.reading, OFTEN_S, OFTEN_S, A_WHILE_S, is_busy, asyncio.Semaphore(1)))
    for partition in range(partitions):
        copies.add(Book(Counting(), EngineSettings(), partition))
    return copies


def count_of(book: Book, key: bytes) -> int | None:
    row = book.table.get(key)
    return row and row.n


def test_a_copy_knows_what_was_written_before_and_since():
    async def story() -> Book:
        topic = RowsTopic()
        topic.write("k1", 1)
        copies = following(topic)
        await asyncio.sleep(A_WHILE_S)
        topic.write("k1", 2)
        topic.write_position(2)
        await asyncio.sleep(A_WHILE_S)
        return copies.take(0)

    book = asyncio.run(story())

    assert count_of(book, b"k1") == 2
    assert book.position.sequence == 2
    assert book.known_until() == 3


def test_once_a_desk_is_taken_nobody_else_touches_its_rows_even_if_the_client_swallows_the_cancellation():
    async def story() -> Book:
        topic = StubbornTopic()
        topic.write("k1", 1)
        copies = following(topic)
        while not topic.reads:
            await asyncio.sleep(0)
        book = copies.take(0)
        await asyncio.sleep(A_WHILE_S)
        await copies.stop()
        return book

    book = asyncio.run(story())

    assert count_of(book, b"k1") is None
    assert book.known_until() == 0


def test_a_copy_that_was_taken_while_it_read_gives_up_its_turn_at_once():
    async def story() -> list[int]:
        topic = StubbornTopic()
        copies = following(topic, partitions=2)
        while not topic.reads:
            await asyncio.sleep(0)
        copies.take(0)
        await asyncio.sleep(2 * STUBBORN_S)
        await copies.stop()
        return topic.reads

    assert len(asyncio.run(story())) == 2


def test_a_copy_whose_connection_breaks_is_followed_on_over_another():
    async def story() -> Book:
        topic = RowsTopic()
        topic.fails = 2
        topic.write("k1", 1)
        copies = following(topic)
        await asyncio.sleep(A_WHILE_S)
        return copies.take(0)

    assert count_of(asyncio.run(story()), b"k1") == 1


def test_copies_wait_while_the_desks_of_the_worker_itself_open():
    async def story() -> tuple[list[int], list[int]]:
        topic, opening = RowsTopic(), [True]
        copies = following(topic, lambda: opening[0])
        await asyncio.sleep(A_WHILE_S)
        reads_before = list(topic.reads)
        opening[0] = False
        await asyncio.sleep(2 * A_WHILE_S)
        await copies.stop()
        return reads_before, topic.reads

    reads_before, reads_after = asyncio.run(story())

    assert reads_before == []
    assert reads_after


def test_copies_that_wait_for_their_turn_when_a_desk_begins_to_open_go_on_waiting():
    async def story() -> int:
        topic, opening = SlowTopic(OFTEN_S), [False]
        copies = following(topic, lambda: opening[0], partitions=5)
        while not topic.reads:
            await asyncio.sleep(0)
        opening[0] = True
        await asyncio.sleep(A_WHILE_S)
        await copies.stop()
        return len(topic.reads)

    assert asyncio.run(story()) == 1


def test_a_copy_that_hangs_does_not_keep_the_others_from_their_turn_for_ever():
    async def story() -> Book:
        topic = SlowTopic(60, reads=1)
        topic.write("k1", 1)
        copies = following(topic, partitions=2)
        await asyncio.sleep(3 * A_WHILE_S)
        book = copies.take(1)
        await copies.stop()
        return book

    assert count_of(asyncio.run(story()), b"k1") == 1


def test_a_copy_tells_how_many_rows_it_knows_and_how_old_they_are_once_it_has_read_them():
    async def story() -> list[list[Known]]:
        topic = RowsTopic()
        topic.write("k1", 1)
        copies = following(topic)
        found = [list(copies.known())]
        await asyncio.sleep(A_WHILE_S)
        found.append(list(copies.known()))
        topic.fails = 10**6
        await asyncio.sleep(2 * A_WHILE_S)
        found.append(list(copies.known()))
        await copies.stop()
        return found

    nothing, [fresh], [broken] = asyncio.run(story())

    assert nothing == []
    assert (fresh.partition, fresh.rows) == (broken.partition, broken.rows) == (0, 1)
    assert fresh.age < A_WHILE_S <= broken.age


def test_a_desk_that_is_not_followed_cannot_be_taken_over():
    async def story() -> list[Book | None]:
        copies = following(RowsTopic())
        found = [copies.take(1), copies.take(0), copies.take(0)]
        await copies.stop()
        return found

    other, first, second = asyncio.run(story())

    assert other is None
    assert first is not None
    assert second is None
