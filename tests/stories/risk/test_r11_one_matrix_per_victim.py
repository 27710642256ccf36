"""R11: every victim has an assessment of their own, also where two live in one home."""

from schemas.incoming import AssessmentSubject
from schemas.words import Band, SubjectKind
from tests.given.casefile import in_sentinel, of_type, only, person, shown, snapshot, to_be_assessed
from tests.given.casework import assessed, person_left
from tests.given.core import Core
from tests.given.messages import HOME, opened_in_sentinel, person_added, victim
from tests.given.messages import incident as logged

ONE_PHONE = "01632 960123"
ANNA = person("P-1", name="Anna Example", phone=ONE_PHONE)
BEN = person("P-2", name="Ben Example", phone=ONE_PHONE)
FIRST, SECOND = (SubjectKind.VICTIM, "P-1"), (SubjectKind.VICTIM, "P-2")
HIGH = {"vulnerability": "high", "violence": "yes"}
LOW = {"frequency": "one-off"}


def test_r11_two_victims_of_one_household_need_two_assessments(core: Core) -> None:
    case_id = in_sentinel(core, ANNA, BEN)

    assert to_be_assessed(core, case_id) == {FIRST, SECOND}


def test_r11_father_and_son_of_one_name_need_two_assessments(core: Core) -> None:
    father = person("P-1", name="John Smith", date_of_birth="1950-01-02")

    case_id = in_sentinel(core, father, person("P-2", name="John Smith"))

    assert to_be_assessed(core, case_id) == {FIRST, SECOND}


def test_r11_the_assessment_of_one_says_nothing_of_the_other(core: Core) -> None:
    case_id = in_sentinel(core, ANNA, BEN)

    core.tell(assessed(person_ref="P-1", answers=HIGH))

    assert to_be_assessed(core, case_id) == {SECOND}
    assert shown(core, case_id, "P-1")["risk"] == Band.HIGH
    assert shown(core, case_id, "P-2")["risk"] == "unknown"


def test_r11_a_victim_named_only_in_storm_needs_one_too(core: Core) -> None:
    core.tell(logged("SK-1", 0, people=(victim(nominal_ref="N-7"),)))

    case_id = in_sentinel(core, ANNA, incident_ids=("SK-1",))

    assert {ref for _, ref in to_be_assessed(core, case_id)} == {"P-1", "N-7"}


def test_r11_who_left_is_to_be_assessed_again_once_a_later_incident_names_them(core: Core) -> None:
    case_id = in_sentinel(core, ANNA, BEN, uprns=(HOME,))
    core.tell(person_left(person_ref="P-1", hours=30))
    without = to_be_assessed(core, case_id)

    core.tell(logged("SK-9", 40, uprn=HOME, people=(victim(name=ANNA.name),)))

    assert FIRST not in without
    assert to_be_assessed(core, case_id) == {FIRST, *without}


def test_r11_an_assessment_that_comes_before_its_case_waits_for_it(core: Core) -> None:
    early = core.tell(assessed(person_ref="P-1", answers=HIGH, hours=2))

    later = core.tell(opened_in_sentinel("SEN-1", 1, people=(ANNA,)))

    assert of_type(early, "RiskAssessed") == []
    risk = only(later, "RiskAssessed")
    assert (risk["subject"], risk["band"]) == ({"kind": "victim", "ref": "P-1"}, Band.HIGH)
    assert to_be_assessed(core, risk["case_id"]) == set()


def test_r11_an_assessment_sent_twice_is_told_once(core: Core) -> None:
    in_sentinel(core, ANNA)
    core.tell(assessed(person_ref="P-1", answers=HIGH))

    again = core.tell(assessed(person_ref="P-1", answers=HIGH), ce_id="sent-again")

    assert again == []


def test_r11_an_older_version_that_comes_late_changes_nothing(core: Core) -> None:
    case_id = in_sentinel(core, ANNA)
    core.tell(assessed(person_ref="P-1", answers=LOW, hours=50, revision=2))

    late = core.tell(assessed(person_ref="P-1", answers=HIGH, hours=48, revision=1))

    assert of_type(late, "RiskAssessed") == []
    assert shown(core, case_id, "P-1")["risk"] == Band.LOW


def test_r11_a_corrected_assessment_is_told_with_its_new_band(core: Core) -> None:
    case_id = in_sentinel(core, ANNA)
    core.tell(assessed(person_ref="P-1", answers=LOW))

    corrected = core.tell(assessed(person_ref="P-1", answers=HIGH, hours=50, revision=2))

    assert only(corrected, "RiskAssessed")["band"] == Band.HIGH
    assert snapshot(core, case_id)["highest_risk"] == Band.HIGH


def test_r11_a_form_that_nobody_filled_in_is_no_assessment(core: Core) -> None:
    case_id = in_sentinel(core, ANNA)

    blank = core.tell(assessed(person_ref="P-1", answers={}))

    assert of_type(blank, "RiskAssessed") == []
    assert to_be_assessed(core, case_id) == {FIRST}


def test_r11_an_assessment_of_somebody_not_on_the_case_is_told_and_meets_nobody_elses_duty(
    core: Core,
) -> None:
    case_id = in_sentinel(core, ANNA)

    told = core.tell(assessed(subject=AssessmentSubject(kind=SubjectKind.VICTIM, ref="P-9"), answers=HIGH))

    assert only(told, "RiskAssessed")["subject"]["ref"] == "P-9"
    assert to_be_assessed(core, case_id) == {FIRST}


def test_r11_a_victim_of_whom_a_log_says_nothing_is_one_of_those_who_are_known(core: Core) -> None:
    core.tell(logged("SK-1", 0, people=(victim(),)))

    case_id = in_sentinel(core, ANNA, incident_ids=("SK-1",))

    assert to_be_assessed(core, case_id) == {FIRST}
    assert shown(core, case_id, "SK-1/0")["risk"] == "unknown"


def test_r11_where_no_victim_is_known_the_unknown_one_is_to_be_assessed(core: Core) -> None:
    core.tell(logged("SK-1", 0, people=(victim(),)))

    case_id = in_sentinel(core, incident_ids=("SK-1",))
    unknown = to_be_assessed(core, case_id)
    core.tell(person_added("SEN-1", "P-1", 3, name=ANNA.name))

    assert unknown == {(SubjectKind.VICTIM, "SK-1/0")}
    assert to_be_assessed(core, case_id) == {FIRST}


def test_r11_where_no_victim_is_known_one_assessment_is_owed_however_many_incidents_there_are(
    core: Core,
) -> None:
    core.tell(
        *(logged(f"SK-{number}", number, uprn=HOME, people=(victim(), victim())) for number in (3, 1, 2))
    )
    case_id = in_sentinel(core, incident_ids=("SK-1", "SK-2", "SK-3"))
    owed = to_be_assessed(core, case_id)

    core.tell(assessed(person_ref="SK-2/1", answers=HIGH))

    assert owed == {(SubjectKind.VICTIM, "SK-1/0")}
    assert to_be_assessed(core, case_id) == set()
