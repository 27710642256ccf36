"""Design, Security: a password reaches the broker's door and nothing else: no output, no log, whatever goes wrong."""

import asyncio
import base64
import logging
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from connectors.broker import Broker
from connectors.city.in_step import InStep
from connectors.publisher import Publisher
from connectors.reader import Reader
from schemas import topics
from schemas.forces import Registry
from streams.acl.cluster import AccessControl
from streams.domain import AsbDomain
from streams.engine.connect import check_topics
from streams.engine.settings import EngineSettings
from streams.provisioning import Provisioner, Wanted
from streams.replica import Replica
from tests.integration.security.conftest import INSTALLATION
from tests.integration.security.running import FORCES, asb, environment, write_registry
from tests.integration.security.secured import ADMINISTRATOR, Secured

pytestmark = pytest.mark.kafka

WRONG = "Gu3ssed-by-Quillfeather-417"
HERE = ("--force", FORCES[0])
CSV = str(Path(__file__).parents[3] / "data" / "lancashire-asb-2022-sample.tab")
COMMANDS = [
    ("acl", "check"),
    ("tail", "tags"),
    ("replay", "--check"),
    ("import", "incidents", CSV, "--mapping", "police-uk", *HERE),
]


def told_of(secret: str, text: str) -> list[str]:
    """The forms of the secret that the text holds: as it is, as bytes are shown in base64 or in hex digits."""
    raw = secret.encode()
    return [form for form in (secret, base64.b64encode(raw).decode().rstrip("="), raw.hex()) if form in text]


def brokers_logs(secured: Secured) -> str:
    kept = (secured.folder / "kafka").glob("*.log")
    return "".join(log.read_text("utf-8", "replace") for log in kept)


def test_a_command_says_that_a_wrong_password_is_wrong_and_does_not_tell_it(secured: Secured, tmp_path: Path):
    (tmp_path / "password").write_text(WRONG, "utf-8")
    (tmp_path / "secret").write_bytes(b"s" * 64)
    told = environment(secured, f"{INSTALLATION}-worker", write_registry(tmp_path))
    told["ASB_KAFKA_PASSWORD_FILE"] = str(tmp_path / "password")

    with ThreadPoolExecutor(3) as side_by_side:
        done = list(side_by_side.map(lambda words: asb(told, *words), COMMANDS))

    for words, each in zip(COMMANDS, done, strict=True):
        said = each.stdout + each.stderr
        assert (words, each.returncode) == (words, 4), said
        assert "does not answer this client" in each.stderr
        assert "ASB_KAFKA_PASSWORD_FILE" in each.stderr
        assert "Traceback" not in said
        assert told_of(WRONG, said) == []
    assert told_of(WRONG, brokers_logs(secured)) == []


def test_a_worker_with_a_wrong_password_says_so_gives_up_and_does_not_tell_it(
    secured: Secured, tmp_path: Path
):
    (tmp_path / "password").write_text(WRONG, "utf-8")
    (tmp_path / "secret").write_bytes(b"s" * 64)
    told = environment(secured, f"{INSTALLATION}-worker", write_registry(tmp_path))
    told["ASB_KAFKA_PASSWORD_FILE"] = str(tmp_path / "password")

    done = asb(told, "worker", "--wait", "3", "--log-transactions", "--data-dir", str(tmp_path / "data"))

    said = done.stdout + done.stderr
    assert done.returncode == 5
    assert "SaslAuthenticationFailed" in said
    assert "none that lets this worker in" in said
    assert "Traceback" not in said
    assert told_of(WRONG, said) == []


@pytest.fixture
def everything_logged(caplog: pytest.LogCaptureFixture) -> Iterator[pytest.LogCaptureFixture]:
    """Whatever any library says, at its most talkative."""
    with caplog.at_level(logging.DEBUG):
        for name in ("kafka", "aiokafka", "faust", "streams"):
            caplog.set_level(logging.DEBUG, logger=name)
        yield caplog


def test_clients_that_debug_do_not_log_the_password_that_lets_them_in(
    secured: Secured, everything_logged: pytest.LogCaptureFixture
):
    administrator = secured.broker(ADMINISTRATOR)

    _make_every_client(administrator)

    password = (secured.folder / f"{ADMINISTRATOR}.password").read_text("utf-8")
    logged = everything_logged.text
    assert "Starting KafkaAdminClient with configuration" in logged, (
        "the line that held the password is there"
    )
    assert "aiokafka" in logged
    assert told_of(password, logged) == []
    assert told_of(password, brokers_logs(secured)) == []


def _make_every_client(broker: Broker) -> None:
    """Administration, consumer and producer of kafka-python; administration and producer of aiokafka."""
    with Reader(broker, INSTALLATION, [topics.TAGS]) as reader:
        reader.poll(0.1)
    with Publisher(broker, INSTALLATION, Registry(FORCES)):
        pass
    with Provisioner(broker, Wanted(INSTALLATION, len(FORCES))) as provisioner:
        provisioner.differences()
    with closing(AccessControl(broker, INSTALLATION)) as control:
        control.differences()
    with InStep(broker, INSTALLATION):
        pass
    with Replica(broker, INSTALLATION, INSTALLATION, 0):
        pass
    asyncio.run(_look_as_a_worker(broker))


async def _look_as_a_worker(broker: Broker) -> None:
    security = broker.client_options()
    settings = EngineSettings(bootstrap=",".join(security.pop("bootstrap_servers")), security=security)
    await check_topics(AsbDomain(INSTALLATION, Registry(FORCES), b"s" * 64), settings)
