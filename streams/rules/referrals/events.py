"""How a referral is told: to the partner what its pack allows, to Sentinel how it stands (R20, R5).

Pure. Sentences are for people and name nobody.
"""

from datetime import datetime

from schemas.outgoing import (
    Gateway,
    ReferralCorrected,
    ReferralMade,
    ReferralProgressed,
    ReferralProposed,
    ReferralRecalled,
    Subject,
)
from schemas.rows import ReferralRow
from schemas.words import ConsentState, DisclosedField, WithdrawalReason
from streams.policies.partners import PartnerPack, Partners
from streams.rules.in_force import InForce
from streams.rules.ladder import local_days_after
from streams.rules.referrals import disclosure, phrases
from streams.rules.referrals.content import View


def proposed(row: ReferralRow, pack: PartnerPack, in_force: InForce, waits: bool) -> ReferralProposed:
    """A referral that is due; `waits`: for a named officer."""
    return ReferralProposed(
        referral_id=row.referral_id,
        case_id=row.case_id,
        reference=row.reference,
        partner=row.partner,
        subject=subject_of(row),
        because=row.because,
        gateway=_gateway(pack),
        consent=row.consent,
        needs_confirmation=waits,
        decided_by=in_force.version,
        sentence=sentence(row, pack, waits),
    )


def progressed(row: ReferralRow, reason: str = "") -> ReferralProgressed:
    """How it stands."""
    return ReferralProgressed(
        referral_id=row.referral_id,
        case_id=row.case_id,
        partner=row.partner,
        status=row.status,
        consent=row.consent,
        reason=reason,
    )


def made(
    row: ReferralRow, pack: PartnerPack, terms: Partners, view: View, confirmed_by: str | None
) -> ReferralMade:
    """The referral as the partner receives it."""
    told = disclosure.disclosed(view, pack, terms)
    return ReferralMade(
        referral_id=row.referral_id,
        partner=row.partner,
        about=row.subject_kind,
        because=row.because,
        gateway=_gateway(pack),
        consent=row.consent,
        confirmed_by=confirmed_by,
        disclosed=told,
        accuracy=disclosure.accuracy(view, pack.fields, told),
        answer_by=answer_by(pack, view.as_at),
    )


def corrected(
    row: ReferralRow, pack: PartnerPack, view: View, wrong: tuple[DisclosedField, ...]
) -> ReferralCorrected:
    """What stands now of what was sent, whole."""
    told = disclosure.still_disclosed(view, row, pack)
    changed = tuple(field for field in wrong if field in pack.fields)
    return ReferralCorrected(
        referral_id=row.referral_id,
        partner=row.partner,
        corrects=last_content(row),
        changed=changed,
        disclosed=told,
        accuracy=disclosure.accuracy(view, changed, told),
        answer_by=answer_by(pack, view.as_at),
    )


def recalled(row: ReferralRow, pack: PartnerPack, reason: WithdrawalReason, at: datetime) -> ReferralRecalled:
    """What was sent is not to be used."""
    return ReferralRecalled(
        referral_id=row.referral_id,
        partner=row.partner,
        corrects=last_content(row),
        reason=reason,
        answer_by=answer_by(pack, at),
    )


def last_content(row: ReferralRow) -> str:
    """The `ce_id` of the event whose content the partner goes by."""
    return row.told.get(ReferralCorrected.__name__) or row.told[ReferralMade.__name__]


def answer_by(pack: PartnerPack, at: datetime) -> datetime:
    """By when the partner is to answer something sent at a moment."""
    return local_days_after(at, pack.answer_within)


def subject_of(row: ReferralRow) -> Subject:
    """Whom or what it is about, as Sentinel knows it."""
    return Subject(kind=row.subject_kind, ref=row.subject_ref)


def what(row: ReferralRow) -> str:
    """`Refer a perpetrator to the youth justice team.`"""
    return f"Refer {phrases.ABOUT[row.subject_kind]} to {phrases.TO[row.partner]}."


def why(row: ReferralRow, pack: PartnerPack) -> str:
    """`Because the perpetrator is a child. Allowed by Crime and Disorder Act 1998 s.115, to prevent offending.`"""
    because = " and ".join(phrases.BECAUSE[one] for one in row.because)
    return f"Because {because}. Allowed by {pack.gateway.act}, {pack.gateway.purpose}."


def sentence(row: ReferralRow, pack: PartnerPack, waits: bool) -> str:
    """What is due, why, and what it waits for."""
    waits_for = ["a named officer"] * waits + ["the person's consent"] * _lacks_consent(row)
    waiting = f" It waits for {' and '.join(waits_for)}." if waits_for else ""
    return f"{what(row)} {why(row, pack)}{waiting}"


def _lacks_consent(row: ReferralRow) -> bool:
    return row.consent in (ConsentState.NOT_ASKED, ConsentState.ASKED)


def _gateway(pack: PartnerPack) -> Gateway:
    return Gateway(kind=pack.gateway.kind, act=pack.gateway.act, purpose=pack.gateway.purpose)
