"""Who is to be asked whether they want to be referred? (R20)

Pure. A referral by consent waits until the person has said yes or no; that they were asked and have not answered is
still silence.
"""

from collections.abc import Iterator

from schemas.rows import AboutKept, ObligationRow, ReferralRow
from schemas.words import ConsentState, ObligationKind, ReferralStatus, WithdrawalReason
from streams.rules.case_state import CaseState
from streams.rules.duties.ending import Ending, done, withdrawn
from streams.rules.ledger import Ledger
from streams.rules.obligation import Wanted
from streams.rules.referrals import life

_NOT_SAID = (ConsentState.NOT_ASKED, ConsentState.ASKED)


def wanted(state: CaseState, ledger: Ledger) -> Iterator[Wanted]:
    """To ask everybody without whose consent a referral waits."""
    for row in life.of_case(ledger, state.case.case_id):
        if row.status is ReferralStatus.PROPOSED and row.consent in _NOT_SAID:
            yield Wanted(ObligationKind.CONSENT, row.since, ledger.policy(row.since), about(row))


def ending(state: CaseState, row: ObligationRow, ledger: Ledger) -> Ending:
    """They said yes or no; or the referral is not due any more."""
    del state
    referral = ledger.referral(row.about.step_id) if row.about is not None else None
    if referral is not None and referral.consent not in _NOT_SAID:
        return done()
    reason = referral.withdrawn_for if referral is not None else None
    return withdrawn(reason or WithdrawalReason.CORRECTED)


def about(row: ReferralRow) -> AboutKept:
    """What of the case a duty about a referral is about."""
    return AboutKept(kind=row.subject_kind, ref=row.subject_ref, partner=row.partner, step_id=row.referral_id)
