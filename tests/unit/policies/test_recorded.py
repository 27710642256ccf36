"""A policy that an older release recorded may lack what a newer one wants: that is the built-in's (R2)."""

import copy
import json
from collections.abc import Mapping
from typing import Any

import pytest

from schemas.rows import PolicyRow
from streams.policies.bundle import PolicyDocument, compiled, load_bundle
from streams.policies.recorded import usable
from tests.given.core import FORCE, Core
from tests.given.messages import HOME, at, incident

BUILT_IN = load_bundle()[-1]
GRAVE = "They threatened her. She is frightened."


def without(*path: str, **said: Any) -> PolicyDocument:
    """The built-in policy as if a release had recorded it that did not know this part, nor any release checked it."""
    document = copy.deepcopy(dict(BUILT_IN.document))
    part = document
    for step in path[:-1]:
        part = part[step]
    del part[path[-1]]
    document |= said
    return PolicyDocument(document, "0" * 63 + str(len(path)))


def as_recorded(policy: PolicyDocument) -> Mapping[str, Any]:
    return json.loads(json.dumps(policy.document))


@pytest.mark.parametrize(
    "path",
    [
        ("feeds",),
        ("retention", "incidents"),
        ("retention", "log_text", "at_most"),
        ("watches", "case_review"),
        ("obligations", "officer-decision"),
        ("obligations", "officer-decision", "levels"),
    ],
)
def test_what_is_lacking_is_the_built_in_policys(path):
    recorded = without(*path)

    found = usable(recorded, BUILT_IN)

    assert found.document == BUILT_IN.document
    assert found.sha256 == recorded.sha256
    assert as_recorded(recorded) != as_recorded(BUILT_IN)


def test_what_it_says_stands_be_it_that_nothing_is_waited_for():
    recorded = without("retention", "incidents", feeds={"silent_after": {}, "noted_every": "PT1M"})

    found = usable(recorded, BUILT_IN)

    assert found.document["feeds"]["silent_after"] == {}
    assert found.document["retention"] == BUILT_IN.document["retention"]


def test_a_policy_that_has_no_more_than_this_release_lacks_is_still_no_policy():
    broken = {**BUILT_IN.document, "linking": "by feeling"}

    found = usable(PolicyDocument(broken, "1" * 64), BUILT_IN)

    with pytest.raises(ValueError, match="linking"):
        compiled(found)


def test_a_force_that_recorded_it_is_decided_for_and_reminded():
    core, recorded = Core(), without("retention", "incidents")
    row = PolicyRow(recorded.sha256, compiled(BUILT_IN).effective_from, recorded.document)
    core.table.put(f"{FORCE}|policy|{recorded.sha256}".encode(), row)
    core.table.seal(0)
    core.table.commit()

    core.tell(incident("SK-1", 0, GRAVE, uprn=HOME))
    reminded = core.tick(at(24 * 3))

    decided = core.latest("DecisionMade", "SK-1")
    assert decided is not None
    assert recorded.sha256 in json.dumps(decided)
    assert "ReminderFellDue" in {event.type for event in reminded}
