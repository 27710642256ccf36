"""Installations of their own, whose workers are killed when the test is over."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.integration.rejections.running import Running

Install = Callable[..., Running]


@pytest.fixture
def install(kafka: str, tmp_path: Path) -> Iterator[Install]:
    """`install()`: topics, registry and secret; `install(worker=MODULE)` for another program than `streams`."""
    with ExitStack() as running:

        def make(worker: str = "streams") -> Running:
            return running.enter_context(Running(kafka, tmp_path, worker))

        yield make
