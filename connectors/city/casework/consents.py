"""Somebody is asked whether they want to be referred to a partner, and says yes, no, or thinks it over (R20)."""

from collections.abc import Iterator
from datetime import datetime
from functools import partial
from typing import Literal

from connectors.city.casework.behaviour import working
from connectors.city.casework.case_file import CaseFile
from connectors.city.casework.pace import days_between
from connectors.city.event import Recorded
from schemas.incoming import ConsentRecorded
from schemas.outgoing import ReferralProposed
from schemas.words import ConsentState, Partner

Said = Literal[ConsentState.ASKED, ConsentState.GIVEN, ConsentState.REFUSED]


def proposed(file: CaseFile, referral: ReferralProposed, at: datetime) -> None:
    """A referral waits for consent: mostly somebody asks before they are reminded to."""
    person = file.people.find(referral.subject.ref)
    if referral.consent is not ConsentState.NOT_ASKED or person is None:
        return
    ref, partner = person.person_ref, referral.partner
    name = _name(ref, partner)
    if name in file.heard:
        return
    file.heard.add(name)
    habits, numbers = working().consent, file.numbers(name)
    if numbers.random() >= habits.forgotten:
        file.mean_to(habits.recorded.delay(numbers), name, partial(ask, file, ref, partner), at)


def ask(file: CaseFile, person_ref: str, partner: Partner, at: datetime) -> Iterator[Recorded]:
    """Ask whom nobody has asked; the answer may take a while."""
    name = _name(person_ref, partner)
    if name in file.consents:
        return
    file.consents.add(name)
    habits, numbers = working().consent, file.numbers("thinks", name)
    if numbers.random() < habits.thinks_it_over:
        yield _said(file, person_ref, partner, ConsentState.ASKED, at)
        delay = habits.thought_over.delay(numbers)
        file.mean_to(delay, f"thought|{name}", partial(_answer, file, person_ref, partner), at)
    else:
        yield from _answer(file, person_ref, partner, at)


def _answer(file: CaseFile, person_ref: str, partner: Partner, at: datetime) -> Iterator[Recorded]:
    habits, numbers = working().consent, file.numbers("says", _name(person_ref, partner))
    if numbers.random() < habits.refused:
        yield _said(file, person_ref, partner, ConsentState.REFUSED, at)
        return
    yield _said(file, person_ref, partner, ConsentState.GIVEN, at)
    if numbers.random() < habits.changes:
        delay, name = days_between(numbers, habits.changes_after_days), _name(person_ref, partner)
        file.mean_to(delay, f"no-longer|{name}", partial(_no_longer, file, person_ref, partner), at)


def _no_longer(file: CaseFile, person_ref: str, partner: Partner, at: datetime) -> Iterator[Recorded]:
    yield _said(file, person_ref, partner, ConsentState.REFUSED, at)


def _said(file: CaseFile, person_ref: str, partner: Partner, said: Said, at: datetime) -> ConsentRecorded:
    name = _name(person_ref, partner)
    return file.recorded(
        ConsentRecorded,
        name,
        at,
        person_ref=person_ref,
        partner=partner,
        consent=said,
        officer=file.collar(name),
    )


def _name(person_ref: str, partner: Partner) -> str:
    return f"consent|{person_ref}|{partner}"
