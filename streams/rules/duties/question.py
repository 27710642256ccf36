"""Which questions about a person are still unanswered? (R14, R15)

Pure. Unknown nags until answered: no answer, an answer of `unknown` and a yes without its text are the same
silence. What is asked of whom, and where a first ladder begins, goes by the policy of the day the person was
assessed; of who is not assessed yet it begins when the unknown was recorded. An answer that was set back to unknown
begins a new one.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime

from schemas.rows import AboutKept, ObligationRow
from schemas.words import CountedFrom, ObligationKind, Role, SubjectKind, WithdrawalReason
from streams.policies.duties import Questions, QuestionTerms
from streams.rules import questions
from streams.rules.case_state import CaseState
from streams.rules.duties.ending import Ending, done, withdrawn
from streams.rules.duties.standing import person_of, worked_on_since
from streams.rules.ledger import Ledger
from streams.rules.obligation import Wanted
from streams.rules.people import PersonOnCase
from streams.rules.questions import Answers

_ASSESSED_AS = {Role.VICTIM: SubjectKind.VICTIM, Role.PERPETRATOR: SubjectKind.PERPETRATOR}


def wanted(state: CaseState, ledger: Ledger) -> Iterator[Wanted]:
    """An answer to every question that is unknown of a person it is asked of."""
    for person in state.people:
        asked = _policy_of(state, person, ledger)
        for question, terms in asked.asked.items():
            answers = questions.answers_of(state.answers_about(person), question)
            since = _since(state, person, answers, terms, asked.counted_from)
            if since is not None:
                yield Wanted(
                    ObligationKind.UNANSWERED_QUESTION,
                    since,
                    ledger.policy(since),
                    AboutKept(person_ref=person.ref, question=question),
                    mailed=terms.mailed,
                    without_text=bool(answers) and answers[-1].without_text,
                )


def ending(state: CaseState, row: ObligationRow, ledger: Ledger) -> Ending:
    """Answered; or the person left the case, or the role that is asked; or it is unknown since another time."""
    about = row.about or AboutKept()
    person = person_of(state, about.person_ref)
    if person is None or about.question is None:
        return withdrawn(WithdrawalReason.PERSON_LEFT)
    answers = questions.answers_of(state.answers_about(person), about.question)
    if questions.is_answered(answers) or questions.was_answered(answers, row.since):
        return done()
    terms = _policy_of(state, person, ledger).asked.get(about.question)
    if terms is None or not _asked_in(person, terms):
        return withdrawn(WithdrawalReason.PERSON_LEFT)
    return withdrawn(WithdrawalReason.CORRECTED)


def _since(
    state: CaseState, person: PersonOnCase, answers: Answers, terms: QuestionTerms, counted_from: CountedFrom
) -> datetime | None:
    """Where the ladder of an unanswered question begins; None: it is answered, or not to be asked yet."""
    roles = _asked_in(person, terms)
    if not roles or questions.is_answered(answers):
        return None
    unknown_since = questions.unknown_since(answers)
    was_set_back = questions.was_answered(answers)
    if unknown_since is not None and (was_set_back or counted_from is CountedFrom.QUESTION):
        return unknown_since
    if counted_from is CountedFrom.CASE:
        return max(worked_on_since(state), min(person.roles[role] for role in roles))
    # Of somebody who is not assessed yet the missing assessment nags, until anybody was asked and had no answer.
    return _assessed_at(state, person, roles) or unknown_since


def _policy_of(state: CaseState, person: PersonOnCase, ledger: Ledger) -> Questions:
    """What is asked goes by the day the person was assessed; of who is not, by the day of the case."""
    assessed_at = _assessed_at(state, person, person.roles)
    return ledger.policy(assessed_at or worked_on_since(state)).policy.questions


def _asked_in(person: PersonOnCase, terms: QuestionTerms) -> list[Role]:
    return [role for role in terms.roles if role in person.roles]


def _assessed_at(state: CaseState, person: PersonOnCase, roles: Iterable[Role]) -> datetime | None:
    """When the first of the person's assessments in these roles was created."""
    created = (
        version.created_at
        for role in roles
        if role in _ASSESSED_AS
        for row in state.assessments_of(person, _ASSESSED_AS[role])
        for version in row.versions
        if version.band is not None
    )
    return min(created, default=None)
