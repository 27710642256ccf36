"""R23, never lose and never double: everything that may go wrong, in an order drawn from a seed, on one Kafka.

The short form of `make chaos`, which does the same for a million events.
"""

import random
from pathlib import Path

import pytest

from tests.chaos.faults import QUICK
from tests.chaos.plan import SHORT
from tests.chaos.run import run
from tests.chaos.subject import CountingSubject

pytestmark = [pytest.mark.kafka, pytest.mark.chaos, pytest.mark.timeout(280)]


def test_nothing_is_lost_doubled_or_wrong_whatever_goes_wrong(tmp_path: Path):
    seed = random.randrange(10**6)
    print(f"seed {seed}")  # noqa: T201

    report = run(SHORT, QUICK, CountingSubject(SHORT), seed, tmp_path, print)

    print("\n".join(report.lines()))  # noqa: T201
    assert report.failures() == []
    assert len(report.times) == len(QUICK)
    assert report.found["inputs"] >= SHORT.events
