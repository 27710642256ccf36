"""Referrals to partners: what each receives is its pack's allow-list and no more (R20, R5)."""

from pydantic import AwareDatetime, JsonValue

from schemas.outgoing.parts import Outgoing, PolicyVersion, Subject
from schemas.words import (
    Basis,
    ConsentState,
    DisclosedField,
    GatewayKind,
    Partner,
    ReferralStatus,
    ReferralTrigger,
    SubjectKind,
    WithdrawalReason,
)


class Gateway(Outgoing):
    """What allows the disclosure, and what it is for (DPA 2018 s.36(4))."""

    kind: GatewayKind
    act: str
    purpose: str


class ReferralProposed(Outgoing):
    """Sentinel is shown a referral that is due, and what it still waits for (R20)."""

    referral_id: str
    case_id: str
    reference: str
    partner: Partner
    subject: Subject
    because: tuple[ReferralTrigger, ...]
    gateway: Gateway
    consent: ConsentState
    # It names a perpetrator and waits for a named officer (X6).
    needs_confirmation: bool
    decided_by: PolicyVersion
    sentence: str


class ReferralProgressed(Outgoing):
    """How a referral stands with the partner, shown to Sentinel."""

    referral_id: str
    case_id: str
    partner: Partner
    status: ReferralStatus
    consent: ConsentState
    # Of a partner that declines, an officer who refuses, or what took it back.
    reason: str


class Disclosed(Outgoing):
    """One thing that a partner is told, and whether it is a fact or somebody's assessment (DPA 2018 s.38(2))."""

    field: DisclosedField
    value: JsonValue
    basis: Basis


class Accuracy(Outgoing):
    """How accurate, complete and up to date what is sent is (DPA 2018 s.38(4)-(5))."""

    as_at: AwareDatetime
    # Of the risk assessment of the subject; None: there is none.
    completeness_percent: int | None
    # Allowed to be told, and not known.
    not_known: tuple[DisclosedField, ...]


class ReferralMade(Outgoing):
    """A referral as the partner receives it."""

    referral_id: str
    partner: Partner
    # A victim, a perpetrator, a place: who or which it is stands in `disclosed`, as far as the partner may know.
    about: SubjectKind
    because: tuple[ReferralTrigger, ...]
    gateway: Gateway
    consent: ConsentState
    # The officer who confirmed it, where it names a perpetrator.
    confirmed_by: str | None
    disclosed: tuple[Disclosed, ...]
    accuracy: Accuracy
    answer_by: AwareDatetime


class ReferralCorrected(Outgoing):
    """Something that was sent was wrong: what stands now, whole (DPA 2018 s.38(5)). To be acknowledged."""

    referral_id: str
    partner: Partner
    # The `ce_id` of the event whose content this replaces.
    corrects: str
    changed: tuple[DisclosedField, ...]
    disclosed: tuple[Disclosed, ...]
    accuracy: Accuracy
    answer_by: AwareDatetime


class ReferralRecalled(Outgoing):
    """The referral is taken back: what was sent is not to be used (DPA 2018 s.48(9)). To be acknowledged."""

    referral_id: str
    partner: Partner
    corrects: str
    reason: WithdrawalReason
    answer_by: AwareDatetime
