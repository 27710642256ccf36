"""A victim is entered a second time under another reference, until somebody notices and merges the two (R5)."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial
from typing import Final

from connectors.city.casework.behaviour import working
from connectors.city.casework.case_file import CaseFile, person_slot
from connectors.city.casework.pace import days_between
from connectors.city.event import Recorded
from schemas.incoming import PersonAdded, PersonMerged, SentinelPerson
from schemas.words import Role

_SOON: Final = timedelta(hours=6)


def mean_to_enter_twice(file: CaseFile, person: SentinelPerson, since: datetime) -> None:
    habits, ref = working().mistakes, person.person_ref
    numbers = file.numbers("enters-twice", ref)
    if person.role is Role.VICTIM and person.name and numbers.random() < habits.entered_twice:
        noticed = days_between(numbers, habits.entered_twice_noticed_after_days)
        file.mean_to(_SOON, f"enter-twice|{ref}", partial(_enter, file, person), since)
        file.mean_to(_SOON + noticed, f"merge|{ref}", partial(_merge, file, ref), since)


def _enter(file: CaseFile, person: SentinelPerson, at: datetime) -> Iterator[Recorded]:
    """By another spelling of the name, and nothing else that would tell who it is."""
    given, _, family = (person.name or "").partition(" ")
    twin = SentinelPerson(
        person_ref=_second(person.person_ref), role=person.role, name=f"{given[:1]} {family}".strip()
    )
    file.people.keep(twin)
    yield file.recorded(PersonAdded, person_slot(twin.person_ref), at, person=twin)


def _merge(file: CaseFile, ref: str, at: datetime) -> Iterator[Recorded]:
    twin = _second(ref)
    if file.people.find(ref) and file.people.find(twin):
        file.people.leaves(twin)
        file.merged[twin] = ref
        yield file.recorded(PersonMerged, f"merged|{twin}", at, person_ref=twin, into=ref)


def _second(ref: str) -> str:
    return f"{ref}-2"
