"""What is tried: a domain of the engine's, what it is fed, and who judges it."""

from collections.abc import Mapping
from typing import Any, Protocol

from streams.engine.domain import Domain
from tests.chaos.feed import Feed
from tests.chaos.feeding import Feeder
from tests.chaos.plan import Plan
from tests.chaos.topics import make_topics, own_name
from tests.chaos.verdict import CHECKER, whole_verdict
from tests.unit.engine.toy import Counting

COMPACTED_SOON = {"segment.bytes": "1048576", "min.cleanable.dirty.ratio": "0.01"}
"""Rows are compacted while they are written and loaded, not only in a week."""


class Subject(Protocol):
    """`options` are what its worker is started with; `refusable` is an output that the broker may refuse to take."""

    domain: Domain[Any]
    module: str
    options: Mapping[str, Any]
    refusable: str

    def make_topics(self, bootstrap: str) -> None: ...

    def feed(self, bootstrap: str, seed: int) -> Feed:
        """Open-ended: it goes on until it is told to finish."""

    def verdict(self, bootstrap: str) -> dict[str, int]:
        """What the checker finds, once nothing is missing or patience has run out."""


class CountingSubject:
    """Counts events per key: all that it must publish can be worked out from its inputs alone."""

    def __init__(self, plan: Plan, module: str = "tests.chaos.worker") -> None:
        self.domain = Counting(own_name("chaos"), plan.inputs)
        self.module = module
        self.options = {"name": self.domain.name, "inputs": plan.inputs}
        self.refusable = self.domain.counts_topic
        self._plan = plan

    def make_topics(self, bootstrap: str) -> None:
        make_topics(bootstrap, self.domain, self._plan.partitions, COMPACTED_SOON)

    def feed(self, bootstrap: str, seed: int) -> Feed:
        plan = self._plan
        return Feeder(
            bootstrap,
            self.domain.inputs,
            plan.partitions,
            events=plan.events,
            per_second=plan.per_second,
            seed=seed,
            open_ended=True,
        )

    def verdict(self, bootstrap: str) -> dict[str, int]:
        plan = self._plan
        return whole_verdict(CHECKER, bootstrap, self.domain.name, str(plan.partitions), *plan.inputs)
