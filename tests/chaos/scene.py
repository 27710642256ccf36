"""Where faults are done, and how one looks whether they did anything."""

import random
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from tests.chaos.cluster import Cluster
from tests.chaos.fleet import Fleet, Worker, until
from tests.chaos.handled import Handled
from tests.chaos.plan import Plan

PATIENCE_S: Final = 180.0
WORKERS: Final = 2
"""How many there are when no fault is being done."""


@dataclass
class Scene:
    cluster: Cluster
    fleet: Fleet
    handled: Handled
    chance: random.Random
    plan: Plan
    refusing_topic: str
    """The topic whose writes the broker may be told to refuse."""

    def goes_on(self) -> None:
        """Return when something more has been handled; fail when nothing is for too long."""
        before = self.handled.read_on()
        until(lambda: self.handled.read_on() > before, PATIENCE_S, "the workers go on")

    def someone(self) -> Worker:
        """One of those that have a desk."""
        workers = self.fleet.workers
        at_work = until(
            lambda: [each for each in workers if each.seen.open_desks()], PATIENCE_S, "a worker at a desk"
        )
        return self.chance.choice(at_work)  # type: ignore[no-any-return]

    def replace(self, killed: Worker) -> None:
        """As a supervisor does; unless there are enough."""
        self.fleet.workers.remove(killed)
        if len(self.fleet.workers) < WORKERS:
            self.fleet.start()

    def marked(self, mark: str) -> int:
        """How often all workers' logs, those of the killed too, hold this mark."""
        return self.fleet.marked(mark)


Effects = Mapping[str, int]
"""What a fault is to bring about, and how often it did."""

Fault = Callable[[Scene], Effects]
"""Returns when the fault is over."""


def happens(condition: Callable[[], Any], seconds: float = PATIENCE_S) -> bool:
    """Whether something becomes true in time."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.1)
    return True
