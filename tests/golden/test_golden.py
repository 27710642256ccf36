"""Golden decisions: no byte of what is published changes unless RULES_VERSION is raised (design: Rules version)."""

from datetime import datetime

import pytest

from schemas.topics import INPUTS, OUTPUTS
from streams.rules.in_force import RULES_VERSION
from tests.golden.stream import as_line, golden, inputs, policies, run

CHANGED = (
    "The rules now publish other bytes. If that is meant: raise RULES_VERSION in streams/rules/in_force.py, "
    "then python -m tests.golden.regenerate, and read the difference."
)
OLD = "RULES_VERSION was raised: python -m tests.golden.regenerate, and read the difference."


def type_of(headers: tuple[tuple[str, bytes], ...]) -> str:
    found = dict(headers)
    return "Rejected" if "rejected_code" in found else found.get("ce_type", b"").decode()


def test_the_golden_files_are_of_this_version_of_the_rules():
    assert golden().rules_version == RULES_VERSION, OLD


@pytest.mark.parametrize("batch_size", [1, 5, 1_000])
def test_the_golden_stream_gives_the_golden_bytes_wherever_batches_are_cut(batch_size):
    expected = golden().lines

    lines = [as_line(message) for message in run(inputs(), policies(), batch_size)]

    different = next(((a, b) for a, b in zip(expected, lines, strict=False) if a != b), None)
    assert different is None, CHANGED
    assert len(lines) == len(expected), CHANGED


def test_the_golden_stream_holds_every_kind_of_event():
    steps = list(inputs())
    told = {type_of(step.headers) for step in steps if not isinstance(step, datetime)}

    published = {type_of(message.headers) for message in run(steps, policies())}

    assert told >= {event.__name__ for topic in INPUTS for event in topic.events}
    assert published == {event.__name__ for topic in OUTPUTS for event in topic.events} | {"Rejected"}
