"""X10: the table of situations declares what is right, and is whole."""

import pytest

from connectors.city.situations import OtherKind, Situation, shares, situations
from connectors.city.texts import texts
from schemas.words import Answer, Outcome, Placement

ASB = [one for one in situations() if isinstance(one, Situation)]
REPORTS = [
    pytest.param(plan, id=f"{one.name}-{number}") for one in ASB for number, plan in enumerate(one.reports)
]


def test_names_and_numbers_are_given_once():
    assert (
        len({one.name for one in situations()})
        == len({one.number for one in situations()})
        == len(situations())
    )


@pytest.mark.parametrize("plan", REPORTS)
def test_a_declared_placement_fits_its_outcome(plan):
    expected = plan.expect

    if not expected.asb:
        assert expected.outcome is expected.placement is None
    elif expected.outcome is Outcome.CASE_MANAGE:
        assert expected.placement in (Placement.OPEN, Placement.JOIN)
    else:
        # What is only asked about opens nothing; it may join what another report opens.
        assert expected.placement in (Placement.STAY, Placement.JOIN)
        assert expected.placement is Placement.STAY or not expected.officer_may


@pytest.mark.parametrize("plan", REPORTS)
def test_a_declared_gate_fits_its_outcome(plan):
    allowed = {
        Answer.YES: {Outcome.CASE_MANAGE, Outcome.ASK, None},
        Answer.NO: {Outcome.STAYS},
        Answer.UNKNOWN: {Outcome.ASK, Outcome.UNKNOWN, None},
    }

    gate = plan.officer.letters["gate"] if plan.officer else plan.gate
    assert plan.expect.outcome in allowed[gate]


@pytest.mark.parametrize("plan", REPORTS)
def test_every_report_can_be_told(plan):
    for asb_type in plan.types:
        assert texts("asb")[asb_type][plan.asb_class]
    for signs in plan.signs:
        assert all(texts("signs")[one]["lines"] for one in signs)


def test_every_kind_that_is_not_asb_can_be_told():
    kinds = [one for one in situations() if isinstance(one, OtherKind)]

    assert all(len(texts("noise")[one.name]) >= 3 for one in kinds)


def test_there_are_many_texts_of_every_outcome():
    told = [text for of_type in texts("asb").values() for of_class in of_type.values() for text in of_class]

    assert len(told) > 100
    assert len({str(text) for text in told}) == len(told)


def test_shares_come_to_everything():
    assert sum(shares({}).values()) == pytest.approx(1.0)
    assert sum(shares({"hate": 12.5}).values()) == pytest.approx(1.0)
    assert shares({"hate": 12.5})["hate"] == pytest.approx(0.125)
