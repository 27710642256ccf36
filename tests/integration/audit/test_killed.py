"""X7: a worker that is killed, again and again, leaves one chain: none of its records twice, none missing."""

import json
from collections import Counter
from pathlib import Path

import pytest

from schemas import topics
from streams.cli.exit_codes import ExitCode
from tests.given.core import record_of
from tests.given.messages import incident
from tests.given.until import until
from tests.integration.audit.copies import command
from tests.integration.rejections.running import HERE, Running

pytestmark = [pytest.mark.kafka, pytest.mark.timeout(240)]

LOGS = 150
KILLS = 3


def test_x7_after_every_kill_the_chain_goes_on_from_the_last_committed_record(kafka: str, tmp_path: Path):
    with Running(kafka, tmp_path) as here:
        here.start("--batch", "25")
        for kill in range(KILLS):
            here.send(
                record_of(
                    incident(f"SK-{kill}-{number}", number / 10, "Frightened"),
                    here.topic(topics.INCIDENTS),
                    0,
                    f"m-{kill}-{number}",
                )
                for number in range(LOGS)
            )
            until(lambda: is_in_a_transaction(here), 60, "the worker is in a transaction", every=0.001)
            here.kill()
            here.start("--batch", "25")
        here.wait_for_decision(f"SK-{KILLS - 1}-{LOGS - 1}", 120)
        assert here.stop() == 0

        told = command(kafka, here.name, tmp_path / "forces.yaml")("audit", "verify", "--json")

        collected = Counter(
            operation["ref"]
            for one in here.read(topics.AUDIT)
            for operation in json.loads(one.value())["operations"]
            if operation["verb"] == "collection"
        )
    assert told.status == ExitCode.SUCCESS, told.out
    [found] = [each for each in told.json() if each["force"] == HERE]
    assert (found["from"], found["to"], found["findings"]) == (1, found["head"], [])
    assert set(collected.values()) == {1}
    assert len(collected) == KILLS * LOGS


def is_in_a_transaction(here: Running) -> bool:
    lines = [line for line in here.log.read_text("utf-8", "replace").splitlines() if "transaction " in line]
    return bool(lines) and "committed" not in lines[-1]
