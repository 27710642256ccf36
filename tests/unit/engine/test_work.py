"""Under a backlog a desk makes the next batch while one is being committed; together they stand or fall."""

import asyncio
from collections import Counter
from collections.abc import Iterable, Mapping
from types import SimpleNamespace
from typing import Any

import pytest
from aiokafka.producer.message_accumulator import BatchBuilder

from streams.engine.book import Book
from streams.engine.domain import Message
from streams.engine.meter import Meter, Unmeasured
from streams.engine.parcels import Parcels
from streams.engine.rejections import MassRejection
from streams.engine.settings import EngineSettings
from streams.engine.work import Shared, Work
from tests.unit.engine.test_intake import Shelf
from tests.unit.engine.toy import Counting

DOMAIN = Counting(name="toy", inputs=("in",))
IN = DOMAIN.inputs[0]
BATCH = 10


class SlowLedger:
    """Takes its time over a commit, as a broker does, and refuses one. Notes what was done meanwhile."""

    broker_time = None

    def __init__(self, refuses: int = 0) -> None:
        self.refuses = refuses
        self.committed: list[int] = []
        self.handled_meanwhile: list[int] = []

    def parcels(self) -> Parcels:
        producer = SimpleNamespace(create_batch=lambda: BatchBuilder(100_000, 0, is_transactional=1))
        return Parcels(producer)

    async def commit(self, parcels: Parcels, offsets: Mapping[str, int], sequence: int) -> None:
        await asyncio.sleep(0.05)
        row = self.work.book.table.get(b"k1")
        self.handled_meanwhile.append(row.n - BATCH * sequence)
        if sequence == self.refuses:
            raise ConnectionError
        self.committed.append(sequence)

    async def close(self) -> None: ...


class BrokenMeter(Unmeasured):
    """Cannot tally what it is shown."""

    def tally(self, messages: Iterable[Message]) -> Counter[Any]:
        raise UnicodeDecodeError("utf-8", b"\xff", 0, 1, "invalid start byte")


def at_work(ledger: SlowLedger, meter: Meter | None = None, **settings: object) -> Work:
    broker_time = SimpleNamespace(tell=lambda time: None)
    shared = Shared(asyncio.Semaphore(1), broker_time, lambda: None, meter or Unmeasured())
    how = EngineSettings(batch_records=BATCH, **settings)
    work = Work(DOMAIN, how, Book(DOMAIN, how, 0), Shelf(), shared)
    work.book.ledger, ledger.work = ledger, work
    return work


async def handle(work: Work, batches: int) -> None:
    await work.intake.start({})
    for number in range(batches):
        tp = work.intake._tps[IN]
        work.intake.put(work.intake._feed.chunk(number * BATCH, (number + 1) * BATCH, tp))
    await work.handle()


def test_the_next_batch_is_made_while_one_is_being_committed_and_never_a_second():
    work = at_work(ledger := SlowLedger())

    asyncio.run(handle(work, batches=4))

    assert ledger.committed == [1, 2, 3, 4]
    assert ledger.handled_meanwhile == [BATCH, BATCH, BATCH, 0]
    assert work.intake.done == {IN: 4 * BATCH}
    assert work.book.position.sequence == 4


def test_what_cannot_be_measured_is_committed_all_the_same():
    work = at_work(ledger := SlowLedger(), BrokenMeter())

    asyncio.run(handle(work, batches=2))

    assert ledger.committed == [1, 2]


def test_less_than_a_batch_waits_for_the_commit_so_that_more_can_join_it():
    work = at_work(ledger := SlowLedger())

    async def come_in() -> None:
        await handle(work, batches=1)
        assert not work.intake

    asyncio.run(come_in())

    assert ledger.handled_meanwhile == [0]


def test_when_a_commit_fails_neither_its_batch_nor_the_one_made_meanwhile_ever_was():
    work = at_work(ledger := SlowLedger(refuses=2))

    async def until_it_fails() -> None:
        with pytest.raises(ConnectionError):
            await handle(work, batches=4)
        await work.let_go()

    asyncio.run(until_it_fails())

    assert ledger.committed == [1]
    assert ledger.handled_meanwhile == [BATCH, BATCH]
    assert work.book.table.get(b"k1").n == BATCH
    assert work.intake.done == {IN: BATCH}
    assert work.book.position == work.book.submitted
    assert work.book.position.sequence == 1


def test_a_desk_that_is_cancelled_leaves_no_commit_behind():
    work = at_work(ledger := SlowLedger())

    async def cancelled() -> None:
        task = asyncio.create_task(handle(work, batches=4))
        await asyncio.sleep(0.07)
        task.cancel()
        await asyncio.wait([task])
        await asyncio.sleep(0.1)

    asyncio.run(cancelled())

    assert ledger.committed == [1]


def test_a_mass_rejection_leaves_the_batch_before_it_committed(monkeypatch):
    refuses_from = BATCH

    def partition_of(record):
        return 0 if record.offset < refuses_from else 9

    monkeypatch.setattr(DOMAIN, "partition_of", partition_of, raising=False)
    work = at_work(ledger := SlowLedger(), rejections_least=BATCH, rejections_share=0.4)

    async def until_it_stops() -> None:
        with pytest.raises(MassRejection):
            await handle(work, batches=3)
        await work.let_go()

    asyncio.run(until_it_stops())

    assert ledger.committed == [1]
    assert work.book.table.get(b"k1").n == BATCH
