"""Where people on a case live, as far as Sentinel has it, and that some move (R8, R9, R20).

A home elsewhere than at the scene is an address of its own, in the synthetic block that no incident uses.
"""

from collections.abc import Iterator
from datetime import datetime
from functools import partial
from random import Random
from typing import Any, Final

from connectors.city.casework.behaviour import working
from connectors.city.casework.case_file import CaseFile, person_slot
from connectors.city.casework.pace import days_between
from connectors.city.chance import chance
from connectors.city.event import Recorded
from connectors.city.place import new_place
from schemas.incoming import PersonAdded, SentinelPerson
from schemas.words import Role

# No situation has this number: see `Place.uprn`.
HOMES: Final = 0
_ADDRESSES: Final = 10_000_000


def housed(file: CaseFile, person: SentinelPerson) -> SentinelPerson:
    """The person with where they live, if it is known and not said already."""
    habits, numbers = working().homes, file.numbers("home", person.person_ref)
    if person.home_uprn or numbers.random() >= habits.known.get(person.role, 0.0):
        return person
    answers, shares = zip(*habits.tenant.items(), strict=True)
    known = {"tenant": numbers.choices(answers, weights=shares)[0]}
    if person.role is Role.VICTIM and file.uprn and numbers.random() < habits.at_the_scene:
        where: dict[str, Any] = {"home_uprn": file.uprn, "home_beat": file.beat}
    else:
        where = _elsewhere(numbers)
    return person.model_copy(update={**known, **{name: value for name, value in where.items() if value}})


def mean_to_move(file: CaseFile, person: SentinelPerson, since: datetime) -> None:
    """Some whose home is known move while the case is open."""
    habits, ref = working().homes, person.person_ref
    numbers = file.numbers("moves", ref)
    if person.home_uprn and numbers.random() < habits.moves:
        delay = days_between(numbers, habits.moves_after_days)
        file.mean_to(delay, f"move|{ref}", partial(_move, file, ref, numbers), since)


def _move(file: CaseFile, ref: str, numbers: Random, at: datetime) -> Iterator[Recorded]:
    person = file.people.find(ref)
    if person is not None:
        moved = person.model_copy(update=_elsewhere(numbers))
        file.people.keep(moved)
        yield file.recorded(PersonAdded, person_slot(ref), at, person=moved)


def _elsewhere(numbers: Random) -> dict[str, str]:
    serial = int(numbers.random() * _ADDRESSES)
    place = new_place(chance(HOMES, "home", serial), HOMES, serial)
    return {"home_uprn": place.uprn, "home_beat": place.beat}
