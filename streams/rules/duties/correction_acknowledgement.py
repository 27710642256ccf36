"""Which partners have not said that they took a correction or a recall in? (R5, R20; DPA 2018 s.48(9))

Pure. One for each correction; it falls due when the partner's answer does, by its pack, and outlives the case.
"""

from collections.abc import Iterator

import msgspec

from schemas.rows import ObligationRow
from schemas.words import ObligationKind, WithdrawalReason
from streams.rules.case_state import CaseState
from streams.rules.duties.consent import about
from streams.rules.duties.ending import Ending, done, withdrawn
from streams.rules.ledger import Ledger
from streams.rules.obligation import Wanted
from streams.rules.referrals import events, life, sending


def wanted(state: CaseState, ledger: Ledger) -> Iterator[Wanted]:
    """To chase every partner that has not taken in what was corrected or recalled."""
    for row in life.of_case(ledger, state.case.case_id):
        for correction in life.unacknowledged(row):
            in_force, pack = sending.terms_of(ledger, row)
            # Whom it was about is not said of somebody who is restricted or was erased (X8).
            whom = {"kind": None, "ref": ""} if sending.is_set_aside(row) else {}
            of_correction = msgspec.structs.replace(
                about(row), correction_id=correction.correction_id, **whom
            )
            since = events.answer_by(pack, correction.at)
            yield Wanted(ObligationKind.CORRECTION_ACKNOWLEDGEMENT, since, in_force, of_correction)


def ending(state: CaseState, row: ObligationRow, ledger: Ledger) -> Ending:
    """The partner has taken it in."""
    del state
    referral = ledger.referral(row.about.step_id) if row.about is not None else None
    taken_in = referral is not None and not any(
        row.about is not None and each.correction_id == row.about.correction_id
        for each in life.unacknowledged(referral)
    )
    return done() if taken_in else withdrawn(WithdrawalReason.CORRECTED)
