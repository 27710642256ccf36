"""A history with kills, ticks, rejections and aborted input replays to the same bytes, elsewhere and later."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.chaos.feeding import Feeder
from tests.chaos.fleet import ROOT, Fleet, until
from tests.chaos.topics import make_topics, own_name
from tests.chaos.verdict import settled_verdict
from tests.unit.engine.toy import Counting

pytestmark = [pytest.mark.kafka, pytest.mark.timeout(150)]

INPUTS = ("a", "b", "c", "d")
PARTITIONS = 2
EVENTS = 12_000


@pytest.fixture(scope="module")
def installation(kafka, tmp_path_factory) -> dict[str, Any]:
    """What is left after 12,000 events, handled by workers of which one was killed and one stopped."""
    folder: Path = tmp_path_factory.mktemp("recording")
    domain = Counting(own_name("recording"), INPUTS)
    make_topics(kafka, domain, PARTITIONS)
    feeder = Feeder(kafka, domain.inputs, PARTITIONS, events=EVENTS, per_second=3_000, seed=11)
    # However slow the machine is, small batches make more transactions than the first worker's share.
    with Fleet(kafka, domain.name, folder, inputs=INPUTS, tick_items=7, batch_records=100) as fleet:
        first = fleet.start()
        feeder.start()
        until(lambda: first.text().count("transaction committed") > 30, 60, "the first worker's share")
        fleet.kill(first)
        fleet.start()
        feeder.finish()
        found = settled_verdict(kafka, domain.name, PARTITIONS, INPUTS)
        fleet.stop_all()
    assert (found["lost"], found["doubled"], found["wrong"]) == (0, 0, 0)
    return {
        "bootstrap": kafka,
        "name": domain.name,
        "inputs": INPUTS,
        "partitions": PARTITIONS,
        "published": found["outputs"] + found["rejected"] + found["fired"],
    }


def replayed(options: dict[str, Any], **environment: str) -> dict[str, Any]:
    ran = subprocess.run(
        [sys.executable, "-m", "tests.chaos.replayer", json.dumps(options)],
        cwd=ROOT,
        env=os.environ | environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.stdout, ran.stderr
    return json.loads(ran.stdout)


@pytest.mark.parametrize(
    ("batch_records", "zone", "hash_seed"), [(1, "Asia/Kolkata", "1"), (3_000, "UTC", "77")]
)
def test_the_journal_replays_to_the_same_bytes(installation, batch_records, zone, hash_seed):
    found = replayed({**installation, "batch_records": batch_records}, TZ=zone, PYTHONHASHSEED=hash_seed)

    assert found["differences"] == []
    assert found["messages"] >= installation["published"] >= 10_000
    assert found["rows"] > 500


def test_one_flipped_byte_is_reported(installation):
    found = replayed({**installation, "batch_records": 500, "flip": 1_234})

    assert found["differences"] == [[f"{installation['name']}.counts", 1_234, "value differ"]]
