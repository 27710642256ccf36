"""Where is Kafka, and does it answer?"""

import socket
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from streams.broker.errors import NoBroker
from streams.broker.settings import BrokerSettings

DEFAULT_FOLDER = Path(".asb") / "broker"
ADDRESS_FILE = "bootstrap"
PATIENCE_S = 5.0
LISTENS_S = 0.5


def find_bootstrap(explicit: str | None = None, folder: Path = DEFAULT_FOLDER) -> str:
    """The bootstrap address: the one given, else `KAFKA_BOOTSTRAP`, else that of `asb broker start`.

    Raises:
        NoBroker: none of the three names one.
    """
    if address := explicit or BrokerSettings.from_environment().bootstrap:
        return address
    try:
        return (folder / ADDRESS_FILE).read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        raise NoBroker("No Kafka is known here; start one with: asb broker start") from None


def require_broker(
    bootstrap: str, seconds: float = PATIENCE_S, client_options: Mapping[str, Any] | None = None
) -> None:
    """Return when the broker answers; raise NoBroker when it does not within the seconds.

    `client_options` are kafka-python's own, for a cluster that asks who is there.
    """
    if answers(bootstrap, seconds, client_options):
        return
    if any(listens(address) for address in bootstrap.split(",")):
        raise NoBroker(
            f"Something listens at {bootstrap}, but does not answer this client: check that it is Kafka, and "
            "ASB_KAFKA_SECURITY, ASB_KAFKA_CA_FILE, ASB_KAFKA_USER and ASB_KAFKA_PASSWORD_FILE"
        )
    raise NoBroker(f"No Kafka at {bootstrap}; start one with: asb broker start")


def listens(address: str) -> bool:
    """Whether something takes connections at host:port; whether it is a Kafka is not asked."""
    host, _, port = address.rpartition(":")
    try:
        with socket.create_connection((host, int(port)), LISTENS_S):
            return True
    except (OSError, ValueError):
        return False


def answers(bootstrap: str, seconds: float, client_options: Mapping[str, Any] | None = None) -> bool:
    """Whether a Kafka tells its versions and its brokers at the address within the seconds."""
    from kafka import KafkaAdminClient
    from kafka.errors import KafkaError

    patience_ms = max(1, int(seconds * 1000))
    options = {"bootstrap_servers": bootstrap.split(","), **(client_options or {})}
    try:
        # Making the client asks for the cluster's versions and brokers, and fails when nobody tells.
        client = KafkaAdminClient(**options, bootstrap_timeout_ms=patience_ms, request_timeout_ms=patience_ms)
    except (KafkaError, ValueError):
        return False
    client.close()
    return True
