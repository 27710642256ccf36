"""A worker follows the rows of a desk that another worker has, until it has to take the desk over."""

import asyncio
from collections.abc import Callable
from types import SimpleNamespace

from streams.engine.desk import Desk
from streams.engine.meter import Unmeasured
from streams.engine.settings import EngineSettings
from streams.engine.warm import Manner, WarmCopies
from streams.engine.work import Shared
from tests.unit.engine.rows_topic import RowsTopic, StubbornTopic
from tests.unit.engine.test_intake import Shelf
from tests.unit.engine.toy import Counting

OFTEN_S, A_WHILE_S = 0.01, 0.2


def following(topic: RowsTopic, is_busy: Callable[[], bool] = lambda: False) -> WarmCopies:
    """Copies that hold the desk of partition 0."""
    copies = WarmCopies(Manner(topic.reading, OFTEN_S, OFTEN_S, is_busy, asyncio.Semaphore(1)))
    shared = Shared(asyncio.Semaphore(1), SimpleNamespace(), lambda: None, Unmeasured())
    copies.add(Desk(Counting(), EngineSettings(), 0, Shelf(), shared))
    return copies


def count_of(desk: Desk, key: bytes) -> int | None:
    row = desk.work.book.table.get(key)
    return row and row.n


def test_a_copy_knows_what_was_written_before_and_since():
    async def story() -> Desk:
        topic = RowsTopic()
        topic.write("k1", 1)
        copies = following(topic)
        await asyncio.sleep(A_WHILE_S)
        topic.write("k1", 2)
        topic.write_position(2)
        await asyncio.sleep(A_WHILE_S)
        return copies.take(0)

    desk = asyncio.run(story())

    assert count_of(desk, b"k1") == 2
    assert desk.work.book.position.sequence == 2
    assert desk.work.book.known_until() == 3


def test_once_a_desk_is_taken_nobody_else_touches_its_rows_even_if_the_client_swallows_the_cancellation():
    async def story() -> Desk:
        topic = StubbornTopic()
        topic.write("k1", 1)
        copies = following(topic)
        while not topic.reads:
            await asyncio.sleep(0)
        desk = copies.take(0)
        await asyncio.sleep(A_WHILE_S)
        await copies.stop()
        return desk

    desk = asyncio.run(story())

    assert count_of(desk, b"k1") is None
    assert desk.work.book.known_until() == 0


def test_a_copy_whose_connection_breaks_is_followed_on_over_another():
    async def story() -> Desk:
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


def test_a_desk_that_is_not_followed_cannot_be_taken_over():
    async def story() -> list[Desk | None]:
        copies = following(RowsTopic())
        found = [copies.take(1), copies.take(0), copies.take(0)]
        await copies.stop()
        return found

    other, first, second = asyncio.run(story())

    assert other is None
    assert first is not None
    assert second is None
