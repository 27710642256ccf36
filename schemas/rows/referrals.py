"""Referrals to partners (R20)."""

from datetime import datetime

from schemas.rows.parts import NO_RANK, Rank, Row
from schemas.words import (
    ConsentState,
    DisclosedField,
    Partner,
    ReferralStatus,
    ReferralTrigger,
    SubjectKind,
    WithdrawalReason,
)


class CorrectionKept(Row, frozen=True):
    """A correction or recall that was sent, until the partner has taken it in."""

    # The `ce_id` of the event.
    correction_id: str
    at: datetime
    acknowledged: bool = False


class PartnerWordRow(Row, frozen=True):
    """What one partner answered about one referral, kept also for a referral that is not known here."""

    referral_id: str
    partner: Partner
    # Whether it acts on it: the answer of the highest rank, and why it declined.
    answered: Rank = NO_RANK
    acts: bool = False
    reason: str = ""
    # The corrections and recalls that it has taken in, by `ce_id`.
    taken_in: tuple[str, ...] = ()


class ReferralRow(Row, frozen=True):
    """A referral of one subject of one case to one partner."""

    referral_id: str
    case_id: str
    reference: str
    partner: Partner
    subject_kind: SubjectKind
    subject_ref: str
    status: ReferralStatus
    # When what made it due began.
    since: datetime
    number: int = 1
    because: tuple[ReferralTrigger, ...] = ()
    consent: ConsentState = ConsentState.NOT_NEEDED
    # What was sent, as keyed digests of each thing: enough to see that something of it is no longer so.
    sent: dict[DisclosedField, tuple[str, ...]] = {}
    sent_at: datetime | None = None
    # As at when the partner was told last what stands: when it was sent, or corrected.
    as_at: datetime | None = None
    answer_by: datetime | None = None
    # The step by which a named officer is asked, where it is about a perpetrator: its own id, or that of the referral
    # before it that was taken back because of what the officer, or the person, said.
    step_id: str = ""
    # The partner's answer that Sentinel was told of, and why it was taken back.
    answered: Rank = NO_RANK
    withdrawn_for: WithdrawalReason | None = None
    corrections: tuple[CorrectionKept, ...] = ()
    policy: str = ""
    digest: bytes = b""
    told: dict[str, str] = {}
    sequences: dict[str, int] = {}
