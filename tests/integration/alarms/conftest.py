"""Installations to cause alarms at."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.integration.alarms.watched import Watched

Watch = Callable[..., Watched]


@pytest.fixture
def watch(kafka: str, tmp_path: Path) -> Iterator[Watch]:
    """`watch()`: topics and a page to scrape, no worker yet; `watch(FAULTY)` for the worker with faults."""
    with ExitStack() as running:
        yield lambda *what, **options: running.enter_context(Watched(kafka, tmp_path, *what, **options))
