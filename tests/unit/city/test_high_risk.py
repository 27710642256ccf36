"""X10, R8, R9, R20, X6, R5: the city's officers, owners and partners answer, each in their own way."""

from collections import Counter
from datetime import timedelta

import pytest

from connectors.city import SentinelActor, generate
from connectors.city.casework.behaviour import Behaviour
from connectors.city.directory import HANDED_OVER, HANDOVER, LEFT_OUT
from connectors.city.event import CityEvent
from connectors.city.place import DISTRICTS, UPRN_BLOCK
from schemas.incoming import (
    AssessmentRecorded,
    AssessmentWithdrawn,
    CaseAccepted,
    ConsentRecorded,
    ContestRaised,
    CorrectionAcknowledged,
    CrimeRecordingReviewed,
    DirectoryUpdated,
    HighRiskDeclared,
    IncidentDeleted,
    IncidentLogged,
    MarkerKept,
    MarkerTakenOff,
    PersonAdded,
    PersonMerged,
    QuestionAnswered,
    ReferralAcknowledged,
    ReferralDeclined,
    StepConfirmed,
    StepRefused,
)
from schemas.words import Answer, ConsentState, ObligationKind, Partner
from tests.unit.city.asked import (
    a_correction,
    a_proposal,
    a_referral,
    a_review,
    a_step,
    a_withdrawal,
    no_step,
    references,
    reminder_about,
)
from tests.unit.city.given import (
    AT,
    OTHER_VICTIM,
    PERPETRATOR,
    VICTIM,
    a_case,
    a_duty,
    after_days,
    of,
    worked,
)

MANY = range(300)


@pytest.fixture(scope="module")
def many() -> list[CityEvent]:
    return worked(*(a_case(number, VICTIM, OTHER_VICTIM, PERPETRATOR) for number in range(600)))


def answered(*said: object, behaviour: Behaviour = Behaviour.AFTER) -> list[CityEvent]:
    """What comes of messages that are heard at once, each with an id of its own."""
    actor = SentinelActor(1, {}, behaviour)
    for number, message in enumerate(said):
        actor.hear(message, AT, f"event-{number}")
    return list(actor.due(None))


def test_every_beat_but_one_has_its_posts_before_the_first_report_and_one_district_a_new_inspector_in_july():
    named = [
        event for event in generate(1, 40, incidents_per_day=5) if isinstance(event.message, DirectoryUpdated)
    ]
    first = [event.message for event in named if event.message.effective_from.month == 6]
    later = [event.message for event in named if event.message.effective_from.month == 7]

    beats = {beat for district in DISTRICTS for beat in district.beats}
    assert {one.beat for one in first} == (beats - {LEFT_OUT}) | {None}
    assert {one.district for one in later} == {one.code for one in DISTRICTS if one.name == HANDED_OVER}
    before = {one.beat: one.inspector for one in first}
    assert all((one.effective_from.month, one.effective_from.day) == HANDOVER for one in later)
    assert all(one.inspector != before[one.beat] for one in later)


def test_a_log_opened_in_error_is_deleted_after_the_last_that_is_written_in_it():
    events = list(generate(3, 20, incidents_per_day=40, mix={"opened-in-error": 30.0}))
    revisions = Counter(
        event.message.incident_id for event in events if isinstance(event.message, IncidentLogged)
    )

    deleted = of(IncidentDeleted, events)

    assert len(deleted) > 50
    assert all(one.revision > revisions[one.incident_id] - 2 for one in deleted)
    last = {
        e.message.incident_id: e.message.recorded_at for e in events if isinstance(e.message, IncidentLogged)
    }
    assert all(one.recorded_at > last[one.incident_id] for one in deleted)


def test_people_have_homes_in_the_synthetic_block_and_some_move(many):
    people = [fact.person for fact in of(PersonAdded, many)]
    homes = {}
    for fact in of(PersonAdded, many):
        homes.setdefault((fact.reference, fact.person.person_ref), set()).add(fact.person.home_uprn)

    assert all(one.home_uprn.startswith(UPRN_BLOCK) for one in people if one.home_uprn)
    assert {one.tenant for one in people} == set(Answer)
    assert 0 < sum(len(found) > 1 for found in homes.values()) < 0.1 * len(homes)


def test_a_few_assessments_were_recorded_in_error_and_mostly_made_again(many):
    withdrawn = {(fact.reference, fact.subject.ref) for fact in of(AssessmentWithdrawn, many)}
    again = {(f.reference, f.subject.ref) for f in of(AssessmentRecorded, many) if f.revision > 2}

    assert 0 < len(again & withdrawn) < len(withdrawn) < 0.1 * len(of(AssessmentRecorded, many))


def test_whoever_is_entered_twice_is_merged_and_nothing_more_is_recorded_under_the_second_reference(many):
    merged = {(fact.reference, fact.person_ref): fact.recorded_at for fact in of(PersonMerged, many)}

    assert 0 < len(merged) < 0.05 * len(of(PersonAdded, many))
    for fact in of(QuestionAnswered, many):
        assert fact.recorded_at <= merged.get((fact.reference, fact.person_ref), fact.recorded_at)


