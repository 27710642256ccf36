"""What officers do when the worker says that something is owed, or reminds them of it."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from functools import partial
from typing import Final

from connectors.city.casework import asking, assessing, consents
from connectors.city.casework.behaviour import working
from connectors.city.casework.case_file import CaseFile
from connectors.city.casework.diary import Act
from connectors.city.casework.pace import Heeding
from connectors.city.chance import hours_between
from connectors.city.event import Recorded
from schemas.incoming import DutyDeclined, PartnerContacted, PlanRecorded, ReviewHeld
from schemas.outgoing import AnswerRefused, DutyAbout, ObligationOpened, ReminderFellDue
from schemas.words import ObligationKind, Post, Question, Role, SubjectKind

# What is not begun before it is asked for; the rest officers do of their own accord.
ASKED_FOR: Final = (ObligationKind.ACTION_PLAN, ObligationKind.REVIEW, ObligationKind.PARTNER_CONTACT)
COLLARS: Final = {Post.SERGEANT: "PS", Post.INSPECTOR: "INSP", Post.CHIEF_INSPECTOR: "CI"}
DECLINE_REASON: Final = "The household moves out this week; nothing is gained by it"


def opened(file: CaseFile, duty: ObligationOpened) -> None:
    """A plan, a review or a contact is owed: mostly it is done by the day it is due."""
    if duty.kind not in ASKED_FOR or duty.obligation_id in file.heard:
        return
    file.heard.add(duty.obligation_id)
    habits, numbers = working().duties, file.numbers("duty", duty.obligation_id)
    if numbers.random() < habits.forgotten:
        return
    part = numbers.uniform(*(habits.late_at if numbers.random() < habits.late else habits.done_at))
    given = max(duty.due_at - duty.opened_at, timedelta(days=1))
    declined = numbers.random() < habits.declined
    act = _declining(file, duty) if declined else _doing(file, duty.kind, duty.about)
    file.mean_to(part * given, f"duty|{duty.obligation_id}", act, duty.opened_at)


def reminded(file: CaseFile, reminder: ReminderFellDue, at: datetime, heeding: Heeding) -> None:
    """A reminder is read; whether it is heeded goes by its rung. The same one twice is read once."""
    name = f"{reminder.obligation_id}|{reminder.rung}"
    if name in file.heard:
        return
    file.heard.add(name)
    numbers = file.numbers("heeds", name)
    if numbers.random() < heeding.likely(reminder.rung):
        act = _doing(file, reminder.kind, reminder.about)
        file.mean_to(hours_between(numbers, heeding.hours), f"heed|{name}", act, at)


def refused(file: CaseFile, refusal: AnswerRefused, at: datetime) -> None:
    """Something recorded comes back."""
    if refusal.fact_id in file.heard:
        return
    file.heard.add(refusal.fact_id)
    question = refusal.question
    if refusal.person_ref and question in set(Question) and refusal.subject is None:
        person = file.people.find(refusal.person_ref)
        asking.handed_back(file, person.person_ref if person else refusal.person_ref, Question(question), at)
    elif refusal.subject:
        kind = refusal.subject.kind
        assessing.handed_back(file, kind, _own_ref(file, refusal.subject.ref), at)


def _declining(file: CaseFile, duty: ObligationOpened) -> Act:
    def decline(at: datetime) -> Iterator[Recorded]:
        yield file.instructed(
            DutyDeclined,
            f"declined|{duty.obligation_id}",
            at,
            officer=file.collar("declines", duty.obligation_id, rank="PS"),
            obligation_id=duty.obligation_id,
            reason=DECLINE_REASON,
        )

    return decline


def _doing(file: CaseFile, kind: ObligationKind, about: DutyAbout | None) -> Act:
    """What meets a duty."""
    return partial(_met, file, kind, about or DutyAbout())


def _met(file: CaseFile, kind: ObligationKind, about: DutyAbout, at: datetime) -> Iterable[Recorded]:
    match kind:
        case ObligationKind.RISK_ASSESSMENT if about.subject:
            return _assessed(file, about.subject.kind, about.subject.ref, at)
        case ObligationKind.UNANSWERED_QUESTION if about.person_ref and about.question:
            ref = _own_ref(file, about.person_ref)
            file.answers.pop((ref, about.question), None)
            return asking.find_out(file, ref, about.question, at)
        case ObligationKind.SAFEGUARDING_FORM if about.person_ref:
            ref = _own_ref(file, about.person_ref)
            file.forms.discard(ref)
            return asking.settle_form(file, ref, at)
        case ObligationKind.CONSENT if about.person_ref and about.partner:
            return consents.ask(file, _own_ref(file, about.person_ref), about.partner, at)
        case _:
            return _casework(file, kind, about, at)


def _casework(file: CaseFile, kind: ObligationKind, about: DutyAbout, at: datetime) -> Iterator[Recorded]:
    if kind is ObligationKind.ACTION_PLAN:
        yield file.recorded(PlanRecorded, "plan", at, planned_at=at, officer=file.collar("plan"))
    elif kind is ObligationKind.REVIEW and about.post:
        officer = file.collar("review", about.post, rank=COLLARS.get(about.post, "PC"))
        yield file.recorded(
            ReviewHeld, f"review|{about.post}", at, post=about.post, held_at=at, officer=officer
        )
    elif kind is ObligationKind.PARTNER_CONTACT and about.partner:
        officer, slot = file.collar("contact", about.partner), f"contact|{about.partner}"
        yield file.recorded(
            PartnerContacted, slot, at, partner=about.partner, contacted_at=at, officer=officer
        )


def _assessed(file: CaseFile, kind: SubjectKind, ref: str, at: datetime) -> Iterator[Recorded]:
    """The assessment that is missing; of somebody whom Sentinel does not have, of whoever it has."""
    own = _own_ref(file, ref)
    if kind is SubjectKind.VICTIM and file.people.find(own) is None:
        for person in file.people.in_role(Role.VICTIM):
            yield from assessing.assess(file, kind, person.person_ref, at)
        return
    was_recorded = (kind, own) in file.assessed
    yield from assessing.assess_again(file, kind, own, at)
    if kind is SubjectKind.VICTIM and not was_recorded:
        asking.mean_to_ask(file, own, at)


def _own_ref(file: CaseFile, ref: str) -> str:
    """Sentinel's reference of whom the worker may name by the nominal reference; a place keeps its own."""
    known = file.merged.get(ref, ref)
    person = file.people.find(known)
    return person.person_ref if person else known
