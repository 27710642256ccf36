"""What the whole test session shares: one real Kafka, brokers that a test may stop, no silent skips."""

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from hypothesis import settings

from streams.broker.address import require_broker
from streams.broker.embedded import EmbeddedKafka
from streams.broker.settings import BrokerSettings

# A busy machine is slow, not wrong; what must be quick has a test that counts or times it.
settings.register_profile("asb", deadline=None)
settings.load_profile("asb")

# Who looks, for every `asb` command of a test: a command that shows personal data wants to know.
os.environ.setdefault("ASB_OFFICER", "PS 77")


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


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Fail the session when a test was skipped that `expected_skips.txt` does not name."""
    if unexpected := _unexpected_skips(session.config):
        reporter = session.config.pluginmanager.get_plugin("terminalreporter")
        reporter.write_line("")
        for test in unexpected:
            reporter.write_line(
                f"SKIPPED WITHOUT LEAVE {test}: name it in tests/expected_skips.txt", red=True
            )
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def _unexpected_skips(config: pytest.Config) -> list[str]:
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    lines = Path(__file__).with_name("expected_skips.txt").read_text(encoding="utf-8").splitlines()
    expected = {line.strip() for line in lines if line.strip() and not line.startswith("#")}
    skipped = {report.nodeid for report in reporter.stats.get("skipped", [])} if reporter else set()
    return sorted(skipped - expected)
