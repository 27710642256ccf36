"""The two Java programs of the embedded Kafka: the one that prepares a data folder, and the broker."""

import base64
import subprocess
import uuid
from collections.abc import Iterator, Mapping
from importlib.resources import as_file, files
from pathlib import Path

from streams.broker.errors import BrokerError

FORMAT_PATIENCE_S = 60
# A small heap collector and the quick compiler only: the broker is up in half the time and half the memory.
FLAGS = ("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1")


def format_storage(
    java: Path, class_path: str, properties: Path, accounts: Mapping[str, str] | None = None
) -> None:
    """Prepare the data folder that the properties name for a cluster of this one node.

    `accounts`: names and passwords that the cluster knows from the start, by SCRAM-SHA-512.

    Raises:
        BrokerError: Kafka refused, with its own last line.
    """
    command = [str(java), *FLAGS, "-cp", class_path, "kafka.tools.StorageTool", "format", "--standalone"]
    done = subprocess.run(
        [*command, "--cluster-id", _new_cluster_id(), "--config", str(properties), *_known(accounts or {})],
        capture_output=True,
        text=True,
        timeout=FORMAT_PATIENCE_S,
        check=False,
    )
    if done.returncode:
        said = (done.stderr or done.stdout).strip().splitlines() or ["no reason given"]
        raise BrokerError(f"Kafka cannot prepare {properties.parent}: {said[-1]}")


def _known(accounts: Mapping[str, str]) -> Iterator[str]:
    for name, password in accounts.items():
        yield "--add-scram"
        yield f"SCRAM-SHA-512=[name={name},password={password}]"


def _new_cluster_id() -> str:
    """A random id as Kafka writes them: 16 bytes in URL-safe base64, never looking like an option."""
    text = base64.urlsafe_b64encode(uuid.uuid4().bytes).decode().rstrip("=")
    return text if not text.startswith("-") else _new_cluster_id()


def start_server(
    java: Path, class_path: str, properties: Path, *, heap: str, log: Path, console: Path
) -> subprocess.Popen[bytes]:
    """Start the broker in the background: its log goes to `log`, anything else it prints to `console`."""
    with (
        as_file(files("streams.broker").joinpath("log4j2.properties")) as log4j2,
        console.open("wb") as output,
    ):
        system = (f"-Dlog4j2.configurationFile={log4j2}", f"-Dasb.broker.log={log}")
        return subprocess.Popen(
            [str(java), f"-Xmx{heap}", *FLAGS, *system, "-cp", class_path, "kafka.Kafka", str(properties)],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            # A Ctrl-C at the terminal is for us: the broker is shut down after its clients.
            start_new_session=True,
        )
