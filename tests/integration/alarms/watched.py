"""An installation whose worker's page is scraped as Prometheus does, by a clock that the test moves."""

import socket
import urllib.request
from collections.abc import Callable, Iterable, Mapping
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path
from types import TracebackType
from typing import Self

from schemas import topics
from schemas.forces import Registry
from schemas.incoming import IncidentLogged
from streams.domain import AsbDomain
from streams.engine.domain import Record
from streams.engine.eventclock import EventClock
from streams.policies.bundle import load_bundle
from tests.given.core import TICK, Core, record_of
from tests.given.messages import incident
from tests.given.prometheus import Alarm, Prometheus, alarms
from tests.given.until import until
from tests.integration.rejections.running import HERE, Running

FAULTY = "tests.integration.alarms.worker_with_faults"


SINCE_JUNE = "BlindSince"
"""Rings by all that is told here, for it was reported in June 2026 and nobody has been heard since: it is looked at
where it is meant."""


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


class Watched:
    """`ringing` are the alarms after the last scrape. Scrapes lie `every` apart for the alarms, whatever in truth."""

    def __init__(
        self,
        bootstrap: str,
        folder: Path,
        worker: str = "streams",
        every: timedelta = timedelta(seconds=30),
        rules: Mapping[str, Alarm] | None = None,
    ) -> None:
        self.here = Running(bootstrap, folder, worker)
        self.prometheus = Prometheus(
            every, rules or {name: each for name, each in alarms().items() if name != SINCE_JUNE}
        )
        self._every = every
        self._port = free_port()
        self._running = ExitStack()

    @property
    def ringing(self) -> set[str]:
        return self.prometheus.ringing()

    def start(self, *options: str) -> None:
        """Start the worker and wait until its desks are open."""
        opened = self._opened()
        self.here.start("--web-port", str(self._port), *options)
        wanted = opened + len(self.here.forces)
        until(lambda: self._opened() >= wanted, 90, f"the desks are open; see {self.here.log}", every=0.3)
        until(lambda: self.page() is not None, 30, "its page answers")

    def page(self) -> str | None:
        """What /metrics shows; None if nobody answers."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self._port}/metrics", timeout=5) as answer:
                return str(answer.read().decode())
        except OSError:
            return None

    def scrape(self) -> set[str]:
        return self.prometheus.scrape(self.page())

    def goes_on(self, lasting: timedelta) -> set[str]:
        """Nothing changes for so long: the page of this moment, scraped again and again."""
        return self.prometheus.scrape(self.page(), times=1 + lasting // self._every)

    def until(
        self, condition: Callable[[], bool], what: str, seconds: float = 60, every: float = 0.5
    ) -> None:
        """Scrape until it is so."""

        def is_so() -> bool:
            self.scrape()
            return condition()

        until(is_so, seconds, f"{what}; see {self.here.log}", every=every)

    def report(self, *incident_ids: str) -> None:
        """Good reports of a force."""
        self.here.send(self.reports(incident_ids))

    def reports(self, incident_ids: Iterable[str]) -> list[Record]:
        return [self.record(incident(name, 0, "Frightened")) for name in incident_ids]

    def record(self, report: IncidentLogged) -> Record:
        return record_of(report, self.here.topic(topics.INCIDENTS), 0, f"{report.incident_id}-1")

    def core(self) -> Core:
        """Rules in memory, to tell a story to: what they were told can be sent to this installation."""
        domain = AsbDomain(self.here.name, Registry(self.here.forces), self.here.secret, load_bundle())
        return Core(domain, EventClock(TICK), HERE)

    def __enter__(self) -> Self:
        self._running.enter_context(self.here)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._running.close()

    def _opened(self) -> int:
        log = self.here.log
        return log.read_text("utf-8", "replace").count("desk opened") if log.exists() else 0
