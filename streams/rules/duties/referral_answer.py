"""Which partners have not said whether they act on a referral? (R20)

Pure. The duty stands from when the referral was sent and falls due when the partner's answer does, by its pack. It
outlives the case: what was sent is not forgotten.
"""

from collections.abc import Iterator

from schemas.rows import ObligationRow
from schemas.words import ObligationKind, ReferralStatus, WithdrawalReason
from streams.rules.case_state import CaseState
from streams.rules.duties.consent import about
from streams.rules.duties.ending import Ending, done, withdrawn
from streams.rules.ledger import Ledger
from streams.rules.obligation import Wanted
from streams.rules.referrals import life

_ANSWERED = (ReferralStatus.ACKNOWLEDGED, ReferralStatus.DECLINED)


def wanted(state: CaseState, ledger: Ledger) -> Iterator[Wanted]:
    """To chase every partner that has a referral and has not answered it."""
    for row in life.of_case(ledger, state.case.case_id):
        if row.status is ReferralStatus.MADE and row.answer_by is not None:
            in_force = ledger.policy(row.since)
            yield Wanted(ObligationKind.REFERRAL_ANSWER, row.answer_by, in_force, about(row))


def ending(state: CaseState, row: ObligationRow, ledger: Ledger) -> Ending:
    """The partner acknowledged or declined; or the referral was recalled."""
    del state
    referral = ledger.referral(row.about.step_id) if row.about is not None else None
    if referral is not None and referral.status in _ANSWERED:
        return done()
    reason = referral.withdrawn_for if referral is not None else None
    return withdrawn(reason or WithdrawalReason.CORRECTED)
