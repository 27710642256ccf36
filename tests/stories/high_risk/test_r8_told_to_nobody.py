"""R8, R15: what was told to a post that nobody held is told again once somebody is named; a handover tells nobody."""

from datetime import date

from schemas.incoming import Location
from tests.given.casefile import of_type, only
from tests.given.casework import assessed
from tests.given.core import Core
from tests.given.high_risk import HIGH, directory, officers, on_a_beat, posts_of
from tests.given.messages import HOME, accepted, incident, lead_officer, person_added

DAY = 24
COULD_BE = {"vulnerability": "high"}


def test_r8_the_fallback_that_is_named_first_hears_of_the_high_risk_itself(core: Core) -> None:
    on_a_beat(core)
    first = only(core.tell(assessed(hours=30, answers=HIGH)), "HighRiskRaised")

    again = only(core.tell(directory(None, hours=48)), "HighRiskRaised")

    assert officers(first["addressees"]) == [("fallback", None)]
    assert (again["notice_id"], officers(again["addressees"])) == (first["notice_id"], posts_of("fallback"))


def test_r8_another_fallback_later_is_not_told_of_the_high_risk_again(core: Core) -> None:
    on_a_beat(core)
    core.tell(assessed(hours=30, answers=HIGH), directory(None, hours=48))

    told = core.tell(directory(None, date(2026, 6, 4), hours=72, inspector="PI New"))

    assert not of_type(told, "HighRiskRaised")


def test_r15_the_lead_officer_who_is_named_first_hears_what_nobody_heard(core: Core) -> None:
    core.tell(incident("SK-1", 0, "They threatened her.", location=Location(uprn=HOME, beat="SK12")))
    core.tell(accepted(core.incident("SK-1").case_id, "SEN-1", 1), person_added("SEN-1", hours=1))
    first = only(core.tell(assessed(hours=30, answers=COULD_BE)), "HighRiskPossible")

    again = only(core.tell(lead_officer("SEN-1", "PC 1", 40)), "HighRiskPossible")
    handed_over = core.tell(lead_officer("SEN-1", "PC 2", 50, 2), directory(hours=60))

    assert officers(first["addressees"]) == [("sergeant", None)]
    assert (again["notice_id"], officers(again["addressees"])) == (
        first["notice_id"],
        [("lead-officer", "PC 1")],
    )
    assert not of_type(handed_over, "HighRiskPossible")


def test_r8_the_inspector_of_the_day_who_is_named_a_day_late_is_told(core: Core) -> None:
    core.tell(directory())
    on_a_beat(core)
    first = only(core.tell(assessed(hours=2 * DAY, answers=HIGH)), "HighRiskRaised")

    late = core.tell(directory(effective_from=date(2026, 6, 2), hours=3 * DAY, inspector="PI New"))

    again = only(late, "HighRiskRaised")
    assert again["notice_id"] == first["notice_id"]
    assert officers(again["addressees"]) == [("sergeant", "PS SK12"), ("inspector", "PI New")]


def test_r8_the_district_that_is_put_right_tells_nobody_again_of_who_held_the_posts(core: Core) -> None:
    core.tell(directory())
    on_a_beat(core)
    core.tell(assessed(hours=2 * DAY, answers=HIGH))

    told = core.tell(directory(effective_from=date(2026, 6, 2), hours=3 * DAY, chief_inspector="CI 1"))

    assert not of_type(told, "HighRiskRaised")
