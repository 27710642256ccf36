"""X10, R7: the city answers as Sentinel would, the same for the same seed, in whatever order it is asked."""

from datetime import UTC, datetime, timedelta
from uuid import NAMESPACE_OID, uuid5

from connectors.city import SentinelActor
from connectors.city.casework.acceptance import ACCEPTED_AFTER, LONGEST_WAIT, reference_of
from schemas.incoming import CaseAccepted, LeadOfficerSet, VictorERecorded
from schemas.outgoing import CaseOpened, CasePerson, CaseWithdrawn, OfficerDecisionAsked, PolicyVersion
from schemas.words import (
    Answer,
    AsbClass,
    AskReason,
    Letter,
    OpeningPolicy,
    Outcome,
    Role,
    WithdrawalReason,
)

AT = datetime(2025, 6, 2, 12, tzinfo=UTC)
POLICY = PolicyVersion(name="built-in", version="1", sha256="0" * 64, rules_version="1")


def a_case(number: int) -> CaseOpened:
    return CaseOpened(
        case_id=str(uuid5(NAMESPACE_OID, str(number))),
        request=1,
        incident_id=f"SKE-20250602-{number:07d}",
        associated_incident_ids=(),
        asb_class=AsbClass.PERSONAL,
        asb_type=None,
        opening_policy=OpeningPolicy.VICTOR_E,
        people=(CasePerson(person_ref="1", role=Role.VICTIM, name="Adra Ashgarth"),),
        place=None,
        decided_by=POLICY,
        sentence="",
    )


def an_ask(incident: str, reason: AskReason = AskReason.LETTERS_UNKNOWN) -> OfficerDecisionAsked:
    return OfficerDecisionAsked(
        obligation_id="1", incident_id=incident, case_id=None, reason=reason, sentence=""
    )


def heard(*cases: CaseOpened, seed: int = 1) -> list:
    actor = SentinelActor(seed, {})
    for case in cases:
        actor.hear(case, AT)
    return list(actor.due(None))


def test_most_cases_are_accepted_after_a_while_and_some_never():
    cases = [a_case(number) for number in range(500)]

    accepted = [event for event in heard(*cases) if isinstance(event.message, CaseAccepted)]

    assert 0.94 < len(accepted) / 500 < 0.995
    assert all(AT + ACCEPTED_AFTER <= event.ce_time <= AT + LONGEST_WAIT for event in accepted)
    assert {event.message.reference for event in accepted} <= {
        reference_of(case.case_id, 1) for case in cases
    }


def test_answers_come_in_order_of_time():
    times = [event.arrives_at for event in heard(*(a_case(number) for number in range(50)))]

    assert times == sorted(times)


def test_the_order_of_asking_changes_no_answer():
    cases = [a_case(number) for number in range(50)]

    assert heard(*cases) == heard(*reversed(cases))


def test_a_case_heard_of_twice_is_answered_once():
    assert heard(a_case(1), a_case(1)) == heard(a_case(1))


def test_every_accepted_case_gets_a_lead_officer_afterwards():
    events = heard(*(a_case(number) for number in range(50)))

    accepted = {
        event.message.reference: event.ce_time for event in events if isinstance(event.message, CaseAccepted)
    }
    led = {event.message.reference for event in events if isinstance(event.message, LeadOfficerSet)}
    assert led == set(accepted)
    assert all(event.ce_time >= accepted[event.message.reference] for event in events)


def test_only_what_is_due_is_answered():
    actor = SentinelActor(1, {})
    actor.hear(a_case(1), AT)

    before = list(actor.due(AT + ACCEPTED_AFTER - timedelta(seconds=1)))
    after = list(actor.due(AT + LONGEST_WAIT))

    assert before == []
    assert isinstance(after[0].message, CaseAccepted)


def test_a_request_withdrawn_in_time_is_not_accepted():
    case, actor = a_case(1), SentinelActor(1, {})
    withdrawn = CaseWithdrawn(case_id=case.case_id, request=1, reason=WithdrawalReason.RECODED)

    actor.hear(case, AT)
    actor.hear(withdrawn, AT + timedelta(hours=1))

    assert list(actor.due(None)) == []


def test_a_request_withdrawn_after_acceptance_changes_nothing():
    case, actor = a_case(1), SentinelActor(1, {})
    withdrawn = CaseWithdrawn(case_id=case.case_id, request=1, reason=WithdrawalReason.RECODED)

    actor.hear(case, AT)
    actor.hear(withdrawn, AT + LONGEST_WAIT + timedelta(hours=1))

    assert list(actor.due(None)) == heard(case)


def test_an_officer_who_is_asked_says_what_the_truth_says():
    actor = SentinelActor(1, {"SKE-1": Outcome.CASE_MANAGE, "SKE-2": Outcome.STAYS})
    for incident in ("SKE-1", "SKE-2", "SKE-3"):
        actor.hear(an_ask(incident), AT)

    words = {event.message.incident_id: event.message for event in actor.due(None)}

    assert set(words) == {"SKE-1", "SKE-2"}
    assert all(
        isinstance(word, VictorERecorded) and set(word.letters) == set(Letter) for word in words.values()
    )
    assert words["SKE-1"].letters[Letter.GATE] is Answer.YES
    assert sum(answer is Answer.YES for answer in words["SKE-1"].letters.values()) == 2
    assert words["SKE-2"].letters[Letter.GATE] is Answer.NO


def test_an_ask_about_two_cases_is_left_to_people():
    actor = SentinelActor(1, {"SKE-1": Outcome.STAYS})

    actor.hear(an_ask("SKE-1", AskReason.LINKS_TWO_CASES), AT)

    assert list(actor.due(None)) == []
