"""Under the `events` clock the records' own times make it tick, wherever batches are cut."""

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.chaos.fleet import Fleet
from tests.chaos.topics import make_topics, own_name, read_all
from tests.integration.engine.test_worker import produce, published_by_now
from tests.unit.engine.toy import Counting

pytestmark = [pytest.mark.kafka, pytest.mark.timeout(120)]

EVENTS = [
    {"id": number, "key": f"k{number % 20}", "at": 1_000 + 7 * number, "due": 1_000 + 7 * number + 40}
    for number in range(200)
]


def run(bootstrap: str, folder: Path, batch_records: int) -> list[dict[str, object]]:
    """What an installation of its own publishes over two workers, one after the other, in the topics' order."""
    domain = Counting(own_name("events"))
    make_topics(bootstrap, domain, 1)
    with Fleet(
        bootstrap, domain.name, folder, clock="events", tick_interval=60.0, batch_records=batch_records
    ) as fleet:
        first = fleet.start()
        produce(bootstrap, domain.inputs[0], *EVENTS[:100])
        published_by_now(bootstrap, domain.counts_topic, 100)
        fleet.stop(first)
        fleet.start()
        produce(bootstrap, domain.inputs[0], *EVENTS[100:])
        published_by_now(bootstrap, domain.counts_topic, 200)
    found = read_all(bootstrap, [domain.counts_topic, domain.alarms_topic], 1)
    return [json.loads(each.value()) for topic in sorted(found) for each in found[topic]]


def test_the_outcome_depends_on_the_order_of_records_only(kafka, tmp_path_factory):
    with ThreadPoolExecutor() as side_by_side:
        running = [
            side_by_side.submit(run, kafka, tmp_path_factory.mktemp("batches"), batch_records)
            for batch_records in (7, 2_000)
        ]
    small, large = (each.result() for each in running)

    assert small == large
    assert sum("fired" in each for each in small) > 20
