"""A broker that things are done to, and the slow line that its workers reach it by."""

import random
import resource
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Self

from streams.broker.embedded import EmbeddedKafka
from streams.broker.properties import HOST, Ports
from tests.chaos.fleet import until
from tests.chaos.slow_line import SlowLine

RESTART_S = 120.0
ENDS_S = 60.0
ROOM = 4_096
"""Bytes that may still be appended to one of the logs when the disk is said to be full."""

TOO_LARGE = "java.io.IOException: File too large"


class Cluster:
    """One broker. `direct` is its own address, for whoever feeds and checks; `line` leads to it from `bootstrap`,
    the address that it tells the workers.
    """

    def __init__(self, folder: Path, session_s: float) -> None:
        ports, behind_the_line = Ports.free(), Ports.free().client
        self.direct = f"{HOST}:{ports.client}"
        self.line = SlowLine(behind_the_line)
        self.bootstrap = f"{HOST}:{self.line.port}"
        self._folder = folder
        self._broker = EmbeddedKafka(folder, properties=self._properties(ports, behind_the_line, session_s))
        self._running = ExitStack()

    def _properties(self, ports: Ports, behind_the_line: int, session_s: float) -> dict[str, str]:
        own = f"PLAINTEXT://{self.direct},CONTROLLER://{HOST}:{ports.controller}"
        return {
            "listeners": f"{own},LINE://{HOST}:{behind_the_line}",
            "advertised.listeners": f"{own},LINE://{self.bootstrap}",
            "listener.security.protocol.map": "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,LINE:PLAINTEXT",
            "inter.broker.listener.name": "PLAINTEXT",
            "controller.quorum.bootstrap.servers": f"{HOST}:{ports.controller}",
            "group.min.session.timeout.ms": str(int(session_s * 1000)),
            # A broker that did not take its leave is let in again only after this.
            "broker.session.timeout.ms": "2000",
            "broker.heartbeat.interval.ms": "500",
            # Rows are compacted while they are written and loaded, not only in a week.
            "log.cleaner.backoff.ms": "1000",
        }

    def stop(self) -> None:
        self._broker.stop()

    def kill(self) -> None:
        self._broker.kill()

    def start(self) -> None:
        """Start it again, with what it holds and without the limits that it had."""
        self._broker.stop()
        self._broker.start(RESTART_S)

    def fill_the_disk(self, chance: random.Random) -> None:
        """Let no file grow beyond a little more than the size of one of the logs, chosen at random."""
        sizes = sorted(size for size in self._log_sizes() if size)
        limit = chance.choice(sizes) + ROOM
        pid = int((self._folder / "pid").read_text(encoding="utf-8"))
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (limit, limit))

    def wait_for_the_end(self) -> None:
        """Return when the broker has ended by itself."""
        until(lambda: not self._broker.status().running, ENDS_S, "the broker ends on a full disk", every=0.5)

    def refused_by_the_disk(self) -> int:
        """How often the broker says so in its log, which is kept over its ends."""
        logs = self._folder.glob("broker.log*")
        return sum(path.read_text(encoding="utf-8", errors="replace").count(TOO_LARGE) for path in logs)

    def compacted_to(self, topic: str) -> int:
        """The offset that a topic has been compacted up to, all partitions together, as the broker notes it."""
        noted = (self._folder / "data" / "cleaner-offset-checkpoint").read_text(encoding="utf-8").splitlines()
        lines = (line.split() for line in noted[2:])
        return sum(int(offset) for name, _, offset in lines if name == topic)

    def _log_sizes(self) -> Iterator[int]:
        for path in (self._folder / "data").glob("*/*.log"):
            yield path.stat().st_size

    def __enter__(self) -> Self:
        self._running.enter_context(self._broker)
        self._running.enter_context(self.line)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._running.close()
