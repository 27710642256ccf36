"""X4: which contradictions stand does not depend on the order of facts, nor on how often they are told."""

from collections import Counter
from collections.abc import Iterator
from random import Random
from typing import Any, Final

import pytest
from pydantic import BaseModel

from schemas.rows import NoticeRow
from schemas.words import Answer, Band, Contradiction, Letter, LineCategory, NoticeKind, Question
from tests.given.casework import answered, assessed, person_left
from tests.given.core import Core
from tests.given.messages import (
    HOME,
    closed,
    incident,
    lead_officer,
    line,
    officer_says,
    opened_in_sentinel,
    person_added,
    tag_override,
)

WORLDS: Final = 60
CASES: Final = ("SEN-1", "SEN-2", "SEN-3")
NOMINALS: Final = ("N-1", "N-2", None)
# What a log may say on its first lines; nothing of it makes a case of its own.
SAID: Final = (
    ("Q: IS IT DIRECTED AT YOU?", "A: NO", False),
    ("Q: IS ANYBODY VULNERABLE?", "A: NO", True),
    ("Q: IS ANYBODY VULNERABLE?", "A: NO", False),
)
REMARKS: Final = ("HE HAS SINGLED ME OUT.", "SHE IS DISABLED.", "LOUD MUSIC, FOR INFORMATION ONLY.")


@pytest.mark.parametrize("seed", range(WORLDS))
def test_x4_the_same_contradictions_stand_in_any_order(seed: int) -> None:
    messages = list(world(Random(seed)))
    doubled = [*messages, *messages]
    Random(f"doubled {seed}").shuffle(doubled)

    as_told, backwards, shuffled = (standing(run(order)) for order in (messages, messages[::-1], doubled))

    assert backwards == as_told
    assert shuffled == as_told


def test_x4_the_worlds_hold_every_contradiction_and_settle_some() -> None:
    told: Counter[str] = Counter()
    for seed in range(WORLDS):
        for event in run(list(world(Random(seed)))).published:
            told[event.data.get("contradiction", event.type)] += 1

    for kind in (*Contradiction, "NoticeWithdrawn"):
        assert told[kind] >= WORLDS / 10, kind


def world(random: Random) -> Iterator[BaseModel]:
    """Three cases that name some of the same people, logs of one of them, and what is recorded of all."""
    for number, reference in enumerate(CASES):
        yield opened_in_sentinel(reference, 0, uprns=(HOME,) if number == 0 else ())
        yield lead_officer(reference, f"PC {number}")
        for person_ref in ("P-1", "P-2"):
            yield from _of_person(random, reference, person_ref)
        if random.random() < 0.2:
            yield closed(reference, 400)
    for number in range(3):
        yield from _of_incident(random, f"SK-{number}", 20.0 * number)


def _of_person(random: Random, reference: str, person_ref: str) -> Iterator[BaseModel]:
    for revision in range(1, random.randint(2, 3)):
        nominal = random.choice(NOMINALS)
        yield person_added(reference, person_ref, revision + _moment(random), revision, nominal_ref=nominal)
    if random.random() < 0.15:
        yield person_left(reference, person_ref, 300, 9)
    for question in Question:
        for revision in range(1, random.randint(1, 3)):
            answer = random.choice((Answer.UNKNOWN, *Answer))
            yield answered(question, answer, 50 * revision + _moment(random), revision, reference, person_ref)
    if random.random() < 0.5:
        for revision in range(1, random.randint(2, 3)):
            chosen = {"frequency": random.choice(("one-off", "daily"))}
            band = random.choice((None, *Band))
            hours = 50 * revision + _moment(random)
            yield assessed(reference, person_ref, hours, revision, chosen, sentinel_band=band)


def _moment(random: Random) -> float:
    """No two facts are recorded at one time: which of them counts would be chance."""
    return random.uniform(0, 40)


def _of_incident(random: Random, incident_id: str, hours: float) -> Iterator[BaseModel]:
    for revision in range(1, random.randint(2, 3)):
        (question, answer, by_system), remark = random.choice(SAID), random.choice(REMARKS)
        header: dict[str, Any] = {
            "qualifiers": random.choice(((), ("Vulnerable adult",))),
            "closing_code": random.choice((None, None, "104")),
        }
        lines = (
            line(question, 1, hours, category=LineCategory.QUESTION),
            line(answer, 2, hours, category=LineCategory.ANSWER, auto_answered=by_system),
            line(remark, 3, hours),
        )
        yield incident(
            incident_id, hours, revision=revision, recorded=hours + revision, uprn=HOME, lines=lines, **header
        )
    if random.random() < 0.2:
        letter = random.choice((Letter.TARGETED, Letter.VULNERABLE))
        yield officer_says(incident_id, {letter: Answer.NO}, hours + 5)
    if random.random() < 0.2:
        yield tag_override(incident_id, asb=False, hours=hours + 6)


def run(messages: list[BaseModel]) -> Core:
    core = Core()
    core.tell(*messages)
    assert [event for event in core.published if event.type == "Rejected"] == []
    return core


def standing(core: Core) -> dict[str, Any]:
    """Each contradiction that stands, by what it says and with which case it is shown; and as snapshots show it."""
    rows = [row for _, row in core.rows() if isinstance(row, NoticeRow)]
    kept = [row for row in rows if row.kind is NoticeKind.CONTRADICTION and row.standing]
    shown = {
        event.key: sorted(one["notice_id"] for one in event.data["notices"])
        for event in core.published
        if event.type == "CaseSnapshot"
    }
    return {
        "notices": {row.notice_id: (row.owner, row.case_id, row.digest) for row in kept},
        "shown": {case_id: ids for case_id, ids in shown.items() if ids},
    }
