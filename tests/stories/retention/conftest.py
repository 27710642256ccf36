"""The stories of retention: plain functions that take a `core`, in which time passes by its messages."""

import pytest

from tests.given.core import Core, event_core


@pytest.fixture
def core() -> Core:
    """A force of its own in memory; time passes by its messages (`core.move_to`)."""
    return event_core()
