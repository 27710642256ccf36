"""The rules in a bare loop: the same records in memory, the same batches, no Kafka and no transactions.

What is left out is only what Kafka needs; rows and outgoing messages are made and encoded as in the worker.
Prints one line of JSON with what it measured.
"""

import json
import resource
import time
from collections.abc import Iterator, Sequence

from bench.city import TICK, domain, incidents_topic
from bench.cluster import read_all
from bench.job import Job
from schemas.rows import Row
from streams.engine.batch import Batch, Outcome
from streams.engine.domain import Record
from streams.engine.eventclock import EventClock
from streams.engine.settings import EngineSettings
from streams.engine.table import Table


def batches(installation: str, records: Sequence[Record], table: Table[Row]) -> Iterator[Outcome]:
    """Handle all records, batch by batch; what each batch left comes out."""
    job, size, clock = domain(installation), EngineSettings().batch_records, EventClock(TICK, None)
    for first in range(0, len(records), size):
        batch = Batch(job, table, clock)
        batch.handle(records[first : first + size])
        table.changes()
        table.commit()
        yield batch.outcome


def main() -> None:
    job = Job.told()
    topic = incidents_topic(job.name)
    found = read_all(job.bootstrap, topic)
    records = [Record(topic, 0, m.offset(), m.key(), m.value(), tuple(m.headers()), 0) for m in found]
    del found
    began = time.monotonic()
    start: tuple[float, float] | None = None
    handled = 0
    for outcome in batches(job.name, records, Table(domain(job.name))):
        now = time.monotonic(), _cpu()
        if start is None:
            if now[0] - began >= job.warm_up:
                start = now
        else:
            handled += outcome.records
            if now[0] - start[0] >= job.seconds:
                break
    if start is None or not handled:
        raise SystemExit("the backlog was too short for the warm-up: give it more incidents")
    print(json.dumps({"events": handled, "seconds": now[0] - start[0], "cpu": now[1] - start[1]}))


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    main()
