"""The ground on which all meet: one Kafka, the same backlogs, the same checks."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final, NamedTuple

from bench import city
from bench.check import check_counter, check_worker
from bench.cluster import drop_topics, fill, make_topics
from bench.contender import COUNTERS, RULES, WORKER, Contender, Counter
from bench.job import Event, Job, events
from bench.race import Lap, run_lap
from connectors.broker import Broker
from streams.provisioning import Provisioner, Wanted

CHECKED_EVENTS: Final = 4_000
CHECKED_KEYS: Final = 300
CHECKED_INCIDENTS: Final = 1_000
BACKLOG: Final = "backlog"
SMALL_BACKLOG: Final = "small-backlog"


class Manner(NamedTuple):
    """How long a window lasts and what stands before it, in seconds; and how much there is to do."""

    seconds: float
    warm_up: float
    events: int
    incidents: int


class Arena:
    """Backlogs are written once; each start of a contender has a name, and so topics and a group, of its own."""

    def __init__(self, bootstrap: str, folder: Path, manner: Manner) -> None:
        self._bootstrap = bootstrap
        self._folder = folder
        self._manner = manner
        self._incidents: Sequence[Event] = ()

    def prepare(self) -> None:
        """Write the backlogs, and let every contender show that its answers are right. Raises `Trouble`."""
        make_topics(self._bootstrap, (BACKLOG, SMALL_BACKLOG))
        small = list(events(CHECKED_EVENTS, CHECKED_KEYS))
        fill(self._bootstrap, SMALL_BACKLOG, small)
        with ThreadPoolExecutor() as side_by_side:
            checks = [side_by_side.submit(self._check_counter, each, small) for each in COUNTERS]
            self._incidents = list(city.incidents(self._manner.incidents))
            checks.append(side_by_side.submit(self._check_worker, self._incidents[:CHECKED_INCIDENTS]))
            fill(self._bootstrap, BACKLOG, events(self._manner.events))
        for check in checks:
            check.result()

    def _check_counter(self, contender: Counter, small: Sequence[Event]) -> None:
        with contender.start(self._job(contender, "check", SMALL_BACKLOG)) as running:
            check_counter(running, small)

    def _check_worker(self, few: Sequence[Event]) -> None:
        with WORKER.start(self._city_job(WORKER, "check", few)) as running:
            check_worker(running, few)

    def lap(self, contender: Contender, number: int) -> Lap:
        """One lap on the backlog. Raises `Trouble`."""
        if contender in (WORKER, RULES):
            job = self._city_job(contender, str(number), self._incidents)
        else:
            job = self._job(contender, str(number), BACKLOG)
        try:
            return run_lap(contender, job)
        finally:
            drop_topics(self._bootstrap, job.name)

    def _job(self, contender: Contender, start: str, source: str) -> Job:
        name = f"{contender.module.rpartition('.')[2].replace('_', '-')}-{start}"
        job = Job(
            self._bootstrap, source, name, str(self._folder), self._manner.seconds, self._manner.warm_up
        )
        make_topics(self._bootstrap, contender.topics(job))
        return job

    def _city_job(self, contender: Contender, start: str, incidents: Sequence[Event]) -> Job:
        job = self._job(contender, start, "")
        with Provisioner(Broker(self._bootstrap), Wanted(job.name, city.REGISTRY.partitions)) as provisioner:
            provisioner.apply()
        fill(self._bootstrap, city.incidents_topic(job.name), incidents)
        return job
