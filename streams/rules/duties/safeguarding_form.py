"""Whose safeguarding referral form is due? (R16)

Pure. A yes needs the form, done or declined by a named officer, recorded on the London day of that yes
or later. Only a `no` takes the need back; who says `unknown` later has not said that nobody needs safeguarding.
"""

from collections.abc import Iterator

from schemas.rows import AboutKept, FormKept, ObligationRow, PersonRow
from schemas.words import ObligationKind, Question, WithdrawalReason
from streams.rules import questions
from streams.rules.case_state import CaseState
from streams.rules.duties.ending import Ending, declined, done, withdrawn
from streams.rules.duties.standing import counts_from
from streams.rules.ledger import Ledger
from streams.rules.obligation import Wanted


def wanted(state: CaseState, ledger: Ledger) -> Iterator[Wanted]:
    """A form for everybody with a standing need and none since."""
    for ref, rows in _people(state):
        since = questions.yes_since(questions.answers_of(rows, Question.SAFEGUARDING))
        form = questions.form_of(rows)
        if since is not None and (form is None or not counts_from(since, form.at)):
            about = AboutKept(person_ref=ref)
            yield Wanted(ObligationKind.SAFEGUARDING_FORM, since, ledger.policy(since), about)


def ending(state: CaseState, row: ObligationRow, ledger: Ledger) -> Ending:
    """The form is done or declined; or the person left; or a `no` took the need back."""
    del ledger
    person_ref = row.about.person_ref if row.about else ""
    rows = next((rows for ref, rows in _people(state) if ref == person_ref), None)
    if rows is None:
        return withdrawn(WithdrawalReason.PERSON_LEFT)
    form = questions.form_of(rows)
    if form is not None and counts_from(row.since, form.at):
        return _ended_by(form)
    return withdrawn(WithdrawalReason.CORRECTED)


def _ended_by(form: FormKept) -> Ending:
    return declined(form.officer, form.declined_for) if form.declined_for else done()


def _people(state: CaseState) -> Iterator[tuple[str, list[PersonRow]]]:
    """Everybody on the case, and those answered about whom Sentinel has not put on it yet: a yes does not wait."""
    for person in state.people:
        yield person.ref, state.answers_about(person)
    known = state.sentinel.people if state.sentinel is not None else ()
    # By either reference: who left may have been answered about by the nominal one.
    listed = {ref for kept in known for ref in (kept.person_ref, kept.nominal_ref)}
    for ref, row in state.answers.items():
        if ref not in listed and not any(ref in person.known_as for person in state.people):
            yield ref, [row]
