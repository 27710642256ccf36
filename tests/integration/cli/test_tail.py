"""`asb tail`: records of a real topic, as lines and as JSON."""

import json
import signal
import subprocess
import sys

import pytest

from tests.integration.cli.decided import ROOT

pytestmark = pytest.mark.kafka


def test_a_topic_is_shown_to_its_end_a_line_per_record(asb_decided):
    tailed = asb_decided("tail", "cases", "--until-end")

    assert tailed.exit_code == 0
    assert any("  CaseOpened  " in line for line in tailed.out.splitlines())


def test_json_is_an_object_per_line_and_a_limit_ends_it(asb_decided):
    tailed = asb_decided("tail", "asb.decisions.v1", "--from-beginning", "--limit", "3", "--json")

    assert tailed.exit_code == 0
    records = [json.loads(line) for line in tailed.out.splitlines()]
    assert len(records) == 3
    assert set(records[0]) == {"topic", "partition", "offset", "at", "key", "headers", "data"}


def test_a_rejected_message_shows_its_reason(asb_decided):
    tailed = asb_decided("tail", "rejected", "--until-end")

    assert "  undecodable  " in tailed.out


def test_ctrl_c_ends_it_without_an_error(decided):
    following = subprocess.Popen(
        [sys.executable, "-m", "streams", "tail", "journal", "--from-beginning"],
        cwd=ROOT,
        env=decided.environment | {"PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert following.stdout is not None
    following.stdout.readline()

    following.send_signal(signal.SIGINT)

    _, told = following.communicate(timeout=30)
    assert (following.returncode, told) == (0, b"")


@pytest.mark.parametrize(
    ("arguments", "exit_code", "sentence"),
    [
        (("tail", "nonsense"), 2, "there is no topic nonsense; there are incidents, facts"),
        (("tail", "cases"), 1, "there is no topic"),
    ],
)
def test_a_users_mistake_is_a_sentence_and_an_exit_status(asb_here, arguments, exit_code, sentence):
    outcome = asb_here(*arguments)

    assert outcome.exit_code == exit_code
    assert sentence in outcome.err
