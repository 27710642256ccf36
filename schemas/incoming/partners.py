"""What partners answer to what they were sent (R20, R5)."""

from schemas.incoming.parts import Ident, Incoming, Instant, Reason, Revision
from schemas.words import Partner


class PartnerAnswer(Incoming):
    """What every answer of a partner carries; one of another partner than the referral went to is rejected."""

    answer_id: Ident
    recorded_at: Instant
    revision: Revision
    referral_id: Ident
    partner: Partner


class ReferralAcknowledged(PartnerAnswer):
    """The partner has the referral and acts on it; the slot is the referral, with ReferralDeclined."""


class ReferralDeclined(PartnerAnswer):
    """The partner will not act on it, with a reason."""

    reason: Reason


class CorrectionAcknowledged(PartnerAnswer):
    """The partner has taken in a correction or recall; the slot is (referral, correction)."""

    # The `ce_id` of the ReferralCorrected or ReferralRecalled.
    correction_id: Ident
