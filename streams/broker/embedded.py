"""A real Apache Kafka, started here: one KRaft node in a JVM of its own, on loopback and free ports.

Everything it writes is under one folder; two folders are two brokers side by side. A folder is started
again with its data and, as long as they are free, its ports. Only the process of that folder is ever stopped.
"""

import subprocess
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from streams.broker import jvm, process
from streams.broker.address import ADDRESS_FILE, answers, listens
from streams.broker.errors import BrokerError
from streams.broker.jars import checked_jars
from streams.broker.java import check_machine, find_java
from streams.broker.properties import (
    HOST,
    Ports,
    ports_of,
    read_properties,
    server_properties,
    write_properties,
)
from streams.broker.settings import BrokerSettings

START_PATIENCE_S = 60.0
STOP_PATIENCE_S = 30.0
ANSWER_PATIENCE_S = 2.0
POLL_S = 0.05
PORT_ATTEMPTS = 3


@dataclass(frozen=True)
class BrokerStatus:
    """`running`: the process lives; `answers`: a client got an answer from it."""

    running: bool
    answers: bool
    bootstrap: str | None
    pid: int | None
    folder: str


class EmbeddedKafka:
    """The broker of one folder. As a context manager it runs for the length of the block.

    Args:
        folder: holds the data, the log, the pid and the address; made when it is not there.
        properties: put over the broker's own settings, as `server.properties` names them.
        heap: the JVM's largest heap.
        accounts: names and passwords that a new cluster knows from the start (SCRAM-SHA-512).
        settings: where the jars and Java are; read from the environment when not given.
    """

    def __init__(
        self,
        folder: Path,
        *,
        properties: Mapping[str, str] | None = None,
        heap: str = "512m",
        accounts: Mapping[str, str] | None = None,
        settings: BrokerSettings | None = None,
    ) -> None:
        self.folder = folder.absolute()
        self._overrides = dict(properties or {})
        self._heap = heap
        self._accounts = dict(accounts or {})
        self._settings = settings or BrokerSettings.from_environment()
        self._properties = self.folder / "server.properties"
        self._pid_file = self.folder / "pid"
        self._log = self.folder / "broker.log"
        self._console = self.folder / "console.log"
        self._child: subprocess.Popen[bytes] | None = None

    @property
    def bootstrap(self) -> str:
        """The address that clients are given."""
        return f"{HOST}:{ports_of(read_properties(self._properties)).client}"

    def is_broker_folder(self) -> bool:
        """Whether the folder is a broker's: what may be deleted as such."""
        return self._properties.is_file()

    def start(self, patience_s: float = START_PATIENCE_S) -> str:
        """Start the broker, unless it runs, and return its address once it answers.

        Raises:
            BrokerError: it cannot start here, or did not answer within the patience; the message says why.
        """
        if self._pid() is None:
            check_machine()
            java = find_java(self._settings.java_home)
            class_path = ":".join(str(jar) for jar in checked_jars(self._settings.jar_cache))
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            self._start_on_free_ports(java, class_path, time.monotonic() + patience_s)
        elif not answers(self.bootstrap, patience_s):
            raise BrokerError(f"The Kafka in {self.folder} runs but does not answer; see {self._log}")
        (self.folder / ADDRESS_FILE).write_text(f"{self.bootstrap}\n", encoding="utf-8")
        return self.bootstrap

    def stop(self, patience_s: float = STOP_PATIENCE_S) -> bool:
        """Shut the broker down and keep its data. False when it was not running."""
        was_running = process.end(self._pid_file, self._properties, patience_s)
        self._forget()
        return was_running

    def kill(self) -> None:
        """End the broker without a shutdown, as a power cut would; the data stay."""
        process.kill(self._pid_file, self._properties, STOP_PATIENCE_S)
        self._forget()

    def status(self) -> BrokerStatus:
        """How things are now; a broker that runs is asked for an answer."""
        pid = self._pid()
        if pid is None:
            return BrokerStatus(False, False, None, None, str(self.folder))
        return BrokerStatus(
            True, answers(self.bootstrap, ANSWER_PATIENCE_S), self.bootstrap, pid, str(self.folder)
        )

    def __enter__(self) -> Self:
        try:
            self.start()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def _pid(self) -> int | None:
        return process.running_pid(self._pid_file, self._properties)

    def _forget(self) -> None:
        if self._child is not None:
            self._child.wait()
            self._child = None
        for path in (self._pid_file, self.folder / ADDRESS_FILE):
            path.unlink(missing_ok=True)

    def _start_on_free_ports(self, java: Path, class_path: str, deadline: float) -> None:
        # Another program may take a port between our choice and the broker's bind: then choose again.
        for _ in range(PORT_ATTEMPTS):
            self._configure(java, class_path)
            self._launch(java, class_path)
            if self._came_up(deadline):
                return
            if not self._port_was_taken():
                break
        reason = "did not answer in time" if self._pid() else "ended at once"
        self.stop()
        raise BrokerError(f"The Kafka in {self.folder} {reason}; see {self._log}")

    def _configure(self, java: Path, class_path: str) -> None:
        ports = Ports.free()
        if self._properties.exists():
            before = ports_of(read_properties(self._properties))
            ports = before if before.are_free() else ports
        data = self.folder / "data"
        write_properties(self._properties, server_properties(ports, data, self._overrides))
        if not (data / "meta.properties").exists():
            jvm.format_storage(java, class_path, self._properties, self._accounts)

    def _launch(self, java: Path, class_path: str) -> None:
        self._child = jvm.start_server(
            java, class_path, self._properties, heap=self._heap, log=self._log, console=self._console
        )
        part = self._pid_file.with_suffix(".part")
        part.write_text(f"{self._child.pid}\n", encoding="utf-8")
        part.replace(self._pid_file)

    def _came_up(self, deadline: float) -> bool:
        while time.monotonic() < deadline and self._child is not None and self._child.poll() is None:
            # Asked first: a client would fill the log with its vain tries.
            if listens(self.bootstrap) and answers(self.bootstrap, ANSWER_PATIENCE_S):
                return True
            time.sleep(POLL_S)
        return False

    def _port_was_taken(self) -> bool:
        written = (path for path in (self._log, self._console) if path.exists())
        return any("Address already in use" in path.read_text(errors="replace") for path in written)
