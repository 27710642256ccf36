"""R11, R17, R22: who is one person and who are two; who is on a case, in which role and since when."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.words import Role
from streams.rules import people
from streams.rules.identity import Identity, same_people
from streams.rules.people import PersonOnCase
from tests.given.casework import person_left
from tests.given.core import FORCE, Core
from tests.given.messages import HOME, accepted, at, incident, person_added

GRAVE = "They threatened her. She is frightened."
PHONE = "01632 960001"
ANN = {"name": "Ann Smith", "date_of_birth": "1950-01-02", "phone": PHONE}
BOB = {"name": "Bob Smith", "date_of_birth": "1948-03-04", "phone": PHONE}


def person(role: str = "victim", **known: Any) -> dict[str, Any]:
    return {"role": role, **known}


def case_of(*named: dict[str, Any]) -> Core:
    """A case whose incident names these people, accepted by Sentinel."""
    core = Core()
    core.tell(incident("SK-1", 0, GRAVE, uprn=HOME, people=named))
    core.tell(accepted(core.incident("SK-1").case_id, "SEN-1"))
    return core


def on_case(core: Core) -> tuple[PersonOnCase, ...]:
    ledger = core.domain.looking(FORCE, at(0), core.table)
    return people.people_of(core.incident("SK-1").case_id, ledger.sentinel("SEN-1"), ledger).now


# One person or two


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"nominal_ref": "N1"}, {"nominal_ref": "N1", "name": "Ann Smith"}),
        ({"nominal_ref": "N1", "name": "Ann Smith"}, {"name": "SMITH, Ann"}),
        ({"nominal_ref": "N1", **ANN}, ANN),
        (ANN, {**ANN, "phone": "07700 900001"}),
        (ANN, {"name": "ann smith"}),
        (ANN, {"phone": "+44 1632 960001"}),
        ({"nominal_ref": "N1", "phone": PHONE}, {"phone": PHONE}),
    ],
    ids=str,
)
def test_whoever_is_surely_the_same_is_one_person(one, other):
    assert len(on_case(case_of(person(**one), person(**other)))) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"nominal_ref": "N1", **ANN}, {"nominal_ref": "N2", **ANN}),
        (ANN, {**ANN, "date_of_birth": "1990-05-06"}),
        (ANN, BOB),
        ({"name": "Ann Smith", "phone": PHONE}, {"name": "Bob Smith", "phone": PHONE}),
        ({"phone": PHONE, "date_of_birth": "1950-01-02"}, {"phone": PHONE, "date_of_birth": "1990-05-06"}),
        ({"age": 40}, {"age": 40}),
    ],
    ids=str,
)
def test_whoever_may_be_somebody_else_is_another(one, other):
    assert len(on_case(case_of(person(**one), person(**other)))) == 2


def test_a_phone_without_a_name_is_nobodys_where_a_household_shares_it():
    assert len(on_case(case_of(person(**ANN), person(**BOB), person(phone=PHONE)))) == 3


def test_a_name_that_fits_two_people_equally_well_is_a_third():
    younger = {**ANN, "date_of_birth": "1990-05-06", "phone": "07700 900001"}

    found = on_case(case_of(person(**ANN), person(**younger), person(name="Ann Smith")))

    assert len(found) == 3


def test_a_name_that_fits_two_people_is_the_one_who_has_the_phone_as_well():
    younger = {**ANN, "date_of_birth": "1990-05-06", "phone": "07700 900001"}

    found = on_case(case_of(person(**ANN), person(**younger), person(name="Ann Smith", phone="07700 900001")))

    assert len(found) == 2


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"name": "John Smith", "date_of_birth": "1950-01-02"}, {"name": "John Smith"}),
        ({"name": "John Smith"}, {"name": "John Smith"}),
        ({"phone": PHONE}, {"phone": PHONE}),
        ({"nominal_ref": "N1", "name": "John Smith"}, {"name": "John Smith"}),
        (ANN, {"phone": PHONE}),
    ],
    ids=str,
)
@pytest.mark.parametrize("log", [{}, {"nominal_ref": "N1", "name": "John Smith"}], ids=["", "and a log"])
def test_two_references_of_sentinel_are_two_people_whatever_they_may_have_in_common(one, other, log):
    core = case_of(*([person(**log)] if log else []))

    core.tell(person_added("SEN-1", "P-1", 25, **one), person_added("SEN-1", "P-2", 26, **other))

    found = [one.person_refs for one in on_case(core) if one.person_refs]
    assert sorted(found) == [("P-1",), ("P-2",)]


@pytest.mark.parametrize("known", [{"nominal_ref": "N1"}, ANN], ids=str)
def test_two_references_of_sentinel_with_one_nominal_or_one_name_and_birth_date_are_one_person(known):
    core = case_of()

    core.tell(person_added("SEN-1", "P-1", 25, **known), person_added("SEN-1", "P-2", 26, **known))

    assert [one.person_refs for one in on_case(core)] == [("P-1", "P-2")]


def test_whom_a_log_names_as_father_and_son_are_both_named_is_held_to_be_a_third():
    core = case_of(person(name="John Smith"))

    core.tell(*(person_added("SEN-1", ref, 25, name="John Smith") for ref in ("P-1", "P-2")))

    assert [one.person_refs for one in on_case(core)].count(()) == 1


IDENTITIES = st.builds(
    Identity,
    nominal=st.sampled_from(["", "", "N1", "N2"]),
    name=st.sampled_from(["", "ann", "bob"]),
    born=st.sampled_from(["", "1950-01-02", "1990-05-06"]),
    phone=st.sampled_from(["", "1", "2"]),
    itself=st.uuids().map(str),
    # Sentinel's people are told apart by it: no two namings of a case have the same.
    person_ref=st.just(""),
    one_with=st.just(""),
)


def in_sentinel(identity: Identity) -> Identity:
    return identity._replace(person_ref=identity.itself)


def merged(identity: Identity) -> Identity:
    return in_sentinel(identity)._replace(one_with="the one that remains")


RECORDS = IDENTITIES.map(in_sentinel)
NAMINGS = st.lists(IDENTITIES | RECORDS | RECORDS.map(merged), max_size=7)


@given(NAMINGS, st.randoms(use_true_random=False))
def test_who_is_who_does_not_depend_on_the_order_of_naming_and_nobody_is_two(identities, random):
    shuffled = random.sample(identities, len(identities))

    found = {frozenset(identities[number] for number in numbers) for numbers in same_people(identities)}
    again = {frozenset(shuffled[number] for number in numbers) for numbers in same_people(shuffled)}

    assert found == again
    assert sum(len(each) for each in found) == len(set(identities))
    assert sum(any(each.one_with for each in one) for one in found) <= 1
    for one in (each for each in found if not any(naming.one_with for naming in each)):
        assert len({each.nominal for each in one} - {""}) <= 1
        if not any(each.nominal for each in one):
            assert len({each.born for each in one} - {""}) <= 1
            assert len({each.name for each in one} - {""}) <= 1
            of_sentinel = [(each.name, each.born) for each in one if each.person_ref]
            assert len(of_sentinel) <= 1 or (len(set(of_sentinel)) == 1 and all(of_sentinel[0]))


# Sentinel and the logs


def test_a_person_of_sentinel_without_a_nominal_reference_is_the_one_whom_a_log_names_with_it():
    core = case_of(person(nominal_ref="N1", **ANN))

    core.tell(person_added("SEN-1", "P-1", 25, **ANN))

    [ann] = on_case(core)
    assert (ann.ref, ann.person_refs) == ("N1", ("P-1",))


def test_without_a_nominal_reference_a_person_goes_by_sentinels_own_and_before_that_by_a_keyed_hash():
    core = case_of(person(**ANN))
    [before] = on_case(core)

    core.tell(person_added("SEN-1", "P-1", 25, **ANN))

    [after] = on_case(core)
    assert before.ref.startswith("h-")
    assert before.person_refs == ()
    assert after.ref == "P-1"


def test_two_of_a_household_known_by_one_phone_have_each_a_reference_of_their_own():
    found = on_case(case_of(person(name="Ann Smith", phone=PHONE), person(name="Bob Smith", phone=PHONE)))

    assert len({each.ref for each in found}) == 2


def test_of_whom_nothing_is_known_stands_for_themselves():
    assert [each.ref for each in on_case(case_of(person(), person()))] == ["SK-1/0", "SK-1/1"]


def test_who_left_by_sentinels_word_has_left_whatever_a_log_says():
    core = case_of(person(nominal_ref="N1"))
    core.tell(person_added("SEN-1", "P-1", 25, nominal_ref="N1"))

    core.tell(person_left("SEN-1", "P-1", 26))

    assert on_case(core) == ()


def test_who_left_is_on_the_case_again_since_the_first_incident_reported_after_that():
    core = case_of(person(**ANN))
    core.tell(person_added("SEN-1", "P-1", 25, **ANN), person_left("SEN-1", "P-1", 30))
    gone = on_case(core)

    core.tell(*(incident(f"SK-{n}", n, "Loud music", uprn=HOME, people=[person(**ANN)]) for n in (50, 40)))

    [ann] = on_case(core)
    assert gone == ()
    assert (ann.ref, ann.roles, ann.sentinel_roles) == ("P-1", {Role.VICTIM: at(40)}, {})


def test_a_leaving_told_before_the_joining_knows_who_it_was_once_that_is_told():
    core = case_of(person(nominal_ref="N1"))

    core.tell(person_left("SEN-1", "P-1", 26), person_added("SEN-1", "P-1", 25, nominal_ref="N1"))

    assert on_case(core) == ()


def test_who_left_under_one_reference_and_stays_under_another_is_on_the_case():
    core = case_of()
    core.tell(person_added("SEN-1", "P-1", 25, nominal_ref="N1"), person_left("SEN-1", "P-1", 26))

    core.tell(person_added("SEN-1", "P-2", 27, nominal_ref="N1"))

    [found] = on_case(core)
    assert (found.person_refs, found.roles) == (("P-1", "P-2"), {Role.VICTIM: at(27)})


# Roles


def test_a_role_is_held_since_the_earliest_incident_that_names_it():
    core = case_of(person(nominal_ref="N1"))
    core.tell(incident("SK-2", 5, "Loud music", uprn=HOME, people=[person(nominal_ref="N1")]))

    [found] = on_case(core)

    assert found.roles == {Role.VICTIM: at(0)}


def test_a_role_that_is_merely_told_again_is_held_since_it_was_first_told():
    core = case_of()

    core.tell(*(person_added("SEN-1", "P-1", 25 + n, n) for n in (2, 3, 1)))

    assert on_case(core)[0].roles == {Role.VICTIM: at(26)}


def test_a_role_taken_and_given_back_is_held_since_it_was_given_back():
    core = case_of()
    told = [(1, Role.VICTIM), (2, Role.WITNESS), (3, Role.VICTIM), (4, Role.VICTIM)]

    core.tell(*(person_added("SEN-1", "P-1", 25 + n, n, role=role) for n, role in reversed(told)))

    assert on_case(core)[0].roles == {Role.VICTIM: at(28)}


def test_whom_only_a_log_names_as_a_perpetrator_sentinel_does_not():
    core = case_of(person("perpetrator", nominal_ref="N1"))

    core.tell(person_added("SEN-1", "P-1", 25, nominal_ref="N1"))

    [found] = on_case(core)
    assert set(found.roles) == {Role.VICTIM, Role.PERPETRATOR}
    assert set(found.sentinel_roles) == {Role.VICTIM}


# Age


@pytest.mark.parametrize(("day", "age"), [(date(2026, 11, 30), 17), (date(2026, 12, 1), 18)])
def test_age_goes_by_the_birth_date(day, age):
    [found] = on_case(case_of(person(name="Carl Jones", date_of_birth="2008-12-01", age=40)))

    assert found.age_on(day) == age


@pytest.mark.parametrize(
    ("day", "age"), [(date(2026, 6, 1), 17), (date(2027, 5, 31), 17), (date(2027, 6, 1), 18)]
)
def test_without_a_birth_date_age_goes_by_what_a_log_said_and_by_the_years_since(day, age):
    [found] = on_case(case_of(person(name="Carl Jones", age=17)))

    assert found.age_on(day) == age


def test_where_nothing_is_said_of_it_age_is_not_known():
    [found] = on_case(case_of(person(name="Carl Jones")))

    assert found.age_on(date(2026, 6, 1)) is None
