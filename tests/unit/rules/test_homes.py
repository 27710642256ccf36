"""R8, R9, R20: where somebody lives, since when, and whether a partner houses them."""

from datetime import datetime
from itertools import permutations

import pytest
from pydantic import BaseModel

from schemas.words import Answer
from streams.rules import people
from streams.rules.people import PersonOnCase
from tests.given.casefile import in_sentinel
from tests.given.core import FORCE, Core
from tests.given.messages import HOME, at, person_added

ELSEWHERE = "99900002"


def the_person(*told: BaseModel) -> PersonOnCase:
    core = Core()
    case_id = in_sentinel(core)
    core.tell(*told)
    ledger = core.domain.looking(FORCE, at(0), core.table)
    [found] = people.people_of(case_id, ledger.sentinel("SEN-1"), ledger).now
    return found


def added(hours: float, revision: int = 1, person_ref: str = "P-1", **known) -> BaseModel:
    return person_added("SEN-1", person_ref, hours, revision, nominal_ref="N1", **known)


def home(person: PersonOnCase) -> tuple[str | None, str | None, datetime | None]:
    return person.home_uprn, person.home_beat, person.home_since


MOVED = (
    added(1, 1, home_uprn=HOME, home_beat="SK12"),
    added(2, 2, home_uprn=ELSEWHERE, home_beat="SK99"),
    added(3, 3, home_uprn=f"0{ELSEWHERE}", home_beat="SK98"),
)


@pytest.mark.parametrize("order", tuple(permutations(range(3))))
def test_the_last_home_stands_since_it_was_first_told_in_whatever_order(order: tuple[int, ...]) -> None:
    found = the_person(*(MOVED[number] for number in order))

    assert home(found) == (ELSEWHERE, "SK98", at(2))


def test_who_moves_back_lives_there_since_then():
    found = the_person(*MOVED[:2], added(5, 3, home_uprn=HOME, home_beat="SK12"))

    assert home(found) == (HOME, "SK12", at(5))


def test_a_later_fact_without_a_home_says_that_it_is_not_known():
    assert home(the_person(MOVED[0], added(2, 2))) == (None, None, None)


def test_a_beat_alone_is_a_home():
    assert home(the_person(added(1, home_beat="SK12"))) == (None, "SK12", at(1))


def test_of_two_records_of_one_person_the_home_that_was_told_last_stands():
    found = the_person(
        added(1, 7, home_uprn=HOME), added(2, 1, "P-2", home_uprn=ELSEWHERE), added(3, 1, "P-3")
    )

    assert home(found) == (ELSEWHERE, None, at(2))


def test_two_records_that_tell_one_home_tell_it_since_the_first():
    found = the_person(added(1, home_uprn=HOME), added(2, 1, "P-2", home_uprn=HOME))

    assert home(found) == (HOME, None, at(1))


@pytest.mark.parametrize(
    ("said", "tenant"),
    [
        (("unknown", "unknown"), Answer.UNKNOWN),
        (("no", "unknown"), Answer.NO),
        (("no", "yes"), Answer.YES),
    ],
)
def test_whoever_says_so_a_tenant_is_one(said: tuple[str, str], tenant: Answer) -> None:
    found = the_person(added(1, tenant=said[0]), added(2, 1, "P-2", tenant=said[1]))

    assert found.tenant is tenant
