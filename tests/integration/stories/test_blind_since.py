"""X9 through a real Kafka, under the policies the program comes with: STORM is silent while Sentinel goes on."""

from pathlib import Path

import pytest

from streams.policies.bundle import load_bundle
from tests.given.messages import incident, lead_officer
from tests.given.until import until
from tests.integration.rejections.running import HERE, Running
from tests.integration.stories.kafka_core import KafkaCore, Reading
from tests.integration.stories.telling import TICK_S, has_opened

pytestmark = pytest.mark.kafka


def test_x9_everybody_hears_since_when_we_are_blind_and_that_storm_is_heard_again(kafka: str, tmp_path: Path):
    with Running(kafka, tmp_path, forces=(HERE,)) as here:
        here.start("--clock", "events", "--tick", TICK_S)
        until(lambda: has_opened(here), 60, f"the worker has its desk open; see {here.log}")
        with Reading(kafka, here) as reading:
            core = KafkaCore(here, reading, 0, load_bundle())
            core.tell(incident("A", 0))

            silent = core.tell(lead_officer("SEN-1", "PC 1", 3))
            heard = core.tell(incident("B", 4))

        assert here.stop() == 0
    [alarm] = [event for event in silent if event.type == "FeedSilent"]
    [over] = [event for event in heard if event.type == "NoticeWithdrawn"]
    assert (alarm.data["source"], alarm.data["since"]) == ("storm", "2026-06-01T09:00:00Z")
    assert (over.data["reason"], over.data["corrects"]) == ("heard-again", alarm.headers["ce_id"])