def test_an_officer_declares_a_few_at_high_risk_and_takes_some_of_it_back(many):
    said = Counter(fact.high for fact in of(HighRiskDeclared, many))

    assert 0 < said[False] < said[True] < 40


def test_steps_are_mostly_confirmed_some_refused_with_a_reason_and_a_few_contested_and_decided_again():
    actor = SentinelActor(1, {})
    for number in MANY:
        actor.hear(a_step(number, adverse=True), AT)
    events = list(actor.due(None))
    words = of(StepConfirmed, events) + of(StepRefused, events)
    contested = of(ContestRaised, events)

    assert len(of(StepConfirmed, events)) > 2 * len(of(StepRefused, events)) > 0
    assert all(word.reason for word in of(StepRefused, events))
    assert 0 < len(contested) < 0.25 * len(words)
    for one in contested:
        actor.hear(a_step(int(one.step_id.removeprefix("step-")), adverse=True, asking=2), one.recorded_at)
    again = list(actor.due(None))
    assert {one.revision for one in of(StepConfirmed, again) + of(StepRefused, again)} == {2}


def test_what_nobody_decides_is_decided_when_somebody_is_reminded_and_before_2018_never():
    asked = [a_step(number) for number in MANY]
    reminders = [
        reminder_about(ObligationKind.CONFIRMATION, f"step-{number}", rung)
        for number in MANY
        for rung in (3, 4, 5)
    ]

    alone, before, after = (
        len({word.step_id for word in of(StepConfirmed, events) + of(StepRefused, events)})
        for events in (
            answered(*asked),
            answered(*asked, *reminders, behaviour=Behaviour.BEFORE),
            answered(*asked, *reminders),
        )
    )

    assert alone == before < after <= len(MANY)


def test_a_step_that_is_no_longer_wanted_is_not_decided():
    assert answered(a_step(1), no_step(1)) == []


def test_owners_keep_most_markers_at_a_review_and_take_most_off_when_a_withdrawal_is_proposed():
    reviewed = answered(*(a_review(number) for number in MANY))
    proposed = answered(*(a_withdrawal(number) for number in MANY))

    assert len(of(MarkerKept, reviewed)) > len(of(MarkerTakenOff, reviewed)) > 0
    assert len(of(MarkerTakenOff, proposed)) > len(of(MarkerKept, proposed)) > 0


def test_partners_acknowledge_decline_or_say_nothing_until_somebody_asks_after_it():
    sent = [a_referral(number) for number in MANY]
    chased = [
        reminder_about(ObligationKind.REFERRAL_ANSWER, f"referral-{number}", rung)
        for number in MANY
        for rung in (3, 4, 5)
    ]

    events, after = answered(*sent), answered(*sent, *chased)

    assert 0 < len(of(ReferralDeclined, events)) < len(of(ReferralAcknowledged, events)) < len(MANY)
    assert len(of(ReferralAcknowledged, events)) < len(of(ReferralAcknowledged, after))
    assert {one.partner for one in of(ReferralAcknowledged, events)} == {Partner.HOUSING}


def test_a_partner_takes_in_a_correction_by_the_id_of_its_event_once():
    acknowledged = of(CorrectionAcknowledged, answered(*(a_correction(number) for number in MANY)))

    assert 0.7 * len(MANY) < len({one.correction_id for one in acknowledged}) == len(acknowledged) < len(MANY)
    assert all(one.referral_id == one.correction_id.replace("event", "referral") for one in acknowledged)


def test_people_are_asked_whether_they_agree_and_say_yes_no_or_later():
    actor, events = after_days(3, MANY, VICTIM, behaviour=Behaviour.AFTER)
    accepted = {fact.reference for fact in of(CaseAccepted, events)}

    for number, reference in references(MANY).items():
        if reference in accepted:
            actor.hear(a_proposal(number, reference), AT + timedelta(days=3))
    said = of(ConsentRecorded, list(actor.due(AT + timedelta(days=20))))

    by_state = Counter(fact.consent for fact in said)
    assert by_state[ConsentState.GIVEN] > by_state[ConsentState.REFUSED] > 0
    assert by_state[ConsentState.ASKED] > 0


def test_a_series_is_reviewed_by_a_person_mostly_within_the_day_and_seldom_a_crime():
    duties = [
        a_duty(ObligationKind.CRIME_RECORDING_REVIEW, number, AT + timedelta(days=1)) for number in MANY
    ]

    reviewed = of(CrimeRecordingReviewed, answered(*duties))

    in_time = [one for one in reviewed if one.recorded_at <= AT + timedelta(days=1)]
    assert 0.7 * len(MANY) < len(in_time) < len(reviewed) < len(MANY)
    assert 0 < sum(one.crime for one in reviewed) < 0.3 * len(reviewed)
    assert all(bool(one.crime_reference) is one.crime for one in reviewed)


def test_the_order_in_which_steps_and_referrals_are_heard_of_changes_no_answer():
    said = [
        *(a_step(number, adverse=True) for number in range(50)),
        *(a_referral(number) for number in range(50)),
    ]

    assert answered(*said) == answered(*reversed(said))
