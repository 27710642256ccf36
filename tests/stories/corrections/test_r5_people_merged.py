"""R5: two records of a Sentinel case are one person once somebody merged them, and two again once that is undone."""

from itertools import permutations

import pytest

from schemas.words import Answer, Band, Question, Role, SubjectKind
from tests.given.casefile import in_sentinel, of_type, person, shown, snapshot, to_be_assessed
from tests.given.casework import answered, assessed, person_left
from tests.given.core import Core
from tests.given.corrections import merged
from tests.given.messages import HOME, incident, opened_in_sentinel, person_added, victim

ANNA = person("P-1", name="Anna Example", date_of_birth="1990-05-01")
ANN = person("P-2", name="Ann Exampel", date_of_birth="1990-01-05", nominal_ref="N-2")
FIRST = (SubjectKind.VICTIM, "P-1")
HIGH = {"vulnerability": "high", "violence": "yes"}


def people(core: Core, case_id: str) -> list[str]:
    return [each["person_ref"] for each in snapshot(core, case_id)["people"]]


def test_r5_they_are_one_against_differing_names_and_birth_dates(core: Core) -> None:
    case_id = in_sentinel(core, ANNA, ANN)
    before = people(core, case_id)

    core.tell(merged("P-2", "P-1"))

    assert before == ["N-2", "P-1"]
    assert people(core, case_id) == ["N-2"]


def test_r5_the_record_that_remains_says_who_they_are(core: Core) -> None:
    case_id = in_sentinel(core, person("P-1", nominal_ref="N-9"), ANN)

    core.tell(merged("P-2", "P-1"))

    assert people(core, case_id) == ["N-9"]


def test_r5_what_was_assessed_of_either_counts_for_the_one(core: Core) -> None:
    case_id = in_sentinel(core, ANNA, person("P-2", name="Ann Exampel"))
    core.tell(assessed(person_ref="P-2", answers=HIGH))
    owed = to_be_assessed(core, case_id)

    core.tell(merged("P-2", "P-1"))

    assert owed == {FIRST}
    assert to_be_assessed(core, case_id) == set()
    assert shown(core, case_id, "P-1")["risk"] == Band.HIGH


def test_r5_what_was_assessed_by_the_other_nominal_reference_counts_too(core: Core) -> None:
    case_id = in_sentinel(core, person("P-1", nominal_ref="N-1"), ANN)
    core.tell(assessed(person_ref="N-2", answers=HIGH))

    core.tell(merged("P-2", "P-1"))

    assert shown(core, case_id, "N-1")["risk"] == Band.HIGH


def test_r5_what_was_answered_about_either_is_not_asked_again(core: Core) -> None:
    case_id = in_sentinel(core, ANNA, person("P-2", name="Ann Exampel"))
    core.tell(answered(Question.VULNERABLE, Answer.YES, person_ref="P-2"))

    core.tell(merged("P-2", "P-1"))

    assert shown(core, case_id, "P-1")["vulnerable"] == Answer.YES


def test_r5_who_is_merged_with_nobody_again_is_a_person_of_their_own(core: Core) -> None:
    case_id = in_sentinel(core, ANNA, person("P-2", name="Ann Exampel"))
    core.tell(assessed(person_ref="P-2", answers=HIGH), merged("P-2", "P-1"))

    core.tell(merged("P-2", None, hours=80, revision=2))

    assert people(core, case_id) == ["P-1", "P-2"]
    assert to_be_assessed(core, case_id) == {FIRST}
    assert shown(core, case_id, "P-1")["risk"] == "unknown"


def test_r5_three_records_are_one_however_they_were_merged(core: Core) -> None:
    case_id = in_sentinel(core, ANNA, ANN, person("P-3", name="A Example"))

    core.tell(merged("P-3", "P-2"), merged("P-2", "P-1"))

    assert len(people(core, case_id)) == 1


def test_r5_a_circle_of_merges_is_one_person(core: Core) -> None:
    case_id = in_sentinel(core, ANNA, person("P-2", name="Ann Exampel"))

    core.tell(merged("P-2", "P-1"), merged("P-1", "P-2"))

    assert people(core, case_id) == ["P-1"]


def test_r5_the_merged_person_is_on_the_case_while_either_record_is(core: Core) -> None:
    case_id = in_sentinel(core, ANNA, person("P-2", name="Ann Exampel"))
    core.tell(merged("P-2", "P-1"), person_left(person_ref="P-1", hours=80))

    roles = [each["role"] for each in snapshot(core, case_id)["people"]]

    assert roles == [Role.VICTIM]


def test_r5_who_a_log_names_is_the_one_whose_records_were_merged(core: Core) -> None:
    core.tell(incident("SK-1", 0, uprn=HOME, people=(victim(name="Ann Exampel"),)))
    case_id = in_sentinel(core, ANNA, person("P-2", name="Ann Exampel"), incident_ids=("SK-1",))

    core.tell(merged("P-2", "P-1"))

    assert people(core, case_id) == ["P-1"]


def test_r5_a_merge_of_somebody_who_never_comes_shows_nobody(core: Core) -> None:
    case_id = in_sentinel(core, ANNA)

    core.tell(merged("P-7", "P-8"))

    assert people(core, case_id) == ["P-1"]


@pytest.mark.parametrize("order", list(permutations(range(4))))
def test_r5_the_order_does_not_matter(order: tuple[int, ...], core: Core) -> None:
    facts = (
        opened_in_sentinel("SEN-1", 0),
        person_added("SEN-1", "P-1", name="Anna Example"),
        person_added("SEN-1", "P-2", name="Ann Exampel"),
        merged("P-2", "P-1"),
    )

    core.tell(*(facts[number] for number in order))

    [case_id] = [each["case_id"] for each in of_type(core.published, "CaseAdopted")]
    assert people(core, case_id) == ["P-1"]
