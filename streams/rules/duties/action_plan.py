"""Does the case owe an action plan? (R10)

Pure. From when the case came to a band that needs a plan, until one is made.
"""

from collections.abc import Iterator

from schemas.rows import ObligationRow
from schemas.words import ObligationKind, WithdrawalReason
from streams.rules.case_state import CaseState
from streams.rules.duties.ending import Ending, done, withdrawn
from streams.rules.duties.standing import at_bands_since, is_done_since
from streams.rules.ledger import Ledger
from streams.rules.obligation import Wanted
from streams.rules.slots import PLAN


def wanted(state: CaseState, ledger: Ledger) -> Iterator[Wanted]:
    """The plan that is not made."""
    band_since = state.band_since
    if band_since is None:
        return
    since = at_bands_since(state, ledger.policy(band_since).policy.casework.plan)
    if since is not None and not is_done_since(state, PLAN, since):
        yield Wanted(ObligationKind.ACTION_PLAN, since, ledger.policy(since))


def ending(state: CaseState, row: ObligationRow, ledger: Ledger) -> Ending:
    """The plan was made; or the case no longer stands at a band that needs one."""
    if is_done_since(state, PLAN, row.since):
        return done()
    if any(wanted(state, ledger)):
        return withdrawn(WithdrawalReason.CORRECTED)
    return withdrawn(WithdrawalReason.BAND_CHANGED)
