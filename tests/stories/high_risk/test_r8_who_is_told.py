"""R8: the sergeant and inspector of the area are told of high risk, with copies; the lead officer of what may be."""

from datetime import date

import pytest

from schemas.incoming import Location
from schemas.words import Role, SubjectKind
from tests.given.casefile import of_type, only, snapshot
from tests.given.casework import assessed
from tests.given.core import Core
from tests.given.high_risk import HIGH, LOW, declared, directory, officers, on_a_beat, posts_of, withdrawn
from tests.given.messages import ELSEWHERE, HOME, incident, lead_officer, person_added

DAY = 24


def test_r8_a_high_risk_victim_on_a_beat_with_a_new_inspector_since_yesterday(core: Core) -> None:
    core.tell(
        directory("SK12", inspector="PI Old"),
        directory("SK12", date(2026, 6, 2), inspector="PI New", district="SK"),
    )
    case_id = on_a_beat(core, "SK12")

    told = only(core.tell(assessed(hours=2 * DAY, answers=HIGH)), "HighRiskRaised")

    assert officers(told["addressees"]) == [("sergeant", "PS SK12"), ("inspector", "PI New")]
    assert (told["case_id"], told["reference"], told["subject"]["ref"]) == (case_id, "SEN-1", "P-1")
    assert (told["beat"], told["district"], told["incident_id"]) == ("SK12", "SK", "SK-1")
    assert (told["since"], told["declared_by"]) == ("2026-06-03T09:00:00Z", None)
    assert told["sentence"] == "The victim is at high risk by an assessment; it took place on beat SK12."


def test_r8_it_is_shown_with_the_case(core: Core) -> None:
    core.tell(directory())
    case_id = on_a_beat(core)

    told = only(core.tell(assessed(answers=HIGH)), "HighRiskRaised")

    assert snapshot(core, case_id)["notices"] == [{"notice_id": told["notice_id"], "kind": "high-risk"}]


def test_r8_the_other_beats_of_the_case_and_the_victims_home_beat_are_copied(core: Core) -> None:
    core.tell(*(directory(beat) for beat in ("SK12", "SK13", "SK99")))
    on_a_beat(core, "SK13", home_uprn=ELSEWHERE, home_beat="SK99")
    place = Location(uprn=HOME, beat="SK12")
    core.tell(incident("SK-2", 10, "They threatened her again. She is frightened.", location=place))

    told = only(core.tell(assessed(answers=HIGH)), "HighRiskRaised")

    assert (told["incident_id"], told["beat"], told["copied_beats"]) == ("SK-2", "SK12", ["SK13", "SK99"])
    assert officers(told["addressees"]) == posts_of("SK12")
    assert officers(told["copied"]) == [*posts_of("SK13"), *posts_of("SK99")]


def test_r8_an_incident_on_another_beat_later_tells_that_beat_and_moves_no_area(core: Core) -> None:
    core.tell(directory("SK12"), directory("SK13"))
    on_a_beat(core, "SK12")
    first = only(core.tell(assessed(answers=HIGH)), "HighRiskRaised")

    place = Location(uprn=HOME, beat="SK13")
    again = only(
        core.tell(incident("SK-2", 72, "They threatened her again.", location=place)), "HighRiskRaised"
    )

    assert again["notice_id"] == first["notice_id"]
    assert (again["beat"], again["copied_beats"]) == ("SK12", ["SK13"])
    assert officers(again["copied"]) == posts_of("SK13")


def test_r8_the_homes_of_all_victims_are_copied_when_it_is_the_perpetrator_who_is_at_high_risk(
    core: Core,
) -> None:
    core.tell(*(directory(beat) for beat in ("SK12", "SK98", "SK99")))
    on_a_beat(core, home_beat="SK99")
    core.tell(person_added("SEN-1", "P-2", 2, role=Role.PERPETRATOR, home_beat="SK98"))

    told = only(core.tell(declared(ref="P-2", kind=SubjectKind.PERPETRATOR)), "HighRiskRaised")

    assert told["copied_beats"] == ["SK99"]


