"""Design, Security: the whole way of an event on a cluster that asks who is there, each party as itself."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from connectors.publisher import Publisher
from connectors.reader import Reader
from schemas import topics
from schemas.forces import Registry
from tests.given.messages import incident
from tests.given.until import until
from tests.integration.security.conftest import INSTALLATION
from tests.integration.security.running import FORCES, worker
from tests.integration.security.secured import Secured

pytestmark = pytest.mark.kafka


@pytest.fixture
def worker_log(secured: Secured, tmp_path: Path) -> Iterator[Path]:
    """The log of a worker that runs as its own principal for the length of the test."""
    with worker(secured, tmp_path) as log:
        yield log


def test_an_incident_comes_in_and_its_decision_goes_out_with_no_more_rights_than_each_party_has(
    secured: Secured, worker_log: Path
):
    storm = secured.broker(f"{INSTALLATION}-storm-connector")
    monitor = secured.broker(f"{INSTALLATION}-monitor")
    with Publisher(storm, INSTALLATION, Registry(FORCES)) as publisher:
        publisher.publish(FORCES[0], incident("SK-1", 0, "They threatened her. She is frightened."))

    def decided() -> list[bytes | None]:
        with Reader(monitor, INSTALLATION, [topics.DECISIONS]) as reader:
            return [record.key for record in reader.until_end()]

    until(lambda: b"SK-1" in decided(), 60, "the decision is published")
    said = worker_log.read_text("utf-8", "replace")
    assert "Traceback" not in said
    for password in secured.folder.glob("*.password"):
        assert password.read_text("utf-8") not in said
