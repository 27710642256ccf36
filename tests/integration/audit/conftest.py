"""An installation in which a real worker decided a story of three days, a hundred days ago."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from schemas import topics
from schemas.forces import Registry
from tests.given.core import record_of
from tests.given.messages import START, incident
from tests.integration.rejections.running import FORCES, HERE, NEXT_DOOR, Running

DAYS_AGO = 100
LOGS = 36
EVERY_HOURS = 2


def report(here: Running, number: int, force: str) -> object:
    """A log of somebody who is frightened, two hours after the one before."""
    first = (datetime.now(UTC) - START) / timedelta(hours=1) - 24 * DAYS_AGO
    message = incident(f"SK-{number}", first + number * EVERY_HOURS, "Frightened by the shouting")
    record = record_of(message, here.topic(topics.INCIDENTS), 0, f"{force}-{number}", force)
    return record._replace(partition=Registry(FORCES).partition_of(force))  # type: ignore[arg-type]


@pytest.fixture(scope="session")
def audited(kafka: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """The worker goes on; tests look, and change nothing but by looking."""
    with Running(kafka, tmp_path_factory.mktemp("audited")) as here:
        here.start("--clock", "events")
        here.send([report(here, number, force) for force in FORCES for number in range(LOGS)])  # type: ignore[misc]
        for force in (HERE, NEXT_DOOR):
            here.send([report(here, 100 + FORCES.index(force), force)])  # type: ignore[list-item]
        for last in (100, 101):
            here.wait_for_decision(f"SK-{last}")
        yield here
