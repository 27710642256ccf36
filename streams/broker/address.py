"""Where is Kafka, and does it answer?"""

from pathlib import Path

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


def require_broker(bootstrap: str, seconds: float = PATIENCE_S) -> None:
    """Return when the broker answers; raise NoBroker when it does not within the seconds."""
    if not answers(bootstrap, seconds):
        raise NoBroker(f"No Kafka at {bootstrap}; start one with: asb broker start")


def answers(bootstrap: str, seconds: float) -> bool:
    """Whether a Kafka cluster describes itself at the address within the seconds."""
    from kafka import KafkaAdminClient
    from kafka.errors import KafkaError

    milliseconds = max(1, int(seconds * 1000))
    try:
        client = KafkaAdminClient(
            bootstrap_servers=bootstrap.split(","),
            bootstrap_timeout_ms=milliseconds,
            request_timeout_ms=milliseconds,
        )
    except KafkaError:
        return False
    try:
        return bool(client.describe_cluster()["brokers"])
    except KafkaError:
        return False
    finally:
        client.close()
