"""What the demo stands on.

A folder with a Kafka of its own, the topics, and a worker in a process of its own.
"""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Final, NamedTuple

from connectors.broker import Broker
from schemas.forces import Registry
from streams.broker.embedded import EmbeddedKafka
from streams.cli.errors import UserError
from streams.provisioning import Provisioner, Wanted

INSTALLATION: Final = "demo"
PARENT: Final = Path(".asb")
STOP_PATIENCE_S: Final = 15.0
# What a shell of the user says about other clusters and installations is not for the demo.
_NOT_OURS: Final = ("KAFKA_BOOTSTRAP", "ASB_INSTALLATION", "ASB_POLICIES", "ASB_WEB_PORT")


class Kept(NamedTuple):
    """What was left running, for the one who stops it."""

    folder: Path
    bootstrap: str
    worker: int


class Stage:
    """Set up step by step; `strike` takes everything down that was set up, in any state."""

    def __init__(self, registry: Registry, registry_file: Path) -> None:
        self._registry, self._registry_file = registry, registry_file
        PARENT.mkdir(exist_ok=True)
        self.folder = Path(tempfile.mkdtemp(prefix="demo-", dir=PARENT))
        self._kafka = EmbeddedKafka(self.folder / "kafka")
        self._worker: subprocess.Popen[bytes] | None = None

    @property
    def broker(self) -> Broker:
        return Broker(self._kafka.bootstrap)

    def start_kafka(self) -> None:
        """Raises BrokerError when it cannot start here."""
        self._kafka.start()

    def make_topics(self) -> None:
        with Provisioner(self.broker, Wanted(INSTALLATION, self._registry.partitions)) as provisioner:
            provisioner.apply()

    def start_worker(self) -> None:
        """Its clock goes by the times in the messages: weeks of the city pass in seconds."""
        arguments = ["worker", "--clock", "events", "--bootstrap", self._kafka.bootstrap]
        arguments += ["--installation", INSTALLATION, "--registry", str(self._registry_file)]
        arguments += ["--secret-file", str(self._secret()), "--data-dir", str(self.folder / "worker")]
        environment = {name: value for name, value in os.environ.items() if name not in _NOT_OURS}
        with self._worker_log.open("wb") as log:
            self._worker = subprocess.Popen(
                [sys.executable, "-m", "streams", *arguments],
                stdout=log,
                stderr=log,
                env=environment,
                start_new_session=True,
            )

    def require_worker(self) -> None:
        """Raises UserError when the worker is gone."""
        if self._worker is not None and (status := self._worker.poll()) is not None:
            kept = shutil.copy(self._worker_log, PARENT / "demo-worker.log")
            msg = f"the worker ended with status {status}; what it said is in {kept}"
            raise UserError(msg)

    @property
    def kept(self) -> Kept:
        return Kept(self.folder, self._kafka.bootstrap, self._worker.pid if self._worker else 0)

    def strike(self) -> None:
        """Stop the worker, stop Kafka, remove the folder."""
        if self._worker is not None and self._worker.poll() is None:
            self._worker.send_signal(signal.SIGTERM)
            try:
                self._worker.wait(STOP_PATIENCE_S)
            except subprocess.TimeoutExpired:
                self._worker.kill()
                self._worker.wait()
        self._kafka.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    @property
    def _worker_log(self) -> Path:
        return self.folder / "worker.log"

    def _secret(self) -> Path:
        """A secret of the demo's own: the same decisions every time, and never the installation's."""
        file = self.folder / "secret"
        file.write_text("a secret of the demo, which holds nobody's data", encoding="ascii")
        file.chmod(0o600)
        return file
