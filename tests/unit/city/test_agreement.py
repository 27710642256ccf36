"""X10: agreement is counted against the declared truth, apart for coded and uncoded, beside the commonest answer."""

from typing import Any

from connectors.city.agreement import NONE, NOT_ASB, Agreement, agreements
from connectors.city.truth import GroundTruth, IncidentTruth
from schemas.words import AsbClass, Outcome, Placement


def an_asb(incident: str, **more: Any) -> IncidentTruth:
    said = {
        "situation": "hate", "story": incident, "asb": True, "coded": True, "has_text": True,
        "asb_class": AsbClass.PERSONAL, "outcome": Outcome.CASE_MANAGE, "placement": Placement.OPEN, "case": incident,
    }  # fmt: skip
    return IncidentTruth(incident, **{**said, **more})


def noise(incident: str, *, coded: bool = True) -> IncidentTruth:
    return IncidentTruth(incident, situation="theft", story=incident, asb=False, coded=coded, has_text=True)


def a_decision(
    outcome: str = "case-manage", placement: str = "open", case: str | None = "c1", officer: str | None = None
):
    return {"outcome": outcome, "placement": placement, "case_id": case, "letters": [{"by_officer": officer}]}


def a_tag(asb_class: str = "personal") -> dict[str, Any]:
    return {"asb_class": asb_class, "asb_type": None}


def measured(
    truths: list[IncidentTruth], tags: dict, decisions: dict, measure: str, scope: str = "coded"
) -> Agreement:
    truth = GroundTruth()
    for one in truths:
        truth.note(one)
    [found] = [
        one for one in agreements(truth, tags, decisions) if (one.measure, one.scope) == (measure, scope)
    ]
    return found


def test_a_right_tag_and_a_right_silence_agree():
    found = measured([an_asb("1"), noise("2"), noise("3")], {"1": a_tag()}, {}, "tag")

    assert (found.total, found.agreed, found.share) == (3, 3, 1.0)
    assert found.baseline == 2


def test_a_wrong_class_and_a_false_alarm_are_both_listed():
    found = measured([an_asb("1"), noise("2")], {"1": a_tag("nuisance"), "2": a_tag("nuisance")}, {}, "tag")

    assert found.agreed == 0
    assert [(one.incident_id, one.expected, one.actual) for one in found.disagreements] == [
        ("1", "personal", "nuisance"),
        ("2", NOT_ASB, "nuisance"),
    ]
    assert found.confusion == {("personal", "nuisance"): 1, (NOT_ASB, "nuisance"): 1}


def test_a_missing_decision_is_a_disagreement_on_the_outcome():
    found = measured([an_asb("1")], {}, {}, "outcome")

    assert found.confusion == {("case-manage", NONE): 1}


def test_uncoded_incidents_are_counted_apart():
    truths = [an_asb("1", coded=False), noise("2", coded=False), noise("3")]

    assert measured(truths, {}, {}, "tag", "uncoded").total == 2
    assert measured(truths, {}, {}, "tag", "uncoded ASB").total == 1
    assert measured(truths, {}, {}, "tag", "coded").total == 1


def test_an_officers_word_is_what_is_right_once_it_stands():
    asked = an_asb("1", outcome=Outcome.ASK, placement=Placement.STAY, case=None, if_asked=Outcome.STAYS)

    unanswered = measured([asked], {}, {"1": a_decision("ask", "stay", None)}, "outcome")
    answered = measured([asked], {}, {"1": a_decision("stays", "stay", None, officer="PC1")}, "outcome")

    assert unanswered.agreed == answered.agreed == 1


def test_one_case_for_two_stories_is_a_disagreement():
    truths = [an_asb("1"), an_asb("2")]

    apart = measured(truths, {}, {"1": a_decision(case="c1"), "2": a_decision(case="c2")}, "case")
    merged = measured(truths, {}, {"1": a_decision(case="c1"), "2": a_decision(case="c1")}, "case")

    assert apart.agreed == 2
    assert merged.agreed == 1
