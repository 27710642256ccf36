"""A batch: what a desk does between reading and committing. Pure: no Kafka, no clock.

The worker, replay and the benchmarks all run this. The outcome of one record does not depend on which others
share its batch; a record that fails leaves nothing behind but its rejection.
"""

import sys
from collections import Counter
from collections.abc import Callable, Sequence
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
    rejections: Counter[str] = field(default_factory=Counter)
    second_steps_failed: int = 0
    fired: int = 0
    parked: int = 0
    passed_over: int = 0


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
        for record in records:
            if self._clock is not None:
                self._tick_before(record, self._clock)
            self._handle(record)
        self.outcome.records += len(records)
        if self._clock is None and records:
            extend(self.outcome.steps, Run.of(records))

    def tick(self, at: datetime, limit: int) -> bool:
        """Fire at most `limit` items due at `at`. True if more may be due."""
        firing = Firing(self._domain, self._table, at, self._limits)
        firing.run(limit)
        self.outcome.messages += firing.messages
        self.outcome.fired += firing.fired
        self.outcome.parked += firing.parked
        self.outcome.passed_over += firing.passed_over
        if firing.items:
            self.outcome.steps.append(Tick(at, firing.items))
        return firing.items == limit

    def drain(self) -> list[Message]:
        """What was made since the last time; the outcome holds it no longer."""
        made, self.outcome.messages = self.outcome.messages, []
        self.outcome.drained += len(made)
        return made

    def _tick_before(self, record: Record, clock: EventClock) -> None:
        at = clock.passes(self._domain, record)
        if at is not None:
            self.tick(at, limit=sys.maxsize)
        extend(self.outcome.steps, Run.of((record,)))

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
