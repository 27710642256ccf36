"""Which steps of the case wait for a named officer? (X6)

Pure. From when the officer was asked until somebody has confirmed or refused it, and anew when that is contested.
A marker outlives its case, so that somebody may have to decide about it when the case is closed.
"""

from collections.abc import Iterator

from schemas.rows import AboutKept, ObligationRow, StepRow
from schemas.words import ObligationKind, WithdrawalReason
from streams.rules import confirmation
from streams.rules.case_state import CaseState
from streams.rules.duties.ending import Ending, done, withdrawn
from streams.rules.ledger import Ledger
from streams.rules.obligation import Wanted


def wanted(state: CaseState, ledger: Ledger) -> Iterator[Wanted]:
    """A decision on every step that waits for one."""
    for step in confirmation.waiting(ledger, state.case.case_id):
        if step.asked_at is not None:
            about = AboutKept(
                kind=step.subject_kind, ref=step.subject_ref, step_id=step.step_id, step=step.kind
            )
            yield Wanted(ObligationKind.CONFIRMATION, step.asked_at, ledger.policy(step.asked_at), about)


def ending(state: CaseState, row: ObligationRow, ledger: Ledger) -> Ending:
    """Decided; or nobody needs to any more; or it was asked anew."""
    del state
    step = ledger.step(row.about.step_id) if row.about is not None else None
    if step is None or not step.standing:
        return withdrawn(WithdrawalReason.LAPSED)
    return done() if _was_decided(step, row) else withdrawn(WithdrawalReason.CORRECTED)


def _was_decided(step: StepRow, row: ObligationRow) -> bool:
    return step.decided is not None and (not confirmation.is_waiting(step) or step.asked_at != row.since)
