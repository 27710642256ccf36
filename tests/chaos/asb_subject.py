"""The ASB domain as what is tried: the worker that goes into service, fed with a synthetic city's reports."""

import heapq
from collections.abc import Iterator, Mapping
from typing import Any

from connectors.broker import Broker
from connectors.city import generate
from connectors.messages import envelope_of, payload_of
from schemas import topics
from schemas.forces import Registry
from schemas.topics import TOPIC_OF, in_installation
from streams.domain import AsbDomain
from streams.provisioning import Provisioner, Wanted
from tests.chaos.feed import Fed, Feed
from tests.chaos.plan import Plan
from tests.chaos.topics import own_name
from tests.chaos.verdict import whole_verdict
from tests.given.core import SECRET

CHECKER = "tests.chaos.asb_checker"
DAYS = 3_650
POISON_EVERY = 500


def forces(number: int) -> tuple[str, ...]:
    """Invented ones, each with a partition of its own."""
    return tuple(f"E23{each:06}" for each in range(900_001, 900_001 + number))


class AsbSubject:
    """Cases, reminders, notices and referrals of several forces. What must be published is worked out by the rules
    in memory, in the order of the journal, which must lead to every record of the inputs once.
    """

    module = "tests.chaos.asb_worker"

    def __init__(self, plan: Plan) -> None:
        name = own_name("chaos")
        self._forces = forces(plan.partitions)
        self._plan = plan
        self._installation = name
        self.domain = AsbDomain(name, Registry(self._forces), SECRET)
        self.options: Mapping[str, Any] = {"name": name, "forces": self._forces}
        self.refusable = in_installation(name, topics.DECISIONS)

    def make_topics(self, bootstrap: str) -> None:
        with Provisioner(Broker(bootstrap), Wanted(self._installation, self._plan.partitions)) as provisioner:
            provisioner.apply()

    def feed(self, bootstrap: str, seed: int) -> Feed:
        plan = self._plan
        return CityFeed(
            bootstrap,
            self._installation,
            self._forces,
            events=plan.events,
            per_second=plan.per_second,
            seed=seed,
            open_ended=True,
        )

    def verdict(self, bootstrap: str) -> dict[str, int]:
        return whole_verdict(CHECKER, bootstrap, self._installation, str(self._plan.partitions))


class CityFeed(Feed):
    """A city for each force, in the order in which its messages arrive; some of them are poison."""

    aborts_every = 1_000

    def __init__(self, bootstrap: str, installation: str, forces: tuple[str, ...], **pace: Any) -> None:
        super().__init__(bootstrap, **pace)
        self._installation = installation
        self._forces = forces
        self._seed = pace["seed"]

    def source(self) -> Iterator[Fed]:
        cities = [self._city(number) for number in range(len(self._forces))]
        arriving = heapq.merge(*cities, key=lambda each: each[0])
        for number, (_, fed) in enumerate(arriving):
            is_poison = number % POISON_EVERY == POISON_EVERY // 2
            yield fed._replace(value=fed.value[:-1]) if is_poison else fed

    def ghost(self, number: int) -> Fed:
        topic = in_installation(self._installation, topics.INCIDENTS)
        return Fed(topic, number % len(self._forces), b"ghost", b"{}")

    def _city(self, partition: int) -> Iterator[tuple[Any, Fed]]:
        for event in generate(self._seed + partition, DAYS):
            value = payload_of(event.message)
            envelope = envelope_of(event.message, self._forces[partition], value, event.ce_id)
            topic = in_installation(self._installation, TOPIC_OF[type(event.message)])
            headers = tuple(envelope.headers())
            yield event.arrives_at, Fed(topic, partition, envelope.subject.encode(), value, headers)
