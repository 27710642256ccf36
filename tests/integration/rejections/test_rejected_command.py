"""`asb rejected`: after the bug is mended what it rejected is handed in again, once, by somebody, for a reason."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from schemas import topics
from schemas.words import RejectionCode
from streams.cli import asb
from tests.given.core import record_of
from tests.given.messages import incident, victim
from tests.given.until import until
from tests.integration.rejections.conftest import Install
from tests.integration.rejections.running import HERE, Running
from tests.integration.rejections.worker_with_bugs import FAILS

pytestmark = pytest.mark.kafka

BUGGY = "tests.integration.rejections.worker_with_bugs"
BY = ("--force", HERE, "--officer", "OP 12", "--reason", "The rule is mended.")
NAME, PHONE = "Zebedee Quill", "07700 900417"

Asb = Callable[..., Any]


@pytest.fixture
def mended(install: Install) -> Running:
    """A worker without the bug, at an installation where one with it rejected a report and a broken message came."""
    here = install(BUGGY)
    person = victim(name=NAME, phone=PHONE)
    told = incident(FAILS.decode(), 0, f"{NAME} is frightened", people=[person])
    record = record_of(told, here.topic(topics.INCIDENTS), 0, "failing")
    here.send([record, record._replace(value=b"{", key=b"SK-BROKEN"), record._replace(key=b"SK-OK")])
    here.start()
    until(lambda: len(here.rejected()) >= 2, 60, "both are rejected")
    assert here.stop() == 0
    here.mend()
    here.start()
    return here


@pytest.fixture
def asb_there(mended: Running, kafka: str, monkeypatch: pytest.MonkeyPatch) -> Asb:
    """`asb_there("rejected", "list")`: what it prints as JSON."""
    monkeypatch.setenv("KAFKA_BOOTSTRAP", kafka)
    monkeypatch.setenv("ASB_INSTALLATION", mended.name)
    monkeypatch.setenv("ASB_REGISTRY", str(Path(mended.log).parent / "forces.yaml"))

    def run(*words: str, status: int = 0) -> Any:
        result = CliRunner().invoke(asb, ["rejected", *words, "--json"], catch_exceptions=False)
        assert result.exit_code == status, result.stderr
        return json.loads(result.stdout)

    return run


def test_what_a_bug_rejected_is_decided_once_when_it_is_handed_in_again(mended: Running, asb_there: Asb):
    failed = next(one for one in asb_there("list") if one["code"] == RejectionCode.RULE_FAILED)

    planned = asb_there("replay", *BY, "--code", "rule-failed", "--dry-run")
    assert planned["offsets"] == [failed["offset"]]
    assert len(asb_there("list")) == 2

    replayed = asb_there("replay", *BY, "--code", "rule-failed")
    assert replayed == {"action": "replayed", "dry_run": False, "offsets": planned["offsets"], "refused": {}}
    mended.wait_for_decision(FAILS.decode())
    until(lambda: len(asb_there("list")) == 1, 30, "what was replayed is listed no more")
    done = next(one for one in asb_there("list", "--all") if one["offset"] == failed["offset"])
    assert (done["done"], done["done_by"], done["done_because"]) == (
        "replayed",
        "OP 12",
        "The rule is mended.",
    )
    decisions = len(mended.read(topics.DECISIONS))

    again = asb_there("replay", *BY, "--code", "rule-failed")

    assert again["offsets"] == []
    mended.stop()
    assert len(mended.read(topics.DECISIONS)) == decisions


def test_a_broken_message_is_left_at_that_and_what_people_said_is_shown_only_on_request(asb_there: Asb):
    listed = asb_there("list")
    broken = next(one for one in listed if one["code"] == RejectionCode.UNDECODABLE)
    failed = next(one for one in listed if one["code"] == RejectionCode.RULE_FAILED)

    plain = asb_there("show", str(failed["offset"]), "--force", HERE)
    full = asb_there("show", str(failed["offset"]), "--force", HERE, "--content")
    asb_there("discard", *BY, "--offset", str(broken["offset"]))
    until(lambda: len(asb_there("list")) == 1, 30, "what was discarded is listed no more")

    for personal in (NAME, PHONE):
        assert personal not in json.dumps(listed)
        assert personal not in json.dumps(plain)
        assert personal in full["content"]
    assert plain["headers"]["rejected_code"] == RejectionCode.RULE_FAILED
    done = asb_there("show", str(broken["offset"]), "--force", HERE)
    assert done["done"] == "discarded"
