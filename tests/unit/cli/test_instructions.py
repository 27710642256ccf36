"""`asb duty decline` and `asb go-live`: what an officer may get wrong, before any Kafka is needed (R7, R10)."""

from datetime import UTC, datetime
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from streams.cli import asb
from streams.cli.instruction import LondonTime

REGISTRY = str(Path(__file__).parents[3] / "forces.yaml")
BY = ("--force", "E23000099", "--officer", "PS 77")
DECLINE = ("duty", "decline", "d-1")
CRIME_REVIEW = ("crime-review", "d-1")
GO_LIVE = ("go-live", *BY, "--from")


def said_of(*words: str) -> tuple[int, str]:
    """The exit status, and what follows `Error:`."""
    result = CliRunner().invoke(asb, [*words, "--registry", REGISTRY, "--bootstrap", "127.0.0.1:1"])
    return result.exit_code, result.stderr.strip().rpartition("Error: ")[2]


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ((*DECLINE, *BY), "Missing option '--reason'."),
        ((*DECLINE, "--reason", "Not ours.", "--force", "E23000099"), "Missing option '--officer'."),
        ((*DECLINE, *BY, "--reason", "  "), "reason: String should have at least 1 character"),
        ((*DECLINE, *BY, "--reason", "x" * 2001), "reason: String should have at most 2000 characters"),
        (
            (*DECLINE, *BY[:3], "P" * 33, "--reason", "Not ours."),
            "officer: String should have at most 32 characters",
        ),
        (
            (*DECLINE, "--force", "E23000001", *BY[2:], "--reason", "Not ours."),
            f"force E23000001 is not in the registry {REGISTRY}; it has E23000099, E23000098",
        ),
        (
            (*GO_LIVE, "1 December"),
            "Invalid value for '--from': '1 December' is no day or time; write 2026-12-01 or 2026-12-01T09:00",
        ),
        (
            (*GO_LIVE, "2027-03-28T01:30"),
            "Invalid value for '--from': 2027-03-28T01:30 is left out when the clocks go forward",
        ),
        ((*CRIME_REVIEW, *BY, "--reason", "Seen."), "say either --crime REF or --no-crime"),
        (
            (*CRIME_REVIEW, *BY, "--reason", "Seen.", "--no-crime", "--crime", "CR-1"),
            "say either --crime REF or --no-crime",
        ),
        ((*CRIME_REVIEW, *BY, "--no-crime"), "Missing option '--reason'."),
        ((*GO_LIVE, "1066-10-14"), "live_from: not within the years that a report can be of"),
    ],
)
def test_a_users_mistake_is_one_sentence_and_status_2(words, sentence):
    assert said_of(*words) == (2, sentence)


@pytest.mark.parametrize(
    ("told", "moment"),
    [
        ("2026-12-01", datetime(2026, 12, 1, tzinfo=UTC)),
        ("2026-06-01", datetime(2026, 5, 31, 23, tzinfo=UTC)),
        ("2026-06-01T09:30", datetime(2026, 6, 1, 8, 30, tzinfo=UTC)),
        ("2026-06-01T09:30:00Z", datetime(2026, 6, 1, 9, 30, tzinfo=UTC)),
        ("2026-06-01T09:30+02:00", datetime(2026, 6, 1, 7, 30, tzinfo=UTC)),
        # The hour that comes twice: the first of the two.
        ("2026-10-25T01:30", datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),
    ],
)
def test_a_time_without_a_zone_is_londons(told, moment):
    assert LondonTime().convert(told, None, None) == moment


def test_a_time_that_is_none_is_refused():
    with pytest.raises(click.BadParameter, match="is no day or time"):
        LondonTime().convert("tomorrow", None, None)
