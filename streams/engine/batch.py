"""A batch: what a desk does between reading and committing. Pure: no Kafka, no clock.

The worker, replay and the benchmarks all run this. The outcome of one record does not depend on which others
share its batch; a record that fails leaves nothing behind but its rejection.
"""

import sys
from collections import Counter, deque
from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Generic, TypeVar

from streams.engine.domain import Domain, Message, Record, Rejected
from streams.engine.due import Firing
from streams.engine.eventclock import EventClock
from streams.engine.journal import Run, Step, Tick, extend
from streams.engine.limits import Limits, rejection
from streams.engine.table import RowTooLarge, Table

Row = TypeVar("Row")

WRONG_PARTITION = "wrong-partition"
RULE_FAILED = "rule-failed"
ROW_TOO_LARGE = "row-too-large"


@dataclass(slots=True)
class Outcome:
    """What a batch leaves to be committed, and what it counts."""

    messages: list[Message] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)
    drained: int = 0
    records: int = 0
    # Records that said nothing new: they changed no row and led to no message.
    unchanged: int = 0
    rejections: Counter[str] = field(default_factory=Counter)
    second_steps_failed: int = 0
    fired: int = 0
    parked: int = 0
    passed_over: int = 0

    @property
    def items(self) -> int:
        """Due items that are done with."""
        return self.fired + self.parked


class Batch(Generic[Row]):
    """Feed it records and ticks in order, then commit or roll back its table.

    `clock` makes event time tick between records; without it only `tick` does.
    """

    def __init__(self, domain: Domain[Row], table: Table[Row], clock: EventClock | None = None) -> None:
        self.outcome = Outcome()
        self._domain = domain
        self._table = table
        self._clock = clock
        self._limits = Limits(domain)

    def handle(self, records: Sequence[Record]) -> None:
        """Handle records of one topic and partition, in order."""
        if self._clock is not None:
            deque(self.handling(records), maxlen=0)
            return
        for record in records:
            self._handle(record)
        self.outcome.records += len(records)
        if records:
            extend(self.outcome.steps, Run.of(records))

    def handling(self, records: Sequence[Record]) -> Generator[None, None, None]:
        """As `handle`, with a stop after each record and due item, for whoever must let others run."""
        for record in records:
            at = self._clock.passes(self._domain, record) if self._clock is not None else None
            if at is not None:
                yield from self.ticking(at, sys.maxsize)
            extend(self.outcome.steps, Run.of((record,)))
            self._handle(record)
            self.outcome.records += 1
            yield

    def tick(self, at: datetime, limit: int) -> bool:
        """Fire at most `limit` items due at `at`. True if more may be due."""
        before = self.outcome.items
        deque(self.ticking(at, limit), maxlen=0)
        return self.outcome.items - before == limit

    def ticking(self, at: datetime, limit: int) -> Generator[None, None, None]:
        """As `tick`, with a stop after each item; given up between two, the items so far are what fired."""
        firing = Firing(self._domain, self._table, at, self._limits)
        try:
            while firing.items < limit and firing.step():
                yield
        except GeneratorExit:
            pass  # given up between two items
        self.outcome.messages += firing.messages
        self.outcome.fired += firing.fired
        self.outcome.parked += firing.parked
        self.outcome.passed_over += firing.passed_over
        if firing.items:
            self.outcome.steps.append(Tick(at, firing.items))

    def drain(self) -> list[Message]:
        """What was made since the last time; the outcome holds it no longer."""
        made, self.outcome.messages = self.outcome.messages, []
        self.outcome.drained += len(made)
        return made

    def _handle(self, record: Record) -> None:
        domain, table = self._domain, self._table
        savepoint = table.savepoint()
        try:
            if domain.partition_of(record) != record.partition:
                raise Rejected(WRONG_PARTITION)
            messages = domain.handle(record, table)
            self._limits.check(messages)
            table.seal(savepoint)
            self.outcome.messages += messages
            if not messages and table.savepoint() == savepoint:
                self.outcome.unchanged += 1
        except Rejected as rejected:
            table.rollback_to(savepoint)
            self._reject(record, rejected.code, rejected.detail)
        except RowTooLarge as error:
            table.rollback_to(savepoint)
            self._reject(record, ROW_TOO_LARGE, str(error))
        except MemoryError:
            raise  # the machine's trouble, not the record's
        except Exception as error:
            table.rollback_to(savepoint)
            self._reject(record, RULE_FAILED, type(error).__name__)
            self._second_step(partial(domain.on_failed, record, table, error))

    def _reject(self, record: Record, code: str, detail: str) -> None:
        self.outcome.rejections[code] += 1
        self.outcome.messages.append(rejection(record, code, detail, self._domain))

    def _second_step(self, step: Callable[[], Sequence[Message]]) -> None:
        savepoint = self._table.savepoint()
        try:
            messages = step()
            self._limits.check(messages)
            self._table.seal(savepoint)
            self.outcome.messages += messages
        except Exception:
            self._table.rollback_to(savepoint)
            self.outcome.second_steps_failed += 1
