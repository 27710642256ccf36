"""R8: in whatever order the same facts come, the same notices of high risk stand and say the same."""

from datetime import date
from random import Random
from typing import Any

import pytest
from pydantic import BaseModel

from schemas.incoming import Location
from schemas.rows import NoticeRow
from schemas.words import Role, SubjectKind
from tests.given.casework import assessed, location_added, person_left
from tests.given.core import Core
from tests.given.corrections import assessment_withdrawn
from tests.given.high_risk import HIGH, LOW, declared, directory
from tests.given.messages import ELSEWHERE, HOME, incident, lead_officer, opened_in_sentinel, person_added

_KINDS = {"high-risk", "high-risk-possible", "beat-not-in-directory"}
# Who is told is whoever it is at that moment.
_OF_THE_MOMENT = {"addressees", "copied", "district"}
_SEEDS = 20
_BEATS = ("SK12", "SK13", "SK14", None)


def history(seed: int) -> list[BaseModel]:
    """What is told of one case, from before it was opened until after its risk has changed."""
    random = Random(seed)
    told: list[BaseModel] = [
        opened_in_sentinel("SEN-1", 0, uprns=(HOME,), beat=random.choice(_BEATS)),
        *(lead_officer("SEN-1", f"PC {number}", random.uniform(0, 300), number) for number in (1, 2)),
        *(_incident(number, random) for number in range(random.randint(0, 3))),
    ]
    for beat in (*_BEATS, "SK99"):
        for number in range(random.randint(0, 2)):
            begins = date(2026, 6, random.randint(1, 12))
            told.append(directory(beat, begins, random.uniform(0, 300), number + 1))
    for ref, role in (("P-1", Role.VICTIM), ("P-2", Role.VICTIM), ("P-3", Role.PERPETRATOR)):
        told += _person(ref, role, random)
    told += _assessments(random)
    told += [
        declared(
            ref=ref, kind=kind, hours=random.uniform(0, 300), revision=number, high=random.random() < 0.6
        )
        for kind, ref in (
            (SubjectKind.VICTIM, "P-2"),
            (SubjectKind.PERPETRATOR, "P-3"),
            (SubjectKind.LOCATION, ELSEWHERE),
        )
        for number in range(1, random.randint(1, 3))
    ]
    told += [location_added("SEN-1", ELSEWHERE, random.uniform(0, 300), left=random.random() < 0.3)]
    return told


def _incident(number: int, random: Random) -> BaseModel:
    """One that joins the case and opens none, whenever it comes."""
    place = Location(uprn=HOME, beat=random.choice(_BEATS))
    return incident(f"SK-{number}", 40.0 * number + 1, "Loud music, for information only", location=place)


def _person(ref: str, role: Role, random: Random) -> list[BaseModel]:
    told: list[BaseModel] = []
    for revision in range(1, random.randint(2, 4)):
        hours = random.uniform(0, 300)
        home = {"home_beat": random.choice(("SK12", "SK99")), "nominal_ref": f"N-{ref}"}
        told.append(
            person_left("SEN-1", ref, hours, revision)
            if revision > 1 and random.random() < 0.3
            else person_added("SEN-1", ref, hours, revision, role=role, **home)
        )
    return told


def _assessments(random: Random) -> list[BaseModel]:
    told: list[BaseModel] = []
    for revision in range(1, random.randint(2, 5)):
        hours = random.uniform(0, 300)
        if random.random() < 0.2:
            told.append(assessment_withdrawn(hours=hours, revision=revision))
        else:
            answers = random.choice((HIGH, HIGH, LOW, {"vulnerability": "high"}))
            told.append(assessed(hours=hours, revision=revision, answers=answers))
    return told


def standing(core: Core) -> dict[str, Any]:
    """What was told last under each notice of high risk that stands."""
    found: dict[str, Any] = {}
    for _, row in core.rows():
        if isinstance(row, NoticeRow) and row.standing and row.kind in _KINDS:
            [told] = [event for event in core.published if event.headers["ce_id"] == row.event]
            said = {field: value for field, value in told.data.items() if field not in _OF_THE_MOMENT}
            found[row.notice_id] = (told.type, row.about, row.since, said)
    return found


def run(messages: list[BaseModel], order: Random | None) -> Core:
    stream = [(message, f"m{number}") for number, message in enumerate(messages)]
    if order is not None:
        stream += [(message, f"again-{number}") for number, message in enumerate(messages) if number % 3 == 0]
        order.shuffle(stream)
    core = Core()
    for message, ce_id in stream:
        core.tell(message, ce_id=ce_id)
    assert not any("rejected_code" in event.headers for event in core.published)
    return core


@pytest.mark.parametrize("seed", range(_SEEDS))
def test_r8_the_same_notices_stand_in_whatever_order_facts_come(seed: int) -> None:
    messages = history(seed)

    in_one, *others = (standing(run(messages, order)) for order in (None, Random(seed), Random(-seed - 1)))

    for other in others:
        assert other == in_one


def test_the_histories_hold_what_they_are_for() -> None:
    """Every kind stands in some, and is withdrawn in some."""
    cores = [run(history(seed), Random(seed)) for seed in range(_SEEDS)]

    stand = [kind for core in cores for kind, *_ in standing(core).values()]
    gone = {
        event.data["kind"] for core in cores for event in core.published if event.type == "NoticeWithdrawn"
    }

    for kind in ("HighRiskRaised", "HighRiskPossible", "BeatNotInDirectory"):
        assert stand.count(kind) >= 3, kind
    assert gone >= _KINDS
