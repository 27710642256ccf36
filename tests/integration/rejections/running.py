"""One installation of the real worker on a real Kafka: raw records in, committed records out."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from uuid import uuid4

import yaml
from confluent_kafka import Consumer, Message, Producer, TopicPartition

from connectors.broker import Broker
from schemas import topics
from schemas.topics import Topic, in_installation
from streams.engine.domain import Record
from streams.provisioning import Provisioner, Wanted
from tests.given.until import until

ROOT = Path(__file__).parents[3]
HERE = "E23000099"
NEXT_DOOR = "E23000097"
FORCES = (HERE, NEXT_DOOR)


class Running:
    """Topics, a worker process that may be killed and started again, and what a read_committed reader sees."""

    def __init__(
        self, bootstrap: str, folder: Path, worker: str = "streams", forces: tuple[str, ...] = FORCES
    ) -> None:
        self.name = f"r{uuid4().hex[:10]}"
        self.log = folder / "worker.log"
        self.forces = forces
        self.secret = b"s" * 64
        self.process: subprocess.Popen[bytes] | None = None
        self._bootstrap = bootstrap
        self._folder = folder
        self._module = worker
        self._producer = Producer({"bootstrap.servers": bootstrap, "message.max.bytes": 50_000_000})
        registry = [{"force": force, "partition": number} for number, force in enumerate(forces)]
        (folder / "forces.yaml").write_text(yaml.safe_dump(registry), "utf-8")
        (folder / "secret").write_bytes(self.secret)
        with Provisioner(Broker(bootstrap), Wanted(self.name, len(forces))) as provisioner:
            provisioner.apply()

    def start(self, *options: str) -> None:
        """Start the worker; it logs to `log`, after what it logged before."""
        command = [sys.executable, "-m", self._module, "worker", "--installation", self.name]
        command += ["--registry", str(self._folder / "forces.yaml")]
        command += ["--secret-file", str(self._folder / "secret"), "--data-dir", str(self._folder / "data")]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [*command, "--log-format", "text", "--log-transactions", *options],
                cwd=ROOT,
                env=os.environ | {"KAFKA_BOOTSTRAP": self._bootstrap, "PYTHONUNBUFFERED": "1"},
                stdout=log,
                stderr=subprocess.STDOUT,
            )

    def mend(self) -> None:
        """From the next start on it is the worker without bugs."""
        self._module = "streams"

    def kill(self) -> None:
        """kill -9."""
        assert self.process is not None
        self.process.kill()
        self.process.wait()

    def stop(self) -> int:
        """SIGTERM; the exit status."""
        assert self.process is not None
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(30)

    def says(self, words: str) -> bool:
        return words in self.log.read_text("utf-8", "replace")

    def send(self, records: Iterable[Record], **options: Any) -> None:
        """Produce records as they are: topic, partition, key, value and headers; `options` are the producer's."""
        producer = Producer({"bootstrap.servers": self._bootstrap, **options}) if options else self._producer
        for record in records:
            producer.produce(
                record.topic,
                record.value,
                record.key,
                partition=record.partition,
                headers=list(record.headers),
            )
        assert producer.flush(30) == 0

    def topic(self, topic: Topic) -> str:
        return in_installation(self.name, topic)

    def read(self, topic: Topic) -> list[Message]:
        """Every committed record, partition by partition."""
        settings = {"bootstrap.servers": self._bootstrap, "group.id": "reads", "fetch.wait.max.ms": 10}
        settings |= {"isolation.level": "read_committed", "enable.auto.commit": False}
        consumer = Consumer({**settings, "enable.partition.eof": True})
        found: list[Message] = []
        try:
            for partition in range(len(self.forces)):
                consumer.assign([TopicPartition(self.topic(topic), partition, 0)])
                found += _to_the_end(consumer)
        finally:
            consumer.close()
        return found

    def rejected(self) -> list[Message]:
        return self.read(topics.REJECTED)

    def wait_for_decision(self, incident_id: str, seconds: float = 60) -> None:
        """Until the incident is decided, and with it everything sent to its partition before it."""

        def decided() -> bool:
            return any(message.key() == incident_id.encode() for message in self.read(topics.DECISIONS))

        until(decided, seconds, f"{incident_id} is decided; see {self.log}", every=0.3)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.process is not None and self.process.poll() is None:
            self.kill()


def _to_the_end(consumer: Consumer) -> list[Message]:
    found: list[Message] = []
    while (message := consumer.poll(10)) is not None:
        if message.error() is None:
            found.append(message)
        elif message.error().name() == "_PARTITION_EOF":
            return found
    raise AssertionError("Kafka does not answer")
