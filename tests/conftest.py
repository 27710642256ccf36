"""What the whole test session shares: one real Kafka, and brokers of one's own for tests that stop them."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from streams.broker.address import require_broker
from streams.broker.embedded import EmbeddedKafka
from streams.broker.settings import BrokerSettings


@pytest.fixture(scope="session")
def kafka(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the session's Kafka: that of `KAFKA_BOOTSTRAP`, else an embedded one.

    It is shared: a test makes topics, groups and transactional ids of its own names and never stops it.
    """
    if bootstrap := BrokerSettings.from_environment().bootstrap:
        require_broker(bootstrap)
        yield bootstrap
    else:
        with EmbeddedKafka(tmp_path_factory.mktemp("kafka")) as broker:
            yield broker.bootstrap


@pytest.fixture
def own_kafka(tmp_path: Path) -> Iterator[Callable[..., EmbeddedKafka]]:
    """Start brokers that a test may stop, kill and start again; all are stopped after it.

    `own_kafka()` starts one; keywords go to `EmbeddedKafka` (`properties={...}` to set the broker up).
    """
    with ExitStack() as running:
        folders = (tmp_path / f"kafka-{number}" for number in range(1, 100))

        def start(**options: object) -> EmbeddedKafka:
            return running.enter_context(EmbeddedKafka(next(folders), **options))

        yield start
