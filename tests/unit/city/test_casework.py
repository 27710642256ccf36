"""X10, R10-R19: the city's officers work their cases like people, the same for the same seed in any order."""

from collections import Counter, defaultdict
from datetime import timedelta

import pytest

from connectors.city.casework.forms import NO_SUCH_OPTION, OLD_VERSION, forms
from connectors.city.event import CityEvent
from connectors.messages import payload_of
from schemas.incoming import (
    AssessmentRecorded,
    AssessmentWithdrawn,
    CaseAccepted,
    CaseClosed,
    FormCompleted,
    FormDeclined,
    LeadOfficerSet,
    PersonAdded,
    PersonLeft,
    QuestionAnswered,
)
from schemas.words import Answer, Question, SubjectKind
from streams.policies.bundle import compiled, load_bundle
from tests.unit.city.given import OTHER_VICTIM, PERPETRATOR, REPORTER, VICTIM, a_case, of, worked

MANY = 400


@pytest.fixture(scope="module")
def many() -> list[CityEvent]:
    people = (VICTIM, OTHER_VICTIM, PERPETRATOR, REPORTER)
    return worked(*(a_case(number, *people) for number in range(MANY)))


def is_a_double(fact: PersonAdded) -> bool:
    """Somebody entered a second time, under another spelling."""
    return fact.person.person_ref.endswith("-2")


def test_every_victim_perpetrator_and_witness_is_put_on_the_case_and_who_only_rang_is_not(many):
    added = defaultdict(set)
    for fact in of(PersonAdded, many):
        if not is_a_double(fact):
            added[fact.reference].add(fact.person.name)

    accepted = {fact.reference for fact in of(CaseAccepted, many)}
    assert set(added) == accepted
    assert set(map(frozenset, added.values())) == {
        frozenset(one.name for one in (VICTIM, OTHER_VICTIM, PERPETRATOR))
    }


def test_people_get_references_of_sentinel_and_keep_their_nominal_reference(many):
    people = [fact.person for fact in of(PersonAdded, many)]

    assert all(person.person_ref.startswith("SP") for person in people)
    assert {person.nominal_ref for person in people if person.name == VICTIM.name} == {"N1"}


def test_each_victim_is_assessed_on_a_form_of_their_own(many):
    taken_back = {(fact.reference, fact.subject.ref) for fact in of(AssessmentWithdrawn, many)}
    subjects = Counter(
        (fact.reference, fact.subject.ref)
        for fact in of(AssessmentRecorded, many)
        if (fact.reference, fact.subject.ref) not in taken_back
    )
    victims = Counter(
        fact.reference for fact in of(AssessmentRecorded, many) if fact.subject.kind is SubjectKind.VICTIM
    )

    assert set(subjects.values()) == {1}
    assert sum(count == 2 for count in victims.values()) > 0.8 * len(victims)


def test_about_as_many_cases_are_forgotten_as_in_2017(many):
    accepted = {fact.reference for fact in of(CaseAccepted, many)}
    assessed = {fact.reference for fact in of(AssessmentRecorded, many)}

    assert 0.05 < 1 - len(assessed) / len(accepted) < 0.12


def test_where_nobody_is_a_victim_the_community_is_assessed():
    events = worked(*(a_case(number, REPORTER) for number in range(30)))

    kinds = Counter(fact.subject.kind for fact in of(AssessmentRecorded, events))

    assert kinds[SubjectKind.COMMUNITY] > 20
    assert kinds[SubjectKind.VICTIM] == 0


def test_people_answer_with_yes_no_and_unknown_and_leave_some_blank(many):
    answers = of(QuestionAnswered, many)
    victims = [fact for fact in of(AssessmentRecorded, many) if fact.subject.kind is SubjectKind.VICTIM]
    first = [fact for fact in answers if fact.revision == 1]

    assert {fact.answer for fact in first} == set(Answer)
    assert len({(fact.reference, fact.person_ref, fact.question) for fact in answers}) < 3 * len(victims)
    assert any(fact.answer is Answer.YES and not fact.text for fact in answers)


def test_who_is_in_need_is_referred_or_an_officer_says_why_not(many):
    needs = {
        (fact.reference, fact.person_ref)
        for fact in of(QuestionAnswered, many)
        if fact.question is Question.SAFEGUARDING and fact.answer is Answer.YES
    }
    settled = {(fact.reference, fact.person_ref) for fact in of(FormCompleted, many) + of(FormDeclined, many)}

    assert settled
    assert settled <= needs
    assert of(FormDeclined, many)


def test_cases_are_closed_in_the_end_and_a_few_opened_again(many):
    accepted = {fact.reference for fact in of(CaseAccepted, many)}
    last = {fact.reference: fact.closed for fact in of(CaseClosed, many)}

    assert set(last) == accepted
    assert all(last.values())
    assert any(not fact.closed for fact in of(CaseClosed, many))


def test_of_a_closed_case_nothing_more_is_recorded(many):
    closed: set[str] = set()

    for event in many:
        if isinstance(event.message, CaseClosed):
            (closed.add if event.message.closed else closed.discard)(event.message.reference)
        else:
            assert event.message.reference not in closed


def test_lead_officers_come_late_change_and_go(many):
    accepted = {fact.reference: fact.accepted_at for fact in of(CaseAccepted, many)}
    first = [fact for fact in of(LeadOfficerSet, many) if fact.revision == 1]

    assert len(first) == len(accepted)
    assert any(fact.recorded_at > accepted[fact.reference] + timedelta(days=3) for fact in first)
    assert any(fact.revision > 1 for fact in of(LeadOfficerSet, many))
    assert any(fact.lead_officer is None for fact in of(LeadOfficerSet, many))


def test_some_people_leave(many):
    assert 0 < len(of(PersonLeft, many)) < 0.1 * len(of(PersonAdded, many))


def test_each_slot_is_recorded_in_rising_revisions(many):
    revisions = defaultdict(list)
    for fact in of(QuestionAnswered, many):
        revisions[fact.reference, fact.person_ref, fact.question].append(fact.revision)

    assert all(found == list(range(1, len(found) + 1)) for found in revisions.values())


def test_every_fact_has_an_id_of_its_own_and_is_what_the_worker_reads(many):
    assert len({event.ce_id for event in many}) == len(many)
    for event in many:
        assert type(event.message).model_validate_json(payload_of(event.message)) == event.message


def test_the_order_of_hearing_changes_nothing():
    cases = [a_case(number, VICTIM, PERPETRATOR) for number in range(40)]

    assert worked(*cases) == worked(*reversed(cases))


def test_the_printed_forms_are_the_matrices_of_the_policy(many):
    matrices = {matrix.id: matrix for matrix in compiled(load_bundle()[-1]).matrices}

    for kind, found in forms().items():
        for form in found:
            matrix = matrices[form.id]
            assert (kind, form.version) == (matrix.subject, matrix.version)
            options = {question.id: set(question.options) for question in matrix.questions}
            assert {question: set(said) for question, said in form.questions.items()} == options
            assert set(form.facts) | set(form.rare) <= set(form.questions)


def test_a_few_forms_are_filled_in_as_they_must_not_be(many):
    filled_in = of(AssessmentRecorded, many)
    wrong = [one for one in filled_in if any(answer.option == NO_SUCH_OPTION for answer in one.answers)]
    old = [one for one in filled_in if one.matrix_version == OLD_VERSION]

    assert 0 < len(wrong) < 0.05 * len(filled_in)
    assert 0 < len(old) < 0.05 * len(filled_in)
