"""A desk lets go when it is told to, whatever the client below it does with a cancellation."""

import asyncio
from types import SimpleNamespace

from streams.engine.desk import Desk
from streams.engine.meter import Unmeasured
from streams.engine.position import Position
from streams.engine.settings import EngineSettings
from streams.engine.state import State
from streams.engine.work import Shared
from tests.unit.engine.test_intake import Shelf
from tests.unit.engine.toy import Counting


class StubbornBook:
    """Opening it swallows a cancellation, as aiokafka does while it closes a consumer."""

    def __init__(self) -> None:
        self.partition = 0
        self.table: dict[bytes, bytes] = {}
        self.position = Position(sequence=1)
        self.closed = 0

    async def open(self, loads: object) -> None:
        try:
            await asyncio.sleep(60)
        except asyncio.CancelledError:
            await asyncio.sleep(0)

    def undo(self) -> None: ...

    async def close(self) -> None:
        self.closed += 1


async def pause_while_opening() -> tuple[Desk, StubbornBook]:
    shared = Shared(asyncio.Semaphore(1), SimpleNamespace(), lambda: None, Unmeasured())
    book = StubbornBook()
    desk = Desk(Counting(), EngineSettings(), book, Shelf(), shared)
    desk.start()
    await asyncio.sleep(0.01)
    await asyncio.wait_for(desk.pause(), 5)
    return desk, book


def test_a_desk_that_is_told_to_leave_while_it_opens_leaves_even_if_the_client_swallows_it():
    desk, book = asyncio.run(pause_while_opening())

    assert desk.state is State.AWAY
    assert book.closed >= 1
