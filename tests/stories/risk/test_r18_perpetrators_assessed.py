"""R18: perpetrators whom Sentinel lists are assessed, by a matrix of their own."""

from schemas.incoming import AssessmentRecorded
from schemas.words import Band, Role, SubjectKind
from tests.given.casefile import in_sentinel, only, person, shown, to_be_assessed
from tests.given.casework import assessed, person_left
from tests.given.core import Core
from tests.given.messages import incident, person_added, victim

PERPETRATOR = (SubjectKind.PERPETRATOR, "P-2")
EXPLOITED = {"frequency": "weekly", "exploitation": "suspected"}
BROKEN_ORDER = {"breach": "order", "targets": "person"}


def of_perpetrator(answers: dict[str, str], person_ref: str = "P-2") -> AssessmentRecorded:
    return assessed(
        person_ref=person_ref, kind=SubjectKind.PERPETRATOR, matrix="perpetrator", answers=answers
    )


def test_r18_a_perpetrator_on_the_case_is_to_be_assessed(core: Core) -> None:
    case_id = in_sentinel(core, person("P-1"), person("P-2", Role.PERPETRATOR))

    assert to_be_assessed(core, case_id) == {(SubjectKind.VICTIM, "P-1"), PERPETRATOR}


def test_r18_who_is_only_named_in_a_log_is_not(core: Core) -> None:
    core.tell(incident("SK-1", 0, people=(victim(nominal_ref="N-1", role=Role.PERPETRATOR),)))

    case_id = in_sentinel(core, person("P-1"), incident_ids=("SK-1",))

    assert to_be_assessed(core, case_id) == {(SubjectKind.VICTIM, "P-1")}


def test_r18_the_assessment_ends_the_duty_and_shows_the_band_in_that_role(core: Core) -> None:
    case_id = in_sentinel(core, person("P-1"), person("P-2", Role.PERPETRATOR))

    risk = only(core.tell(of_perpetrator(BROKEN_ORDER)), "RiskAssessed")

    assert (risk["band"], risk["overrides"][0]["rule"]) == (Band.HIGH, "order-broken-against-a-person")
    assert shown(core, case_id, "P-2", Role.PERPETRATOR)["risk"] == Band.HIGH
    assert PERPETRATOR not in to_be_assessed(core, case_id)


def test_r18_who_is_exploited_is_of_medium_risk_at_least(core: Core) -> None:
    in_sentinel(core, person("P-1"), person("P-2", Role.PERPETRATOR))

    risk = only(core.tell(of_perpetrator(EXPLOITED)), "RiskAssessed")

    assert risk["overrides"] == [{"rule": "exploited", "came_from": "low", "to": "medium"}]


def test_r18_a_victim_who_is_a_perpetrator_too_has_an_assessment_of_each(core: Core) -> None:
    case_id = in_sentinel(core, person("P-1"), person("P-2", Role.PERPETRATOR))
    core.tell(assessed(person_ref="P-2", answers={"violence": "yes"}))

    core.tell(of_perpetrator({"frequency": "once"}))

    assert shown(core, case_id, "P-2", Role.PERPETRATOR)["risk"] == Band.LOW
    assert to_be_assessed(core, case_id) == {(SubjectKind.VICTIM, "P-1")}


def test_r18_a_perpetrator_who_left_the_case_need_not_be_assessed(core: Core) -> None:
    case_id = in_sentinel(core, person("P-1"))
    core.tell(person_added("SEN-1", "P-2", hours=5, role=Role.PERPETRATOR))
    assert PERPETRATOR in to_be_assessed(core, case_id)

    left = core.tell(person_left("SEN-1", "P-2", hours=6))

    assert only(left, "ObligationWithdrawn")["reason"] == "person-left"
    assert PERPETRATOR not in to_be_assessed(core, case_id)
