"""X10, R10-R16: officers hear what they owe and are reminded of, and mostly do it; before, nobody listened."""

from datetime import datetime, timedelta

import pytest

from connectors.city import SentinelActor
from connectors.city.casework.acceptance import reference_of
from connectors.city.casework.behaviour import Behaviour
from connectors.city.event import CityEvent
from schemas.incoming import (
    AssessmentRecorded,
    CaseAccepted,
    CaseOpenedInSentinel,
    DutyDeclined,
    IncidentHeader,
    IncidentLogged,
    PartnerContacted,
    Person,
    PersonAdded,
    PlanRecorded,
    QuestionAnswered,
    ReviewHeld,
    SentinelPerson,
)
from schemas.outgoing import AnswerRefused, CaseAdopted, DutyAbout, IncidentJoined, Subject
from schemas.words import (
    Answer,
    Channel,
    ObligationKind,
    Partner,
    Post,
    RefusalReason,
    Role,
    SubjectKind,
)
from tests.unit.city.given import AT, REPORTER, VICTIM, a_duty, a_reminder, after_days, case_id, of

CASES = range(60)
# By then most is done, and no case is closed yet.
DAYS = 20
LATER = AT + timedelta(days=DAYS)
SOON = LATER + timedelta(days=4)


def references(numbers: range = CASES) -> dict[str, int]:
    return {reference_of(case_id(number), 1): number for number in numbers}


def forgotten(events: list[CityEvent], kind: type) -> list[int]:
    """The accepted cases that have no such record."""
    accepted = {fact.reference for fact in of(CaseAccepted, events)}
    return sorted(references()[one] for one in accepted - {fact.reference for fact in of(kind, events)})


def remind_of_assessments(actor: SentinelActor, numbers: list[int], rung: int, at: datetime = LATER) -> None:
    about = DutyAbout(subject=Subject(kind=SubjectKind.VICTIM, ref="N1"))
    for number in numbers:
        actor.hear(a_reminder(ObligationKind.RISK_ASSESSMENT, number, rung, about), at)


def assessed_after(rung: int, behaviour: Behaviour) -> tuple[int, int]:
    """How many of the forgotten victims are assessed after one reminder, and how many were forgotten."""
    actor, events = after_days(DAYS, range(600), VICTIM, behaviour=behaviour)
    accepted = {fact.reference for fact in of(CaseAccepted, events)}
    missing = accepted - {fact.reference for fact in of(AssessmentRecorded, events)}
    numbers = references(range(600))
    remind_of_assessments(actor, [numbers[one] for one in missing], rung)
    found = {fact.reference for fact in of(AssessmentRecorded, list(actor.due(SOON)))}
    return len(found & missing), len(missing)


def test_the_higher_the_rung_the_likelier_a_forgotten_assessment_is_made():
    first, of_first = assessed_after(1, Behaviour.AFTER)
    fifth, of_fifth = assessed_after(5, Behaviour.AFTER)

    assert of_first == of_fifth > 20
    assert 0 < first < fifth < of_fifth


def test_before_2018_no_reminder_was_heeded():
    before, missing = assessed_after(5, Behaviour.BEFORE)
    after, _ = assessed_after(5, Behaviour.AFTER)

    # Some come late of themselves.
    assert missing > 20
    assert before < missing / 4 < after


def test_who_is_assessed_on_a_reminder_is_asked_the_questions_too():
    actor, events = after_days(DAYS, CASES, VICTIM, behaviour=Behaviour.AFTER)
    missing = forgotten(events, AssessmentRecorded)

    remind_of_assessments(actor, missing, rung=5)
    found = list(actor.due(SOON))

    assessed = {fact.reference for fact in of(AssessmentRecorded, found) if fact.revision == 1}
    assert assessed
    assert assessed <= {fact.reference for fact in of(QuestionAnswered, found)}


def test_an_unknown_is_answered_with_yes_or_no_when_a_reminder_is_heeded():
    actor, events = after_days(DAYS, CASES, VICTIM, behaviour=Behaviour.AFTER)
    standing = {(fact.reference, fact.question): fact.answer for fact in of(QuestionAnswered, events)}
    unknown = [which for which, answer in standing.items() if answer is Answer.UNKNOWN]

    for reference, question in unknown:
        about = DutyAbout(person_ref="N1", question=question)
        number = references()[reference]
        reminder = a_reminder(ObligationKind.UNANSWERED_QUESTION, number, 5, about)
        actor.hear(reminder.model_copy(update={"obligation_id": f"{number}-{question}"}), LATER)
    answered = of(QuestionAnswered, list(actor.due(SOON)))

    assert len(unknown) >= 5
    assert len(answered) >= len(unknown) / 2
    assert all(fact.answer is not Answer.UNKNOWN for fact in answered)
    assert all(fact.text for fact in answered if fact.answer is Answer.YES)


@pytest.mark.parametrize(
    ("kind", "about", "fact"),
    [
        (ObligationKind.ACTION_PLAN, None, PlanRecorded),
        (ObligationKind.REVIEW, DutyAbout(post=Post.SERGEANT), ReviewHeld),
        (ObligationKind.PARTNER_CONTACT, DutyAbout(partner=Partner.HOUSING), PartnerContacted),
    ],
)
def test_plans_reviews_and_contacts_are_done_about_the_day_they_are_due(kind, about, fact):
    actor, _ = after_days(3, CASES, VICTIM, behaviour=Behaviour.AFTER)

    due = AT + timedelta(days=10)
    for number in CASES:
        actor.hear(a_duty(kind, number, due, about), AT + timedelta(days=3))
    done = of(fact, list(actor.due(AT + timedelta(days=24))))

    in_time = [one for one in done if one.recorded_at <= due]
    assert 0.7 * len(CASES) < len(done) < len(CASES)
    assert 0 < len(done) - len(in_time) < len(done) / 3


