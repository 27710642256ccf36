"""Facts and instructions stand in slots of their own; in each the highest revision stands (design: Revisions)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.rows import SentinelRow
from schemas.words import Answer, AsbClass, Letter, Partner, Post, Role
from streams.rules.slots import with_word
from tests.given.casework import (
    assessed,
    contacted,
    form_completed,
    form_declined,
    location_added,
    person_left,
    planned,
    reviewed,
)
from tests.given.core import FORCE, Core
from tests.given.messages import (
    at,
    closed,
    incident,
    lead_officer,
    letter_override,
    officer_says,
    opened_in_sentinel,
    person_added,
    tag_override,
)

RANKS = [(1, "t1", "a"), (1, "t1", "b"), (1, "t2", "a"), (2, "t0", "a")]


@given(st.permutations([(assessor, rank) for assessor in ("PC 1", "PC 2") for rank in RANKS]))
def test_each_assessor_has_one_word_the_highest_by_revision_then_time_then_id(order):
    words: tuple = ()

    for assessor, rank in order:
        fact = officer_says("SK-1", {Letter.RISK: Answer.YES}, assessor=assessor, fact_id=f"{rank}"[:64])
        words = with_word(words, fact, rank)

    assert [(word.assessor, word.rank) for word in words] == [("PC 1", RANKS[-1]), ("PC 2", RANKS[-1])]


def sentinel(core: Core) -> SentinelRow:
    row = core.table.get(f"{FORCE}|sentinel|SEN-9".encode())
    assert isinstance(row, SentinelRow)
    return row


FACTS = (
    opened_in_sentinel("SEN-9", 0, uprns=("1",)),
    opened_in_sentinel("SEN-9", 0, uprns=("2",), revision=2, fact_id="opened again"),
    lead_officer("SEN-9", "PC 1", 1),
    lead_officer("SEN-9", None, 2, revision=2),
    person_added("SEN-9", "P1", 1, name="Ann"),
    person_added("SEN-9", "P1", 2, revision=2, name="Anne"),
    person_added("SEN-9", "P2", 3, name="Bea"),
    closed("SEN-9", 4),
    closed("SEN-9", 5, revision=2, is_closed=False),
    person_left("SEN-9", "P2", 6),
    location_added("SEN-9", "0012", 7),
    location_added("SEN-9", "12", 8, revision=2, left=True),
    planned(9, 1, "SEN-9"),
    planned(10, 2, "SEN-9"),
    reviewed(Post.SERGEANT, 11, 1, "SEN-9"),
    reviewed(Post.INSPECTOR, 12, 1, "SEN-9"),
    contacted(Partner.HOUSING, 13, 1, "SEN-9"),
)


@given(st.permutations(FACTS))
def test_facts_of_sentinel_stand_the_same_in_any_order(order):
    core = Core()

    for each in order:
        core.tell(each, ce_id=each.fact_id)

    row = sentinel(core)
    assert (row.uprns, row.lead_officer, row.closed) == (("2",), None, False)
    people = [(person.person_ref, person.name, person.role) for person in row.people]
    assert people == [("P1", "Anne", Role.VICTIM), ("P2", "Bea", None)]
    assert [(place.uprn, place.left) for place in row.locations] == [("12", False), ("12", True)]
    assert [(act.slot, act.at) for act in row.acts] == [
        ("contact:housing", at(13)),
        ("plan", at(10)),
        ("review:inspector", at(12)),
        ("review:sergeant", at(11)),
    ]


@pytest.mark.parametrize(
    "fact",
    [
        assessed(assessed_at=at(50)),
        assessed(created_at=at(50)),
        form_completed(48, completed_at=at(50)),
        form_declined(48, declined_at=at(50)),
        planned(48, planned_at=at(50)),
        reviewed(Post.SERGEANT, 48, held_at=at(50)),
        contacted(Partner.HOUSING, 48, contacted_at=at(50)),
    ],
    ids=lambda fact: type(fact).__name__,
)
def test_what_is_to_have_happened_after_it_was_recorded_is_rejected(fact):
    core = Core()

    [rejected] = core.tell(fact)

    assert rejected.headers["rejected_code"] == "impossible-value"


def override(answer: Answer, revision: int, hours: float):
    return letter_override("SK-1", Letter.RISK, answer, hours).model_copy(update={"revision": revision})


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_an_officers_letter_stands_by_its_revision(order):
    core = Core()
    told = [override(Answer.NO, 1, 9), override(Answer.YES, 2, 8)]

    core.tell(*(told[number] for number in order))

    [standing] = core.incident("SK-1").letter_overrides
    assert standing.answer is Answer.YES


def test_each_letter_has_a_slot_of_its_own():
    core = Core()

    core.tell(
        letter_override("SK-1", Letter.RISK, Answer.YES), letter_override("SK-1", Letter.GATE, Answer.NO)
    )

    assert {each.letter for each in core.incident("SK-1").letter_overrides} == {Letter.GATE, Letter.RISK}


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_a_registrars_tag_stands_by_its_revision(order):
    core = Core()
    first = tag_override("SK-1", asb=True, asb_class=AsbClass.PERSONAL)
    told = [first, tag_override("SK-1", asb=False).model_copy(update={"revision": 2})]
    core.tell(incident("SK-1"))

    core.tell(*(told[number] for number in order))

    assert core.incident("SK-1").tag is None


def test_an_instruction_about_an_incident_that_is_not_known_yet_waits_for_it():
    core = Core()

    early = core.tell(tag_override("SK-1", asb=True, asb_class=AsbClass.PERSONAL))
    core.tell(incident("SK-1", 0, opening_code="401"))

    assert early == []
    assert core.latest("IncidentTagged", "SK-1")["asb_class"] == "personal"
