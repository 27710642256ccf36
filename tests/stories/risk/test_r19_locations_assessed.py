"""R19: a location that Sentinel has put on the case is assessed, however its UPRN is written."""

from schemas.incoming import AssessmentRecorded
from schemas.words import Band, SubjectKind
from tests.given.casefile import Data, in_sentinel, only, person, snapshot, to_be_assessed
from tests.given.casework import assessed, location_added
from tests.given.core import Core
from tests.given.messages import ELSEWHERE, HOME, incident

PLACE = (SubjectKind.LOCATION, HOME)
SCHOOL_ON_FIRE = {"sensitive-premises": "yes", "fire-or-weapon": "yes"}
QUIET = {"incidents-28": "none", "trend": "falling"}


def of_location(answers: dict[str, str], uprn: str = HOME, **changes: int) -> AssessmentRecorded:
    return assessed(person_ref=uprn, kind=SubjectKind.LOCATION, matrix="location", answers=answers, **changes)


def place(core: Core, case_id: str, uprn: str = HOME) -> Data:
    [found] = [one for one in snapshot(core, case_id)["places"] if one["uprn"] == uprn]
    return found


def test_r19_a_location_put_on_the_case_is_to_be_assessed(core: Core) -> None:
    case_id = in_sentinel(core, person("P-1"))

    core.tell(location_added(uprn=HOME))

    assert PLACE in to_be_assessed(core, case_id)
    assert (place(core, case_id)["on_case"], place(core, case_id)["risk"]) == (True, "unknown")


def test_r19_where_an_incident_took_place_need_not_be(core: Core) -> None:
    core.tell(incident("SK-1", 0, uprn=ELSEWHERE))

    case_id = in_sentinel(core, person("P-1"), incident_ids=("SK-1",))

    assert to_be_assessed(core, case_id) == {(SubjectKind.VICTIM, "P-1")}
    assert place(core, case_id, ELSEWHERE)["on_case"] is False


def test_r19_its_assessment_ends_the_duty_and_shows_its_risk(core: Core) -> None:
    case_id = in_sentinel(core, person("P-1"))
    core.tell(location_added(uprn=HOME))

    risk = only(core.tell(of_location(SCHOOL_ON_FIRE)), "RiskAssessed")

    assert [step["rule"] for step in risk["overrides"]] == ["fire-or-weapon", "danger-at-sensitive-premises"]
    assert PLACE not in to_be_assessed(core, case_id)
    assert place(core, case_id)["risk"] == Band.HIGH
    assert snapshot(core, case_id)["highest_risk"] == Band.HIGH


def test_r19_a_uprn_with_leading_zeros_is_the_same_place(core: Core) -> None:
    uprn = "99900001"
    case_id = in_sentinel(core, person("P-1"))
    core.tell(location_added(uprn=f"0000{uprn}"))

    core.tell(of_location(QUIET, uprn=uprn.zfill(12)))

    assert to_be_assessed(core, case_id) == {(SubjectKind.VICTIM, "P-1")}
    assert place(core, case_id, uprn)["risk"] == Band.LOW


def test_r19_a_location_taken_off_the_case_need_not_be_assessed(core: Core) -> None:
    case_id = in_sentinel(core, person("P-1"))
    core.tell(location_added(uprn=HOME))

    core.tell(location_added(uprn=HOME, hours=30, revision=2, left=True))

    assert PLACE not in to_be_assessed(core, case_id)
