"""R8, R5: a notice of high risk is withdrawn when it no longer stands, names what it corrects, and says why."""

import pytest
from pydantic import BaseModel

from tests.given.casefile import only
from tests.given.casework import assessed, person_left
from tests.given.core import Core
from tests.given.corrections import assessment_withdrawn
from tests.given.high_risk import HIGH, LOW, declared, directory, on_a_beat, withdrawn
from tests.given.messages import closed, person_added

DAY = 24


@pytest.mark.parametrize(
    ("message", "reason"),
    [
        (assessed(hours=3 * DAY, revision=2, answers=LOW), "band-changed"),
        (assessment_withdrawn(hours=3 * DAY), "found-false"),
        (person_left(hours=3 * DAY), "person-left"),
        (closed("SEN-1", 3 * DAY), "case-closed"),
        (person_added("SEN-1", "P-1", 3 * DAY, 2, nominal_ref="N1"), "known-as-another"),
    ],
    ids=["lower", "recorded in error", "left", "closed", "known by another reference"],
)
def test_r8_it_says_why_it_no_longer_stands(core: Core, message: BaseModel, reason: str) -> None:
    core.tell(directory())
    on_a_beat(core)
    core.tell(assessed(hours=2 * DAY, answers=HIGH))

    told = core.tell(message)

    assert withdrawn(told) == [("high-risk", reason)]


def test_r5_the_withdrawal_names_the_event_that_it_corrects(core: Core) -> None:
    core.tell(directory())
    on_a_beat(core)
    [raised] = [one for one in core.tell(assessed(hours=30, answers=HIGH)) if one.type == "HighRiskRaised"]

    over = only(core.tell(assessed(hours=40, revision=2, answers=LOW)), "NoticeWithdrawn")

    assert (over["notice_id"], over["corrects"]) == (raised.data["notice_id"], raised.headers["ce_id"])


def test_r5_what_stands_on_other_evidence_stays(core: Core) -> None:
    core.tell(directory())
    on_a_beat(core)
    core.tell(assessed(hours=30, answers=HIGH), declared(hours=40))

    told = core.tell(assessment_withdrawn(hours=50))

    assert withdrawn(told) == []
    assert only(told, "HighRiskRaised")["declared_by"] == "PS 77"


def test_r8_a_case_that_is_opened_again_is_told_of_again(core: Core) -> None:
    core.tell(directory())
    on_a_beat(core)
    first = only(core.tell(assessed(hours=30, answers=HIGH)), "HighRiskRaised")
    core.tell(closed("SEN-1", 40))

    again = only(core.tell(closed("SEN-1", 50, 2, is_closed=False)), "HighRiskRaised")

    assert again == first
