"""X2, X3: in whatever order facts come in, and told twice, the same notices stand and the same reviews are owed.

Worlds of a few victims, some known by number and some by name, with corrections among their reports. Compared is what
stands; what was sent when does depend on the order.
"""

from collections import Counter
from collections.abc import Iterator
from random import Random
from typing import Any

import msgspec
import pytest
from pydantic import BaseModel

from schemas.forces import Registry
from schemas.incoming import Location
from schemas.rows import NoticeRow, ObligationRow
from schemas.words import Channel, NoticeKind, ObligationKind, ObligationStatus, ReviewThreshold
from streams.domain import AsbDomain
from streams.policies.bundle import document_of, load_bundle
from tests.given.core import FORCE, INSTALLATION, SECRET, Core
from tests.given.corrections import deleted
from tests.given.messages import ELSEWHERE, HOME, at
from tests.given.watches import (
    ANN,
    ANN_BY_ALL,
    ANN_BY_NAME,
    BEN,
    DAY,
    HATE,
    NUISANCE,
    PERSONAL,
    report,
    suspect,
)
from tests.given.watches import (
    told as told_of,
)

HERE = "leicester-leicestershire-rutland"
WORLDS = 30
REPORTS = 9
DAYS = 250
WATCHED = {NoticeKind.CASE_REVIEW, NoticeKind.COURSE_OF_CONDUCT}
VICTIMS = (ANN, ANN_BY_NAME, ANN_BY_ALL, BEN)
END = at(DAYS * DAY)


@pytest.mark.parametrize("seed", range(WORLDS))
def test_the_same_facts_leave_the_same_notices_and_reviews(seed: int) -> None:
    facts, pack = list(_facts(Random(seed))), (HERE, "wales")[seed % 2]

    as_told, backwards, doubled = (_stands(told, pack) for told in _orders(facts, Random(seed)))

    assert backwards == as_told
    assert doubled == as_told


@pytest.mark.parametrize("seed", range(WORLDS))
def test_what_was_taken_back_leaves_what_would_stand_without_it(seed: int) -> None:
    random, pack = Random(seed), (HERE, "wales")[seed % 2]
    facts = list(_facts(random))
    told_of = sorted({fact.incident_id for fact in facts})  # type: ignore[attr-defined]
    gone = set(random.sample(told_of, 2))

    withdrawn = [deleted(incident_id, DAYS * DAY - 1, revision=9) for incident_id in gone]
    without = [fact for fact in facts if fact.incident_id not in gone]  # type: ignore[attr-defined]

    assert _stands([*facts, *withdrawn], pack) == _stands(without, pack)


def test_the_worlds_hold_what_they_are_for() -> None:
    kinds: Counter[str] = Counter()
    for seed in range(WORLDS):
        core = _run(list(_facts(Random(seed))), (HERE, "wales")[seed % 2])
        kinds.update(told["threshold"] for told in told_of(core.published, "CaseReviewEligible"))
        kinds.update(row.kind for _, row in core.rows() if isinstance(row, NoticeRow) and row.standing)
        kinds.update(event.data["reason"] for event in core.published if event.type == "NoticeWithdrawn")

    for kind in (*WATCHED, *ReviewThreshold, "recoded", "deleted", "lapsed", "known-as-another"):
        assert kinds[kind] > 2, kind


def _domain_of(pack: str) -> AsbDomain:
    """One in which the pack of an area counts, with three incidents at a location where it counts those."""
    document = load_bundle()[-1].document
    watches = document["watches"]
    packs = {name: {**terms, "at_location": 3} for name, terms in watches["case_review"]["packs"].items()}
    packs[HERE] = watches["case_review"]["packs"][HERE]
    changed = {**document, "watches": {**watches, "case_review": {"pack": pack, "packs": packs}}}
    return AsbDomain(
        INSTALLATION, Registry((FORCE,)), SECRET, builtin=[document_of(changed, "a policy of this story")]
    )


def _facts(random: Random) -> Iterator[BaseModel]:
    for number in range(REPORTS):
        day = random.uniform(0, DAYS - 5)
        people = [
            random.choice(VICTIMS),
            *([suspect(f"NOM-{random.choice('89')}")] if random.random() < 0.4 else []),
        ]
        header: dict[str, Any] = {
            "opening_code": random.choice((PERSONAL, NUISANCE)),
            "qualifiers": HATE if random.random() < 0.1 else (),
            "location": Location(uprn=random.choice((HOME, ELSEWHERE))),
            "channel": random.choice((Channel.OTHER_AGENCY, Channel.ONLINE)),
            "occurred_from": at((day - random.choice((0, 1, 20, 40))) * DAY),
        }
        yield report(f"SK-{number}", day, *people, **header)
        yield from _correction(random, f"SK-{number}", day, people, header)


def _correction(random: Random, ident: str, day: float, people: Any, header: Any) -> Iterator[BaseModel]:
    recorded = (day + random.uniform(0, 4)) * DAY
    match random.randrange(8):
        case 0:
            yield report(ident, day, *people, **header, closing_code="104", revision=2, recorded=recorded)
        case 1:
            yield deleted(ident, recorded)
        case 2:
            yield report(ident, day, BEN, **header, revision=2, recorded=recorded)
        case _:
            pass


def _orders(facts: list[BaseModel], random: Random) -> Iterator[list[BaseModel]]:
    yield facts
    yield facts[::-1]
    yield random.sample(facts * 2, len(facts) * 2)


def _run(facts: list[BaseModel], pack: str = HERE) -> Core:
    core = Core(_domain_of(pack))
    for number, fact in enumerate(facts):
        core.tell(fact, ce_id=f"m{number}")
    core.tick(END)
    assert [event for event in core.published if event.type == "Rejected"] == []
    return core


def _stands(facts: list[BaseModel], pack: str = HERE) -> tuple[Any, Any]:
    core = _run(facts, pack)
    notices = {
        row.notice_id: msgspec.structs.replace(row, event="", sequences={})
        for _, row in core.rows()
        if isinstance(row, NoticeRow) and row.standing and row.kind in WATCHED
    }
    reviews = {
        (row.obligation_id, row.incident_id, row.about, row.due_at)
        for _, row in core.rows()
        if isinstance(row, ObligationRow)
        and row.kind is ObligationKind.CRIME_RECORDING_REVIEW
        and row.status is ObligationStatus.OPEN
    }
    return notices, reviews
