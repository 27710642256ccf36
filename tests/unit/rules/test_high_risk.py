"""R8, R5: every run of high risk that a subject had, by the facts that are not withdrawn."""

from datetime import datetime

import pytest

from schemas.words import Role, SubjectKind
from streams.rules import case_state, high_risk
from streams.rules.high_risk import HighRisk
from tests.given.casefile import in_sentinel, person
from tests.given.casework import assessed, person_left
from tests.given.core import FORCE, Core
from tests.given.corrections import assessment_withdrawn
from tests.given.high_risk import HIGH, LOW, declared
from tests.given.messages import at, incident, person_added

VICTIM = SubjectKind.VICTIM
ANNA = person("P-1", nominal_ref="N1")


def runs(*told, people=(ANNA,)) -> tuple[HighRisk, ...]:
    """The runs of a case in which P-1, known as N1, is a victim from the start of the story on."""
    core = Core()
    case_id = in_sentinel(core, *people)
    core.tell(*told)
    return case_state.of(core.case(case_id), core.domain.looking(FORCE, at(0), core.table)).high_risk_runs


def times(found: tuple[HighRisk, ...]) -> list[tuple[datetime, datetime | None, str | None]]:
    return [(run.since, run.until, run.declared_by) for run in found]


def test_a_run_lasts_from_the_first_assessment_of_high_until_one_that_is_lower():
    found = runs(
        assessed(hours=10, answers=HIGH),
        assessed(hours=20, revision=2, answers=HIGH),
        assessed(hours=30, revision=3, answers=LOW),
        assessed(hours=40, revision=4, answers=HIGH),
    )

    assert times(found) == [(at(10), at(30), None), (at(40), None, None)]
    assert {(run.kind, run.ref) for run in found} == {(VICTIM, "N1")}
    assert high_risk.standing(found) == found[1:]


def test_what_an_officer_declares_counts_like_high_and_what_follows_goes_on_with_it():
    found = runs(
        declared(hours=10),
        assessed(hours=20, answers=HIGH),
        declared(hours=30, revision=2, high=False),
        assessed(hours=40, revision=2, answers=LOW),
    )

    assert times(found) == [(at(10), at(40), "PS 77")]


def test_somebody_is_at_high_risk_only_while_on_the_case():
    found = runs(
        assessed(hours=10, answers=HIGH),
        person_left(hours=20),
        person_added("SEN-1", "P-1", 30, 3, nominal_ref="N1"),
    )

    assert times(found) == [(at(10), at(20), None), (at(30), None, None)]


def test_who_left_is_known_by_the_same_references_as_before():
    [run] = runs(assessed(person_ref="N1", hours=10, answers=HIGH), person_left(hours=20))

    assert (run.ref, run.since, run.until) == ("N1", at(10), at(20))
    assert run.is_of(VICTIM, "P-1")


def test_what_was_recorded_in_error_was_no_run():
    assert runs(assessed(hours=10, answers=HIGH), assessment_withdrawn(hours=20)) == ()


def test_a_reference_that_somebody_was_published_under_before_is_theirs():
    named = {"name": "Anna Example", "date_of_birth": "1990-01-02"}
    core = Core()
    case_id = in_sentinel(core, uprns=("999000000001",))
    core.tell(
        incident("SK-1", 1, "Loud music", uprn="999000000001", people=[{"role": "victim", **named}]),
    )
    ledger = core.domain.looking(FORCE, at(0), core.table)
    [before] = case_state.of(core.case(case_id), ledger).people

    core.tell(person_added("SEN-1", "P-1", 5, **named), declared(hours=10))

    [run] = case_state.of(core.case(case_id), ledger).high_risk
    assert (run.ref, before.ref in run.known_as) == ("P-1", True)


@pytest.mark.parametrize(
    ("begun", "is_a_fact"),
    [(at(5), True), (at(10), True), (at(19), True), (at(20), False), (at(25), False)],
)
def test_r5_what_was_done_about_a_high_risk_rests_on_a_fact_while_one_lasted_beyond_it(
    begun: datetime, is_a_fact: bool
) -> None:
    found = runs(assessed(hours=10, answers=HIGH), assessed(hours=20, revision=2, answers=LOW))

    assert high_risk.is_a_fact(found, VICTIM, "P-1", begun) is is_a_fact


def test_r5_a_run_of_another_subject_or_in_another_role_is_no_fact_about_this_one():
    people = (person("P-1"), person("P-2"), person("P-3", Role.PERPETRATOR))
    found = runs(assessed(hours=10, answers=HIGH), people=people)

    assert high_risk.is_a_fact(found, VICTIM, "P-1", at(10))
    assert not high_risk.is_a_fact(found, VICTIM, "P-2", at(10))
    assert not high_risk.is_a_fact(found, SubjectKind.PERPETRATOR, "P-1", at(10))
