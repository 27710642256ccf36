"""A worker that is stuck leaves for its supervisor; pages that others reach ask who is there."""

import json
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from streams.engine.watchdog import EXIT_STALLED
from tests.chaos.fleet import Fleet, until
from tests.chaos.topics import make_topics, own_name
from tests.chaos.verdict import settled_verdict
from tests.integration.engine.test_worker import events, free_port, produce
from tests.unit.engine.toy import Counting

pytestmark = [pytest.mark.kafka, pytest.mark.timeout(120)]

TOKEN = "a-token-of-more-than-24-letters"


def status(port: int, page: str, token: str | None = None) -> int:
    headers = {} if token is None else {"Authorization": f"Bearer {token}"}
    asked = urllib.request.Request(f"http://127.0.0.1:{port}/{page}", headers=headers)
    try:
        with urllib.request.urlopen(asked, timeout=5) as answer:
            return answer.status
    except urllib.error.HTTPError as answer:
        return answer.code
    except OSError:
        return 0


def test_a_worker_whose_rule_does_not_end_says_where_and_leaves_and_the_next_loses_nothing(
    kafka, tmp_path: Path
):
    domain = Counting(own_name("endless"))
    make_topics(kafka, domain, 1)
    once = {"id": 100, "key": "k100", "endless": 25}
    produce(kafka, domain.inputs[0], *events(100), once)

    with Fleet(kafka, domain.name, tmp_path, look_interval=0.5) as fleet:
        stuck = fleet.start(gives_up_after=4.0)
        code = stuck.process.wait(60)
        said = stuck.text()
        fleet.workers.remove(stuck)
        # The next has the patience that the record needs.
        fleet.start()
        found = settled_verdict(kafka, domain.name, 1, ("in",))

    assert code == EXIT_STALLED
    assert "worker stalled" in said
    assert "toy.py" in said
    assert json.dumps(once) not in said
    assert (found["lost"], found["doubled"], found["wrong"]) == (0, 0, 0)
    assert found["outputs"] == 101


def test_pages_with_a_token_are_shown_to_who_brings_it_and_that_it_is_alive_to_everybody(
    kafka, tmp_path: Path
):
    domain = Counting(own_name("token"))
    make_topics(kafka, domain, 1)
    port = free_port()

    with Fleet(kafka, domain.name, tmp_path, web_port=port, web_token=TOKEN) as fleet:
        worker = fleet.start()
        until(lambda: status(port, "readyz", TOKEN) == 200, 30, "ready")
        without = {page: status(port, page) for page in ("livez", "readyz", "metrics")}
        wrong = {page: status(port, page, TOKEN[:-1]) for page in ("readyz", "metrics")}
        said = worker.text()

    assert without == {"livez": 200, "readyz": 401, "metrics": 401}
    assert wrong == {"readyz": 401, "metrics": 401}
    assert TOKEN not in said
