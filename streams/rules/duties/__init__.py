"""What does a case owe by its facts, and what no longer? (R10-R12, R14-R16, R18, R19)

Pure. Each kind says in a file of its own which duties a case has and why one that is open is over; here what is
wanted is brought together with what is open. The same facts want the same duties, so settling twice changes
nothing. Adding a kind: a word, an entry in the policy's `obligations`, and a file named here.
"""

from collections.abc import Callable, Iterator
from typing import Final, NamedTuple

import msgspec

from schemas.rows import ObligationRow
from schemas.words import ObligationKind, ObligationStatus, WithdrawalReason
from streams.rules import duty, obligation
from streams.rules.case_state import CaseState
from streams.rules.duties import (
    action_plan,
    assessment,
    confirmation,
    consent,
    correction_acknowledgement,
    former,
    marker_review,
    marker_withdrawal,
    partner_contact,
    question,
    referral_answer,
    review,
    safeguarding_form,
)
from streams.rules.duties.ending import Ending, withdrawn
from streams.rules.ledger import Ledger
from streams.rules.obligation import Wanted


class _Kind(NamedTuple):
    wanted: Callable[[CaseState, Ledger], Iterator[Wanted]]
    ending: Callable[[CaseState, ObligationRow, Ledger], Ending]
    # Owed also once Sentinel has closed the case, as long as the case has its reference.
    outlives_case: bool = False


_KINDS: Final = {
    ObligationKind.RISK_ASSESSMENT: _Kind(assessment.wanted, assessment.ending),
    ObligationKind.UNANSWERED_QUESTION: _Kind(question.wanted, question.ending),
    ObligationKind.SAFEGUARDING_FORM: _Kind(safeguarding_form.wanted, safeguarding_form.ending),
    ObligationKind.ACTION_PLAN: _Kind(action_plan.wanted, action_plan.ending),
    ObligationKind.REVIEW: _Kind(review.wanted, review.ending),
    ObligationKind.PARTNER_CONTACT: _Kind(partner_contact.wanted, partner_contact.ending),
    ObligationKind.CONFIRMATION: _Kind(confirmation.wanted, confirmation.ending, outlives_case=True),
    ObligationKind.MARKER_REVIEW: _Kind(marker_review.wanted, marker_review.ending, outlives_case=True),
    ObligationKind.MARKER_WITHDRAWAL: _Kind(
        marker_withdrawal.wanted, marker_withdrawal.ending, outlives_case=True
    ),
    ObligationKind.CONSENT: _Kind(consent.wanted, consent.ending),
    ObligationKind.REFERRAL_ANSWER: _Kind(referral_answer.wanted, referral_answer.ending, outlives_case=True),
    ObligationKind.CORRECTION_ACKNOWLEDGEMENT: _Kind(
        correction_acknowledgement.wanted, correction_acknowledgement.ending, outlives_case=True
    ),
}


def settle(ledger: Ledger, state: CaseState) -> None:
    """End the open duties that the facts no longer want, and open those they want."""
    case_id = state.case.case_id
    open_now = {row.obligation_id: row for row in duty.open_of(ledger, case_id) if row.kind in _KINDS}
    # Of what is open the id is known: working it out again is most of the cost of settling a case.
    known = {(row.kind, row.about, row.since): ident for ident, row in open_now.items()}
    wanted = {
        known.get((one.kind, one.about, one.since)) or one.id_in(ledger, case_id): one
        for one in _wanted(state, ledger)
    }
    over = [(row, _ending(state, row, ledger)) for ident, row in open_now.items() if ident not in wanted]
    going_on = [row for row, ending in over if ending.goes_on]
    before = {
        ident: former.of(ledger, state, one, going_on)
        for ident, one in wanted.items()
        if ident not in open_now
    }
    for row, ending in over:
        if row in before.values():
            obligation.withdraw(ledger, row, WithdrawalReason.CORRECTED)
        else:
            ending.end(ledger, row)
    for ident, one in wanted.items():
        standing = open_now.get(ident) or ledger.obligation(ident)
        if standing is None or standing.status not in (ObligationStatus.OPEN, ObligationStatus.DECLINED):
            obligation.open_wanted(ledger, case_id, one, before.get(ident))
        elif standing.without_text != one.without_text:
            ledger.put_obligation(msgspec.structs.replace(standing, without_text=one.without_text))


def _wanted(state: CaseState, ledger: Ledger) -> Iterator[Wanted]:
    for kind in _KINDS.values():
        if _is_owed(state, kind):
            yield from kind.wanted(state, ledger)


def _ending(state: CaseState, row: ObligationRow, ledger: Ledger) -> Ending:
    kind = _KINDS[row.kind]
    if not _is_owed(state, kind):
        return withdrawn(WithdrawalReason.CASE_CLOSED)
    return kind.ending(state, row, ledger)


def _is_owed(state: CaseState, kind: _Kind) -> bool:
    return state.is_worked_on or (kind.outlives_case and bool(state.case.reference))
