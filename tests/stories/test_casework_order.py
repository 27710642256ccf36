"""R10 to R16: what a case owes follows from its facts, in whatever order and however often they are told."""

from collections.abc import Callable, Mapping
from random import Random
from typing import Any, Final

import msgspec
import pytest
from pydantic import BaseModel

from schemas.rows import ObligationRow
from schemas.words import Answer, ObligationKind, ObligationStatus, Partner, Post, Question
from tests.given.casework import (
    answered,
    assessed,
    contacted,
    form_completed,
    form_declined,
    location_added,
    person_left,
    planned,
    reviewed,
)
from tests.given.core import Core
from tests.given.messages import closed, opened_in_sentinel, person_added

WORLDS: Final = 40
FORMS: Final = (
    {"frequency": "one-off"},
    {"violence": "yes"},
    {"vulnerability": "high", "violence": "yes"},
    {},
)


OF_CASEWORK: Final = frozenset(
    {
        ObligationKind.RISK_ASSESSMENT,
        ObligationKind.UNANSWERED_QUESTION,
        ObligationKind.SAFEGUARDING_FORM,
        ObligationKind.ACTION_PLAN,
        ObligationKind.REVIEW,
        ObligationKind.PARTNER_CONTACT,
    }
)
# They chase what was sent, and what was sent when depends on when its facts came.
OF_WHAT_WAS_SENT: Final = (ObligationKind.REFERRAL_ANSWER, ObligationKind.CORRECTION_ACKNOWLEDGEMENT)


class Moment:
    """When something is told, of whom, and chance."""

    def __init__(self, random: Random, number: int) -> None:
        self.choose = random.choice
        # Revisions rise, and times with them.
        self.hours, self.revision = number * 20 + random.uniform(0, 15), number
        self.ref = random.choice(("P-1", "P-2"))


def _assessed(now: Moment) -> BaseModel:
    return assessed("SEN-1", now.ref, now.hours, now.revision, now.choose(FORMS))


def _answered(now: Moment) -> BaseModel:
    question, answer = now.choose(tuple(Question)), now.choose(tuple(Answer))
    text = now.choose(("", "Said so."))
    return answered(question, answer, now.hours, now.revision, person_ref=now.ref, text=text)


# What may be told of a case, and how often beside the rest.
FACTS: Final[Mapping[Callable[[Moment], BaseModel], int]] = {
    _assessed: 6,
    _answered: 8,
    lambda now: person_added("SEN-1", now.ref, now.hours, now.revision, name=f"{now.ref} Example"): 4,
    lambda now: person_left("SEN-1", now.ref, now.hours, now.revision): 1,
    lambda now: form_completed(now.hours, now.revision, person_ref=now.ref): 1,
    lambda now: form_declined(now.hours, now.revision, person_ref=now.ref): 1,
    lambda now: planned(now.hours, now.revision): 1,
    lambda now: reviewed(now.choose((Post.SERGEANT, Post.INSPECTOR)), now.hours, now.revision): 2,
    lambda now: contacted(now.choose(tuple(Partner)), now.hours, now.revision): 2,
    lambda now: location_added("SEN-1", "77", now.hours, now.revision, left=now.choose((True, False))): 1,
    lambda now: closed("SEN-1", now.hours, now.revision, is_closed=now.choose((True, False, False))): 1,
}


@pytest.mark.parametrize("seed", range(WORLDS))
def test_what_a_case_owes_does_not_depend_on_the_order_of_its_facts(seed: int) -> None:
    random = Random(seed)
    facts = casework(random)
    orders = [facts, facts[::-1], random.sample(facts, len(facts)), random.sample(facts * 2, len(facts) * 2)]

    runs = [Core() for _ in orders]
    for core, order in zip(runs, orders, strict=True):
        core.tell(*order)

    assert all(owed(core) == owed(runs[0]) for core in runs)


def test_the_worlds_hold_what_they_are_for() -> None:
    kinds = set()
    for seed in range(WORLDS):
        core = Core()
        core.tell(*casework(Random(seed)))
        kinds |= {row.kind for row in owed(core)}

    assert kinds >= OF_CASEWORK


def casework(random: Random) -> list[BaseModel]:
    """The facts of one case, a revision each."""
    makers, weights = list(FACTS), list(FACTS.values())
    moments = [Moment(random, number) for number in range(1, random.randint(8, 30))]
    return [opened_in_sentinel("SEN-1", 0)] + [
        maker(now)
        for maker, now in zip(random.choices(makers, weights, k=len(moments)), moments, strict=True)
    ]


def owed(core: Core) -> set[ObligationRow]:
    """Every open duty, without what depends on when its facts came."""
    return {
        _by_its_facts(row)
        for _, row in core.rows()
        if isinstance(row, ObligationRow)
        and row.status is ObligationStatus.OPEN
        and row.kind not in OF_WHAT_WAS_SENT
    }


def _by_its_facts(row: ObligationRow) -> Any:
    next_at = None if row.next_at is None else row.due_at
    return msgspec.structs.replace(row, opened_at=row.since, rung=0, next_at=next_at, opened_by="")