def test_r8_the_home_of_another_victim_is_not(core: Core) -> None:
    core.tell(directory("SK12"), directory("SK99"))
    on_a_beat(core)
    core.tell(person_added("SEN-1", "P-2", 2, home_beat="SK99"))

    told = only(core.tell(assessed(answers=HIGH)), "HighRiskRaised")

    assert (told["copied"], told["copied_beats"]) == ([], [])


def test_r8_who_moves_is_known_on_the_beat_of_the_new_home(core: Core) -> None:
    core.tell(*(directory(beat) for beat in ("SK12", "SK98", "SK99")))
    on_a_beat(core, home_uprn=HOME, home_beat="SK98")
    core.tell(assessed(answers=HIGH))

    moved = core.tell(person_added("SEN-1", "P-1", 72, 2, home_uprn=ELSEWHERE, home_beat="SK99"))

    assert only(moved, "HighRiskRaised")["copied_beats"] == ["SK99"]


def test_r8_nobody_is_told_twice_when_the_directory_changes_or_it_is_confirmed(core: Core) -> None:
    core.tell(directory())
    on_a_beat(core)
    core.tell(assessed(hours=DAY, answers=HIGH))

    later = core.tell(
        directory(effective_from=date(2026, 6, 3), hours=30, inspector="PI New"),
        lead_officer("SEN-1", "PC 1", 50, 2),
        assessed(hours=3 * DAY, revision=2, answers=HIGH),
    )

    assert not of_type(later, "HighRiskRaised")


def test_r8_each_of_two_victims_is_told_of(core: Core) -> None:
    core.tell(directory())
    on_a_beat(core)
    core.tell(person_added("SEN-1", "P-2", 2))

    told = core.tell(assessed(answers=HIGH), assessed(person_ref="P-2", answers=HIGH))

    assert [each["subject"]["ref"] for each in of_type(told, "HighRiskRaised")] == ["P-1", "P-2"]


def test_r8_a_ceiling_of_high_alone_is_told_to_the_lead_officer_only(core: Core) -> None:
    core.tell(directory())
    on_a_beat(core)

    told = core.tell(assessed(answers={"vulnerability": "high"}))

    possible = only(told, "HighRiskPossible")
    assert officers(possible["addressees"]) == [("lead-officer", "PC 4411")]
    assert (possible["band"], "violence" in possible["could_be_if"]) == ("low", True)
    assert not of_type(told, "HighRiskRaised")


def test_r8_without_a_lead_officer_the_beats_sergeant_hears_of_it(core: Core) -> None:
    core.tell(directory())
    on_a_beat(core)
    core.tell(lead_officer("SEN-1", None, 20, 2))

    possible = only(core.tell(assessed(answers={"vulnerability": "high"})), "HighRiskPossible")

    assert officers(possible["addressees"]) == [("sergeant", "PS SK12")]


@pytest.mark.parametrize(
    ("answers", "reason"), [(LOW, "answered"), (HIGH, "band-changed")], ids=["no longer", "it is"]
)
def test_r8_once_the_answers_are_there_it_is_only_possible_no_longer(
    core: Core, answers: dict[str, str], reason: str
) -> None:
    core.tell(directory())
    on_a_beat(core)
    core.tell(assessed(hours=30, answers={"vulnerability": "high"}))

    told = core.tell(assessed(hours=40, revision=2, answers=answers))

    assert withdrawn(told) == [("high-risk-possible", reason)]
    assert len(of_type(told, "HighRiskRaised")) == (answers == HIGH)


def test_r8_an_assessment_that_comes_before_its_case_is_told_when_the_case_appears(core: Core) -> None:
    core.tell(directory(), assessed(hours=20, answers=HIGH))

    on_a_beat(core, hours=10)

    told = only(core.published, "HighRiskRaised")
    assert (told["since"], told["reference"]) == ("2026-06-02T05:00:00Z", "SEN-1")
