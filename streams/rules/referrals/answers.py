"""What does a partner answer to what it was sent? (R20, R5)

Pure. The answer of the highest rank stands; an answer to a referral that is not known here is kept until it is. An
answer of another partner than the referral's is rejected: nobody speaks for anybody else. So is one to a correction
that the referral has not: whoever sent it would believe that it had ended the chase.

Reads: ReferralAcknowledged, ReferralDeclined, CorrectionAcknowledged. Keeps: PartnerWordRow, ReferralRow. Publishes:
ReferralProgressed. Rejects: the answer of another partner, or to another correction.
"""

import msgspec

from schemas.incoming import (
    CorrectionAcknowledged,
    PartnerAnswer,
    ReferralAcknowledged,
    ReferralDeclined,
)
from schemas.rows import CorrectionKept, PartnerWordRow, Rank, ReferralRow
from schemas.words import ReferralStatus
from streams.rules.ledger import Ledger
from streams.rules.referrals import events

# As far as a referral goes while the partner has it.
STANDING = (ReferralStatus.MADE, ReferralStatus.ACKNOWLEDGED, ReferralStatus.DECLINED)


class NotOfThisReferral(Exception):
    """An answer that cannot be one to its referral; says in what, and names partners alone."""


class AnotherPartner(NotOfThisReferral):
    """An answer of a partner that the referral did not go to."""


class AnotherCorrection(NotOfThisReferral):
    """A correction is acknowledged that was never sent of the referral."""


def take(ledger: Ledger, told: PartnerAnswer, rank: Rank) -> None:
    """Keep what a partner said; touches the referral's case. Raises NotOfThisReferral."""
    referral = ledger.referral(told.referral_id)
    if referral is not None and referral.partner is not told.partner:
        msg = f"an answer of {told.partner} to a referral to {referral.partner}"
        raise AnotherPartner(msg)
    if referral is not None and isinstance(told, CorrectionAcknowledged) and not _was_sent(referral, told):
        msg = f"{told.partner} acknowledges a correction that was never sent of this referral"
        raise AnotherCorrection(msg)
    known = ledger.partner_word(told.referral_id, told.partner)
    known = known or PartnerWordRow(told.referral_id, told.partner)
    word = _with(known, told, rank)
    if word == known:
        return
    ledger.put_partner_word(word)
    if referral is not None:
        ledger.touched_cases[referral.case_id] = None


def heed(ledger: Ledger, row: ReferralRow) -> None:
    """Bring a referral to what its partner has said; Sentinel is told what is new."""
    word = ledger.partner_word(row.referral_id, row.partner)
    if word is None:
        return
    taken_in = tuple(_taken_in(correction, word) for correction in row.corrections)
    heeded = msgspec.structs.replace(row, corrections=taken_in)
    if row.status in STANDING and word.answered > row.answered:
        status = ReferralStatus.ACKNOWLEDGED if word.acts else ReferralStatus.DECLINED
        heeded = msgspec.structs.replace(heeded, status=status, answered=word.answered)
        ledger.publish_of_case(events.progressed(heeded, word.reason), row.case_id)
    if heeded != row:
        ledger.put_referral(heeded)


def _was_sent(referral: ReferralRow, told: CorrectionAcknowledged) -> bool:
    return any(one.correction_id == told.correction_id for one in referral.corrections)


def _with(row: PartnerWordRow, told: PartnerAnswer, rank: Rank) -> PartnerWordRow:
    if isinstance(told, CorrectionAcknowledged):
        taken_in = tuple(sorted({*row.taken_in, told.correction_id}))
        return msgspec.structs.replace(row, taken_in=taken_in)
    if rank <= row.answered or not isinstance(told, ReferralAcknowledged | ReferralDeclined):
        return row
    reason = told.reason if isinstance(told, ReferralDeclined) else ""
    return msgspec.structs.replace(row, answered=rank, acts=not reason, reason=reason)


def _taken_in(correction: CorrectionKept, word: PartnerWordRow) -> CorrectionKept:
    if correction.acknowledged or correction.correction_id not in word.taken_in:
        return correction
    return msgspec.structs.replace(correction, acknowledged=True)
