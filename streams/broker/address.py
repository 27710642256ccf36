"""Where is Kafka, and does it answer?"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from streams.broker.errors import NoBroker
from streams.broker.settings import BrokerSettings

DEFAULT_FOLDER = Path(".asb") / "broker"
ADDRESS_FILE = "bootstrap"
PATIENCE_S = 5.0


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
    if not answers(bootstrap, seconds, client_options):
        raise NoBroker(f"No Kafka at {bootstrap}; start one with: asb broker start")


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
