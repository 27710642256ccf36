"""What the audit costs: the rules on city traffic with it and without it, batch by batch in turn, without Kafka.

`python -m bench.audit_cost` prints a ratio of processor time. Both sides handle the same batch one right after the
other, each first every second time, so that what else the machine does falls on both alike.
"""

import gc
import time
from collections.abc import Iterator
from contextlib import contextmanager
from statistics import median, quantiles
from typing import Any, Final
from unittest.mock import patch

import click

from bench.city import TICK, domain, incidents, records
from streams.engine.batch import Batch
from streams.engine.domain import Record
from streams.engine.eventclock import EventClock
from streams.engine.table import Table
from streams.rules import audit

INSTALLATION: Final = "audit-cost"
BATCH: Final = 100
WARM_UP: Final = 10
"""Batches that are handled and not counted: the first compiles the policies."""


class _Side:
    """A force's desk in memory, and the seconds of each of its batches."""

    def __init__(self) -> None:
        self._domain = domain(INSTALLATION)
        self._table: Table[Any] = Table(self._domain)
        self._clock = EventClock(TICK, None)
        self.seconds: list[float] = []

    def handle(self, told: list[Record]) -> None:
        began = time.process_time()
        batch = Batch(self._domain, self._table, self._clock)
        batch.handle(told)
        self._table.changes()
        self._table.commit()
        self.seconds.append(time.process_time() - began)


@contextmanager
def no_audit() -> Iterator[None]:
    """The rules as if there were none."""
    with (
        patch.object(audit, "operations_of", lambda *_, **__: ()),
        patch.object(audit, "operations", lambda *_: ()),
        patch.object(audit, "chained", lambda *_: []),
    ):
        yield


@click.command
@click.option("--incidents", "count", default=20_000, show_default=True, help="How many are handled.")
def main(count: int) -> None:
    """Measure what share of the rules' time the audit takes."""
    told = records(INSTALLATION, list(incidents(count)))
    audited, alone = _Side(), _Side()
    gc.disable()  # what one side leaves would be collected while the other works
    for number, first in enumerate(range(0, len(told), BATCH)):
        batch = told[first : first + BATCH]
        for side in (audited, alone) if number % 2 else (alone, audited):
            if side is audited:
                side.handle(batch)
            else:
                with no_audit():
                    side.handle(batch)
    with_it, without = audited.seconds[WARM_UP:], alone.seconds[WARM_UP:]
    ratios = [one / other for one, other in zip(with_it, without, strict=True)]
    low, _, high = quantiles(ratios, n=4)
    micros = [median(each) / BATCH * 1e6 for each in (with_it, without)]
    click.echo(
        f"{micros[0]:.0f} µs an incident with the audit, {micros[1]:.0f} without: medians of {len(ratios)}"
    )
    click.echo(f"ratio {median(ratios):.3f}, the middle half of batches {low:.2f} to {high:.2f}")


if __name__ == "__main__":
    main()
