"""The demo's verdict: what must hold, and that it sees what does not."""

from collections import Counter
from typing import Any

from connectors.city import FORCE, GroundTruth, IncidentTruth
from connectors.city.conversation import Said
from schemas.words import AsbClass, Outcome, Placement
from streams.demo.scenes import SAMPLE_FORCE, Played
from streams.demo.standing import Standing
from streams.demo.verdict import judge

TAG = {"incident_id": "I-1", "asb_class": "personal", "asb_type": None}
DECISION = {"incident_id": "I-1", "outcome": "ask", "placement": "stay", "case_id": None, "letters": []}


def a_truth(*, coded: bool = True) -> GroundTruth:
    one = IncidentTruth("I-1", "hate", story="I-1", asb=True, coded=coded, has_text=True)
    truth = GroundTruth()
    truth.note(one._replace(asb_class=AsbClass.PERSONAL, outcome=Outcome.ASK, placement=Placement.STAY))
    return truth


def played(truth: GroundTruth, *events: tuple[str, dict[str, Any]], rejected: int = 0) -> Played:
    city = Standing(rejected=rejected)
    for kind, data in events:
        city.take(kind, data)
    return Played(truth, Said(1, 0), 0, {FORCE: city, SAMPLE_FORCE: Standing()})


def test_a_demo_in_which_all_agree_holds():
    verdict = judge(played(a_truth(), ("IncidentTagged", TAG), ("DecisionMade", DECISION)))

    assert verdict.faults == ()


def test_one_wrong_outcome_of_a_coded_incident_is_a_fault():
    verdict = judge(
        played(a_truth(), ("IncidentTagged", TAG), ("DecisionMade", {**DECISION, "outcome": "stays"}))
    )

    assert verdict.faults == ("1 of 1 coded incidents have a wrong outcome",)


def test_too_many_wrong_tags_of_uncoded_incidents_are_a_fault():
    verdict = judge(played(a_truth(coded=False), ("DecisionMade", DECISION)))

    assert verdict.faults == ("only 0.0% of the uncoded incidents have the right tag",)


def test_a_rejected_message_is_a_fault():
    verdict = judge(played(a_truth(), ("IncidentTagged", TAG), ("DecisionMade", DECISION), rejected=2))

    assert verdict.faults == ("2 messages were rejected",)


def test_what_was_withdrawn_does_not_stand():
    standing = Standing()

    for kind, data in (
        ("IncidentTagged", TAG),
        ("DecisionMade", DECISION),
        ("TagWithdrawn", TAG),
        ("DecisionWithdrawn", TAG),
    ):
        standing.take(kind, data)

    assert (standing.tags, standing.decisions) == ({}, {})
    assert standing.events == Counter(IncidentTagged=1, DecisionMade=1, TagWithdrawn=1, DecisionWithdrawn=1)
