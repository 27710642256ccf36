"""X4: what is answered about somebody is found from every case that names them by the same nominal reference."""

from schemas.rows import HeaderKept, PersonKept, PersonRow
from schemas.words import Answer, Question, Role
from streams.rules import case_state, nominals
from streams.rules.ledger import Ledger
from tests.given.casefile import in_sentinel, person
from tests.given.casework import answered, person_left
from tests.given.core import FORCE, Core
from tests.given.messages import at

ANNA = person("P-1", name="Anna Example", nominal_ref="N-7")
VULNERABLE = Question.VULNERABLE


def looking(core: Core) -> Ledger:
    return core.domain.looking(FORCE, at(100), core.table)


def known_of(core: Core, nominal: str) -> list[tuple[str, str]]:
    rows = looking(core).members(nominals.answers_bucket(nominal), PersonRow)
    return sorted((row.reference, row.person_ref) for row in rows)


def test_x4_an_incident_of_a_case_is_found_by_whom_it_names_by_nominal_reference():
    header = HeaderKept(at(0), people=(PersonKept(Role.VICTIM, "N-7"), PersonKept(Role.WITNESS, name="Bob")))

    assert nominals.entries_of_incident("case-1", header) == [("nominal:N-7", "case-1")]


def test_x4_answers_are_found_by_the_nominal_reference_of_whom_they_are_about():
    core = Core()
    in_sentinel(core, ANNA, reference="SEN-1")
    in_sentinel(core, person("P-2", name="Bob Example"), reference="SEN-2")

    core.tell(
        answered(VULNERABLE, Answer.YES, 48, reference="SEN-1", person_ref="P-1"),
        answered(VULNERABLE, Answer.YES, 48, reference="SEN-2", person_ref="P-2"),
    )

    assert known_of(core, "N-7") == [("SEN-1", "P-1")]


def test_x4_answers_about_who_was_not_known_yet_are_found_once_they_are():
    core = Core()
    core.tell(answered(VULNERABLE, Answer.YES, 48, reference="SEN-1", person_ref="P-1"))
    assert known_of(core, "N-7") == []

    in_sentinel(core, ANNA, reference="SEN-1")

    assert known_of(core, "N-7") == [("SEN-1", "P-1")]


def test_x4_answers_about_who_left_the_case_are_found_no_more():
    core = Core()
    in_sentinel(core, ANNA, reference="SEN-1")
    core.tell(answered(VULNERABLE, Answer.YES, 48, reference="SEN-1", person_ref="P-1"))

    core.tell(person_left("SEN-1", "P-1", 60))

    assert known_of(core, "N-7") == []


def test_x4_of_the_own_case_nothing_is_found_elsewhere():
    core = Core()
    case_id = in_sentinel(core, ANNA, reference="SEN-1")
    core.tell(answered(VULNERABLE, Answer.YES, 48, reference="SEN-1", person_ref="P-1"))
    [anna] = case_state.of(core.case(case_id), looking(core)).people

    assert list(nominals.answers_elsewhere(looking(core), anna, "SEN-1")) == []
    assert len(list(nominals.answers_elsewhere(looking(core), anna, "SEN-2"))) == 1
