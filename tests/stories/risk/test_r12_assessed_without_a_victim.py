"""R12: a case in which nobody is a victim is assessed all the same: its place, or the community."""

import pytest

from schemas.incoming import AssessmentSubject
from schemas.words import Band, Role, SubjectKind, WithdrawalReason
from tests.given.casefile import in_sentinel, of_type, only, person, snapshot, to_be_assessed
from tests.given.casework import assessed
from tests.given.core import Core
from tests.given.messages import HOME, person_added

COMMUNITY = (SubjectKind.COMMUNITY, "")
RISING = {"trend": "rising"}
FIRE = {"fire-or-weapon": "yes"}


def test_r12_a_case_without_a_victim_needs_an_assessment_of_the_community(core: Core) -> None:
    case_id = in_sentinel(core, person("P-1", Role.WITNESS))

    assert to_be_assessed(core, case_id) == {COMMUNITY}


def test_r12_a_case_with_a_victim_does_not(core: Core) -> None:
    case_id = in_sentinel(core, person("P-1"))

    assert COMMUNITY not in to_be_assessed(core, case_id)


@pytest.mark.parametrize(
    ("kind", "ref"),
    [(SubjectKind.COMMUNITY, ""), (SubjectKind.COMMUNITY, "the green"), (SubjectKind.LOCATION, HOME)],
)
def test_r12_an_assessment_of_the_community_or_of_a_place_is_enough(
    core: Core, kind: SubjectKind, ref: str
) -> None:
    case_id = in_sentinel(core)

    core.tell(assessed(subject=AssessmentSubject(kind=kind, ref=ref), matrix=kind.value, answers=RISING))

    assert to_be_assessed(core, case_id) == set()


def test_r12_the_risk_of_the_community_is_the_risk_of_the_case(core: Core) -> None:
    case_id = in_sentinel(core)

    told = core.tell(
        assessed(subject=AssessmentSubject(kind=SubjectKind.COMMUNITY), matrix="community", answers=FIRE)
    )

    risk = only(told, "RiskAssessed")
    assert risk["subject"] == {"kind": "community", "ref": ""}
    assert risk["overrides"] == [{"rule": "fire-or-weapon", "came_from": "low", "to": "medium"}]
    assert snapshot(core, case_id)["highest_risk"] == Band.MEDIUM
    [place] = [one for one in snapshot(core, case_id)["places"] if one["kind"] == SubjectKind.COMMUNITY]
    assert (place["risk"], place["could_be"]) == (Band.MEDIUM, Band.HIGH)


def test_r12_when_a_victim_is_found_the_community_need_not_be_assessed(core: Core) -> None:
    case_id = in_sentinel(core)

    found = core.tell(person_added("SEN-1", "P-1", hours=5))

    assert only(found, "ObligationWithdrawn")["reason"] == WithdrawalReason.CORRECTED
    assert to_be_assessed(core, case_id) == {(SubjectKind.VICTIM, "P-1")}


def test_r12_a_matrix_for_victims_is_handed_back_for_a_community(core: Core) -> None:
    case_id = in_sentinel(core)

    told = core.tell(
        assessed(subject=AssessmentSubject(kind=SubjectKind.COMMUNITY), answers={"frequency": "daily"})
    )

    assert of_type(told, "RiskAssessed") == []
    assert only(told, "AnswerRefused")["reason"] == "matrix-of-another-subject"
    assert to_be_assessed(core, case_id) == {COMMUNITY}
