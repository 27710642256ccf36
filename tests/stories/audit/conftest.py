"""The stories of the audit: plain functions that take a `core`, so that they are told on a real Kafka as well."""

import pytest

from tests.given.core import Core, event_core


@pytest.fixture
def core() -> Core:
    """A force of its own in memory; time passes by its messages (`core.move_to`)."""
    return event_core()
