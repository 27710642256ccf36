"""R10, R22: the band of a case is the highest of anybody still on it, and since when follows from the facts."""

from datetime import datetime
from typing import Any

import pytest

from schemas.words import Band, Role, SubjectKind
from streams.rules import case_state
from tests.given.casefile import in_sentinel, person
from tests.given.casework import assessed, location_added, person_left
from tests.given.core import FORCE, Core
from tests.given.messages import HOME, at, person_added

LOW: dict[str, str] = {"frequency": "one-off"}
MEDIUM = {"frequency": "daily", "impact": "moderate"}
HIGH = {"vulnerability": "high", "violence": "yes"}


def runs(*told: Any, people: tuple[str, ...] = ("P-1", "P-2")) -> list[tuple[Band | None, datetime | None]]:
    """The runs of the band of a case with two victims, after the first in which nobody was assessed."""
    core = Core()
    case_id = in_sentinel(core, *(person(ref) for ref in people))
    core.tell(*told)
    ledger = core.domain.looking(FORCE, at(0), core.table)
    return [tuple(run) for run in case_state.of(core.case(case_id), ledger).band_runs[1:]]


def of(ref: str, hours: float, answers: dict[str, str], revision: int = 1):
    return assessed(person_ref=ref, hours=hours, answers=answers, revision=revision)


def test_a_case_stands_at_the_highest_band_since_it_came_to_it():
    found = runs(of("P-1", 10, LOW), of("P-2", 20, HIGH))

    assert found == [(Band.LOW, at(10)), (Band.HIGH, at(20))]


def test_a_band_that_is_confirmed_does_not_begin_anew():
    found = runs(of("P-1", 10, MEDIUM), of("P-1", 20, MEDIUM, 2), of("P-2", 30, MEDIUM))

    assert found == [(Band.MEDIUM, at(10))]


def test_a_band_that_went_and_came_back_begins_anew():
    found = runs(of("P-1", 10, MEDIUM), of("P-1", 20, HIGH, 2), of("P-1", 30, MEDIUM, 3))

    assert found[-1] == (Band.MEDIUM, at(30))


def test_versions_that_come_late_take_their_place():
    in_order = runs(of("P-1", 10, MEDIUM), of("P-1", 20, HIGH, 2), of("P-1", 30, MEDIUM, 3))

    assert runs(of("P-1", 30, MEDIUM, 3), of("P-1", 10, MEDIUM), of("P-1", 20, HIGH, 2)) == in_order


def test_when_somebody_leaves_the_band_is_that_of_who_stays_since_then():
    found = runs(of("P-1", 10, HIGH), of("P-2", 20, LOW), person_left(person_ref="P-1", hours=30))

    assert found == [(Band.HIGH, at(10)), (Band.LOW, at(30))]


def test_when_the_only_one_assessed_leaves_the_case_stands_at_no_band():
    assert runs(of("P-1", 10, HIGH), person_left(person_ref="P-1", hours=30))[-1] == (None, None)


def test_who_is_assessed_before_they_are_on_the_case_counts_from_when_they_are():
    told = of("P-3", 10, HIGH), person_added("SEN-1", "P-3", 20)

    assert runs(*told) == runs(*reversed(told)) == [(Band.HIGH, at(20))]


def test_an_assessment_as_a_victim_is_of_no_perpetrator():
    assert runs(of("P-3", 10, HIGH), person_added("SEN-1", "P-3", 20, role=Role.PERPETRATOR)) == []


def test_what_was_assessed_of_one_person_under_two_references_is_of_one_subject():
    nominal = person_added("SEN-1", "P-1", 5, 2, nominal_ref="N1")
    high, low = of("N1", 10, HIGH), of("P-1", 20, LOW)

    found = runs(nominal, high, low)

    assert found == runs(low, high, nominal) == [(Band.HIGH, at(10)), (Band.LOW, at(20))]


@pytest.mark.parametrize("kind", ["location", "community"])
def test_a_place_or_the_community_counts_from_its_assessment(kind):
    ref = HOME if kind == "location" else ""
    told = assessed(
        person_ref=ref, kind=SubjectKind(kind), matrix=kind, hours=10, answers={"trend": "rising"}
    )

    assert [since for _, since in runs(told)] == [at(10)]


def test_a_location_that_sentinel_takes_off_the_case_counts_no_more():
    told = assessed(
        person_ref=HOME, kind=SubjectKind.LOCATION, matrix="location", hours=10, answers={"trend": "falling"}
    )

    assert runs(told, location_added(hours=20, left=True))[-1] == (None, None)
