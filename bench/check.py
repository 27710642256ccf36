"""Before anything is timed: does a contender give the right answers?

Every contender does a small job to its end. What it published and what it keeps is compared, byte for byte,
with what is worked out here from the inputs alone.
"""

import time
from collections import Counter as Tally
from collections.abc import Callable, Sequence
from itertools import zip_longest
from typing import Any, Final

from confluent_kafka import Message

from bench.city import domain, records
from bench.cluster import Trouble, read_all
from bench.contender import Contender, Counter, Running
from bench.contenders.rules_alone import batches
from bench.job import Event, Job, output, read
from streams.engine import journal
from streams.engine.position import POSITION_KEY
from streams.engine.table import Table

PATIENCE_S: Final = 90.0
POLL_S: Final = 0.3

Written = tuple[bytes | None, bytes | None, tuple[tuple[str, bytes], ...]]


def check_counter(running: Running, events: Sequence[Event]) -> None:
    """The outputs and rows of the trivial job. Raises `Trouble` naming the first difference."""
    contender, job = running.contender, running.job
    assert isinstance(contender, Counter)
    outputs, rows = expected(events)
    _until(running, lambda: len(read_all(job.bootstrap, job.outputs)) >= len(outputs))
    _same(contender, job.outputs, _written(job, job.outputs), outputs)
    _until(running, lambda: _counts(contender, job) == rows)


def check_worker(running: Running, events: Sequence[Event]) -> None:
    """Everything the real job publishes and keeps, against the rules run here on the same records."""
    contender, job = running.contender, running.job
    table = Table(domain(job.name))
    published: dict[str, list[Written]] = {topic: [] for topic in domain(job.name).outputs}
    for outcome in batches(job.name, records(job.name, events), table):
        for topic, key, value, headers in outcome.messages:
            published[topic].append((key, value, tuple(headers)))
    _until(running, lambda: _handled(contender, job) >= len(events))
    for topic, wanted in published.items():
        _same(contender, topic, _written(job, topic), wanted)
    rows = _rows(job, domain(job.name).state_topic)
    del rows[POSITION_KEY]
    _same(contender, "rows", sorted(rows.items()), sorted(table.rows()))


def expected(events: Sequence[Event]) -> tuple[list[Written], dict[str, int]]:
    """The outputs and the rows that are right for the trivial job on these events."""
    counts: Tally[str] = Tally()
    outputs: list[Written] = []
    for key, value, headers in events:
        event = read(value)
        counts[event["key"]] += 1
        outputs.append((key, output(event["id"], event["key"], counts[event["key"]]), headers))
    return outputs, dict(counts)


def _until(running: Running, condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while not condition():
        running.check()
        if time.monotonic() > deadline:
            name, said = running.contender.name, running.last_words()
            raise Trouble(
                f"{name} did not come to the right end in {PATIENCE_S:.0f} s; it said last:\n{said}"
            )
        time.sleep(POLL_S)


def _same(contender: Contender, what: str, found: Sequence[Any], wanted: Sequence[Any]) -> None:
    for place, (one, other) in enumerate(zip_longest(found, wanted)):
        if one != other:
            raise Trouble(f"{contender.name} is wrong in {what}, number {place}: {one} instead of {other}")


def _written(job: Job, topic: str) -> list[Written]:
    return [(m.key(), m.value(), tuple(m.headers() or ())) for m in read_all(job.bootstrap, topic)]


def _rows(job: Job, topic: str) -> dict[bytes, bytes]:
    """The last value of each key."""
    rows = {_key(message): message.value() for message in read_all(job.bootstrap, topic)}
    return {key: value for key, value in rows.items() if value is not None}


def _key(message: Message) -> bytes:
    key: bytes = message.key()
    return key


def _counts(contender: Counter, job: Job) -> dict[str, int]:
    rows = (contender.row(key, value) for key, value in _rows(job, contender.rows(job)).items())
    return dict(row for row in rows if row is not None)


def _handled(contender: Contender, job: Job) -> int:
    """Records that the journal says were handled."""
    entries = (journal.decode(m.value()) for m in read_all(job.bootstrap, contender.progress(job)))
    return sum(step.records for entry in entries for step in entry.steps if isinstance(step, journal.Run))
