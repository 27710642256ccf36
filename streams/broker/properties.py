"""The settings of the embedded broker: one small KRaft node, broker and controller, on loopback."""

import socket
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

HOST = "127.0.0.1"


@dataclass(frozen=True)
class Ports:
    """The two ports of a node."""

    client: int
    controller: int

    @classmethod
    def free(cls) -> "Ports":
        """Two ports that nothing listens on now; another process may take one before the broker does."""
        with socket.socket() as one, socket.socket() as other:
            one.bind((HOST, 0))
            other.bind((HOST, 0))
            return cls(one.getsockname()[1], other.getsockname()[1])

    def are_free(self) -> bool:
        return all(_is_free(port) for port in (self.client, self.controller))


def _is_free(port: int) -> bool:
    with socket.socket() as attempt:
        # As the broker binds: a port whose old connections linger in TIME_WAIT counts as free.
        attempt.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            attempt.bind((HOST, port))
        except OSError:
            return False
    return True


def server_properties(ports: Ports, log_dir: Path, overrides: Mapping[str, str]) -> dict[str, str]:
    """The content of `server.properties`; `overrides` are put over ours."""
    client, controller = f"{HOST}:{ports.client}", f"{HOST}:{ports.controller}"
    return {
        "process.roles": "broker,controller",
        "node.id": "1",
        "listeners": f"PLAINTEXT://{client},CONTROLLER://{controller}",
        "advertised.listeners": f"PLAINTEXT://{client},CONTROLLER://{controller}",
        "controller.listener.names": "CONTROLLER",
        "controller.quorum.bootstrap.servers": controller,
        "log.dirs": str(log_dir),
        # Topics are made by `asb topics apply`, with equal partition counts, or not at all.
        "auto.create.topics.enable": "false",
        "log.message.timestamp.type": "LogAppendTime",
        "num.partitions": "1",
        "default.replication.factor": "1",
        "min.insync.replicas": "1",
        "offsets.topic.replication.factor": "1",
        "transaction.state.log.replication.factor": "1",
        "transaction.state.log.min.isr": "1",
        "share.coordinator.state.topic.replication.factor": "1",
        "share.coordinator.state.topic.min.isr": "1",
        # Few partitions of the internal topics: it starts sooner.
        "offsets.topic.num.partitions": "4",
        "transaction.state.log.num.partitions": "4",
        "share.coordinator.state.topic.num.partitions": "1",
        "group.initial.rebalance.delay.ms": "0",
        # The default of 128 MiB would be a quarter of the heap.
        "log.cleaner.dedupe.buffer.size": str(16 * 1024 * 1024),
        **overrides,
    }


def write_properties(path: Path, properties: Mapping[str, str]) -> None:
    path.write_text("".join(f"{name}={value}\n" for name, value in properties.items()), encoding="utf-8")


def read_properties(path: Path) -> dict[str, str]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return dict(line.split("=", 1) for line in lines if "=" in line)


def ports_of(properties: Mapping[str, str]) -> Ports:
    """The ports that the properties name; listeners added by an override do not matter."""
    listeners = dict(entry.split("://", 1) for entry in properties["listeners"].split(","))
    controller = listeners.pop("CONTROLLER")
    client = next(iter(listeners.values()))
    return Ports(int(client.rsplit(":", 1)[1]), int(controller.rsplit(":", 1)[1]))