def test_a_few_duties_are_declined_with_a_reason():
    actor, _ = after_days(3, range(300), VICTIM, behaviour=Behaviour.AFTER)

    for number in range(300):
        actor.hear(
            a_duty(ObligationKind.ACTION_PLAN, number, AT + timedelta(days=10)), AT + timedelta(days=3)
        )
    declined = of(DutyDeclined, list(actor.due(AT + timedelta(days=24))))

    assert 0 < len(declined) < 20
    assert all(one.reason and one.officer for one in declined)


def test_what_is_heard_twice_is_done_once():
    actor, _ = after_days(3, CASES, VICTIM, behaviour=Behaviour.AFTER)

    for _ in range(2):
        for number in CASES:
            actor.hear(a_duty(ObligationKind.ACTION_PLAN, number, AT + timedelta(days=10)), AT)
    plans = [fact.reference for fact in of(PlanRecorded, list(actor.due(AT + timedelta(days=24))))]

    assert plans
    assert len(plans) == len(set(plans))


def test_a_request_that_nobody_saw_is_accepted_when_sentinel_is_reminded_of_it():
    numbers = range(300)
    actor, events = after_days(DAYS, numbers, VICTIM, behaviour=Behaviour.AFTER)
    unseen = references(numbers).keys() - {fact.reference for fact in of(CaseAccepted, events)}

    for reference in unseen:
        number = references(numbers)[reference]
        actor.hear(a_reminder(ObligationKind.SENTINEL_REFERENCE, number, rung=5), LATER)
    accepted = {fact.reference for fact in of(CaseAccepted, list(actor.due(SOON)))}

    assert accepted
    assert accepted <= unseen


def test_an_ask_that_nobody_can_answer_is_declined_in_the_end():
    actor = SentinelActor(1, {})

    for rung in range(1, 12):
        reminder = a_reminder(ObligationKind.OFFICER_DECISION, 1, rung, incident_id="SKE-1")
        actor.hear(reminder, AT + timedelta(days=rung))

    [declined] = of(DutyDeclined, list(actor.due(None)))
    assert declined.obligation_id == f"{ObligationKind.OFFICER_DECISION}-1"


def test_what_is_handed_back_is_mostly_put_right():
    actor, events = after_days(3, CASES, VICTIM, behaviour=Behaviour.AFTER)
    assessments = of(AssessmentRecorded, events)

    for fact in assessments:
        actor.hear(a_refusal(fact), AT + timedelta(days=3))
    again = of(AssessmentRecorded, list(actor.due(SOON)))

    right = {fact.reference for fact in again if fact.revision == 2}
    assert len(assessments) > 30
    assert 0.75 * len(assessments) < len(right) < len(assessments)


def a_refusal(fact: AssessmentRecorded) -> AnswerRefused:
    return AnswerRefused(
        case_id=case_id(references()[fact.reference]),
        reference=fact.reference,
        fact_id=fact.fact_id,
        reason=RefusalReason.OTHER_MATRIX_VERSION,
        subject=Subject(kind=fact.subject.kind, ref="N1"),
        person_ref=None,
        question=None,
        sentence="",
    )


def test_whom_an_incident_names_that_joins_is_put_on_the_case():
    actor, _ = after_days(3, range(1), REPORTER, behaviour=Behaviour.AFTER)
    neighbour = Person(role=Role.VICTIM, name="Elwyth Eskerby")
    header = IncidentHeader(reported_at=AT, channel=Channel.ONLINE, people=(neighbour,))
    log = IncidentLogged(incident_id="SKE-9", revision=1, recorded_at=AT, header=header)

    actor.read(CityEvent(AT, "1", AT, "E23000099", log))
    actor.hear(IncidentJoined(case_id=case_id(0), incident_id="SKE-9", sentence=""), AT + timedelta(days=3))
    added = of(PersonAdded, list(actor.due(SOON)))

    assert [fact.person.name for fact in added] == ["Elwyth Eskerby"]


def test_a_case_that_began_in_sentinel_is_worked_like_any_other():
    person = SentinelPerson(person_ref="P7", role=Role.VICTIM, name="Farrin Fossdale")
    actor, found = SentinelActor(1, {}), 0
    for number in range(20):
        opened = CaseOpenedInSentinel(
            fact_id=str(number),
            recorded_at=AT,
            revision=1,
            reference=f"SKE/{number}",
            opened_at=AT,
            people=(person,),
        )
        actor.read(CityEvent(AT, str(number), AT, "E23000099", opened))
        actor.hear(CaseAdopted(case_id=str(number), reference=f"SKE/{number}"), AT)

    assessed = of(AssessmentRecorded, list(actor.due(None)))

    found = [fact for fact in assessed if fact.subject.ref == "P7"]
    assert len(found) > 15
    assert all(fact.subject.kind is SubjectKind.VICTIM for fact in found)
