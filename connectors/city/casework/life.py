"""The life of a case in Sentinel: who leads it, who is put on it and leaves, when it is closed and opened again."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from functools import partial
from typing import Final

from connectors.city.casework import declaring, doubles, homes
from connectors.city.casework.assessing import (
    mean_to_assess,
    mean_to_assess_community,
    mean_to_assess_person,
)
from connectors.city.casework.behaviour import working
from connectors.city.casework.case_file import CLOSED, LEAD_OFFICER, CaseFile, person_slot
from connectors.city.casework.pace import days_between
from connectors.city.casework.people import Someone
from connectors.city.event import Recorded
from schemas.incoming import (
    CaseClosed,
    LeadOfficerSet,
    LocationAdded,
    PersonAdded,
    PersonLeft,
    SentinelPerson,
)
from schemas.words import SubjectKind

_MINUTE: Final = timedelta(minutes=1)


def begin(file: CaseFile, people: Iterable[Someone]) -> None:
    """Everything that officers mean to do about a case that Sentinel has just accepted."""
    _name_lead_officer(file)
    for number, someone in enumerate(people):
        delay = working().people.added.delay(file.numbers("adds", number))
        mean_to_add(file, someone, delay, file.opened_at)
    _go_on(file)


def take_over(file: CaseFile, people: Iterable[SentinelPerson]) -> None:
    """The same for a case that began in Sentinel, with its lead officer and its people."""
    file.was_recorded(LEAD_OFFICER)
    _change_lead_officer(file)
    for person in people:
        file.was_recorded(person_slot(person.person_ref))
        file.people.keep(person)
        _on_case(file, person, file.opened_at)
    if file.uprn:
        mean_to_assess(file, SubjectKind.LOCATION, file.uprn, file.opened_at)
    _go_on(file)


def mean_to_add(file: CaseFile, someone: Someone, after: timedelta, since: datetime) -> None:
    """An officer means to put somebody on the case."""
    name = f"add|{someone.nominal_ref}|{someone.name}|{someone.role}"
    file.mean_to(after, name, partial(add, file, someone), since)


def add(file: CaseFile, someone: Someone, at: datetime) -> Iterator[Recorded]:
    """Put somebody on the case who is not on it as they are named."""
    person = file.people.name(someone, at)
    if person is not None:
        person = homes.housed(file, person)
        file.people.keep(person)
        yield file.recorded(PersonAdded, person_slot(person.person_ref), at, person=person)
        _on_case(file, person, at)


def _on_case(file: CaseFile, person: SentinelPerson, since: datetime) -> None:
    mean_to_assess_person(file, person, since)
    homes.mean_to_move(file, person, since)
    declaring.mean_to_declare(file, person, since)
    doubles.mean_to_enter_twice(file, person, since)
    habits, numbers = working().people, file.numbers("leaves", person.person_ref)
    if numbers.random() < habits.leaves:
        delay = days_between(numbers, habits.leaves_after_days)
        ref = person.person_ref
        file.mean_to(delay, f"leave|{ref}", partial(_leave, file, ref), since)


def _leave(file: CaseFile, ref: str, at: datetime) -> Iterator[Recorded]:
    file.people.leaves(ref)
    yield file.recorded(PersonLeft, person_slot(ref), at, person_ref=ref)


def _name_lead_officer(file: CaseFile) -> None:
    delay = working().lead_officer.named.delay(file.numbers("lead-officer"))
    _mean_to_set_officer(file, "first", delay, file.collar("lead-officer"))
    _change_lead_officer(file)


def _change_lead_officer(file: CaseFile) -> None:
    habits, numbers = working().lead_officer, file.numbers("lead-officer-changes")
    draw = numbers.random()
    if draw < habits.changes:
        after = days_between(numbers, habits.changes_after_days)
        _mean_to_set_officer(file, "next", after, file.collar("next-officer"))
    elif draw < habits.changes + habits.goes:
        after = days_between(numbers, habits.goes_after_days)
        _mean_to_set_officer(file, "none", after, None)
        after += days_between(numbers, habits.replaced_after_days)
        _mean_to_set_officer(file, "next", after, file.collar("next-officer"))


def _mean_to_set_officer(file: CaseFile, which: str, after: timedelta, officer: str | None) -> None:
    def set_officer(at: datetime) -> Iterator[Recorded]:
        yield file.recorded(LeadOfficerSet, LEAD_OFFICER, at, lead_officer=officer)

    file.mean_to(after, f"lead-officer|{which}", set_officer)


def _go_on(file: CaseFile) -> None:
    mean_to_assess_community(file)
    _add_location(file)
    _close(file)


def _add_location(file: CaseFile) -> None:
    habits, numbers, uprn = working().locations, file.numbers("location"), file.uprn

    def add_location(at: datetime) -> Iterator[Recorded]:
        yield file.recorded(LocationAdded, f"location|{uprn}", at, uprn=uprn)
        mean_to_assess(file, SubjectKind.LOCATION, str(uprn), at)

    if uprn and numbers.random() < habits.added:
        file.mean_to(days_between(numbers, habits.added_after_days), "location", add_location)


def _close(file: CaseFile) -> None:
    habits, numbers = working().closing, file.numbers("closes")
    days = habits.long_days if numbers.random() < habits.long else habits.closed_after_days
    at = file.opened_at + days_between(numbers, days)
    _mean_to_close(file, at, closed=True)
    if numbers.random() < habits.opened_again:
        at += days_between(numbers, habits.opened_again_after_days)
        _mean_to_close(file, at, closed=False)
        at += days_between(numbers, habits.closed_again_after_days)
        _mean_to_close(file, at, closed=True)


def _mean_to_close(file: CaseFile, when: datetime, *, closed: bool) -> None:
    def close(at: datetime) -> Iterator[Recorded]:
        file.closed = closed
        said = {} if closed else {"closed": False}
        yield file.recorded(CaseClosed, CLOSED, at, closed_at=at - _MINUTE, **said)

    file.mean_in_any_case(when, f"close|{closed}", close)
