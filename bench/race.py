"""One lap of one contender: start it, let it warm up, measure it over a window.

A window begins and ends at the moment a commit becomes readable, so a batch is in it wholly or not at all. How
far the contender was at such a moment is told by the first record it committed after it: the input offset
that this record answers. The same method measures every contender that writes to Kafka.
"""

import time
from typing import Final, NamedTuple

from confluent_kafka.admin import AdminClient

from bench.cluster import Trouble, admin_client, committed_end, read_at
from bench.contender import RULES, Contender, Running
from bench.job import Job

START_S: Final = 90.0
COMMIT_S: Final = 60.0
POLL_S: Final = 0.02


class Lap(NamedTuple):
    """What one contender did in one window. `cpu` is its own process's processor time, without Kafka's."""

    events: int
    seconds: float
    cpu: float

    @property
    def rate(self) -> float:
        """Events a second."""
        return self.events / self.seconds

    @property
    def cpu_micros(self) -> float:
        """Processor time per event, in microseconds."""
        return 1e6 * self.cpu / self.events


class _Commit(NamedTuple):
    at: float
    end: int
    cpu: float


def run_lap(contender: Contender, job: Job) -> Lap:
    """Run a contender on a job whose topics and backlog are there. Raises `Trouble`."""
    with contender.start(job) as running:
        if contender is RULES:
            return Lap(**running.answer())
        admin = admin_client(job.bootstrap)
        _next_commit(admin, running, START_S)
        time.sleep(job.warm_up)
        first = _next_commit(admin, running, COMMIT_S)
        time.sleep(job.seconds)
        last = _next_commit(admin, running, COMMIT_S)
        return Lap(_between(running, first, last), last.at - first.at, last.cpu - first.cpu)


def _next_commit(admin: AdminClient, running: Running, patience: float) -> _Commit:
    """Wait until more becomes readable than there is now."""
    topic = running.contender.progress(running.job)
    before, deadline = committed_end(admin, topic), time.monotonic() + patience
    while time.monotonic() < deadline:
        end = committed_end(admin, topic)
        if end > before:
            return _Commit(time.monotonic(), end, running.cpu_seconds())
        running.check()
        time.sleep(POLL_S)
    said = running.last_words()
    raise Trouble(f"{running.contender.name} committed nothing for {patience:.0f} s; it said last:\n{said}")


def _between(running: Running, first: _Commit, last: _Commit) -> int:
    """Input records whose work was committed between two moments."""
    contender, job = running.contender, running.job
    topic = contender.progress(job)
    from_, upto = (contender.reached(read_at(job.bootstrap, topic, commit.end)) for commit in (first, last))
    return upto - from_
