"""Telling a partner, and Sentinel, how a referral goes on (R20, R5).

Keeps: ReferralRow. Publishes: ReferralProposed, ReferralProgressed, ReferralMade, ReferralCorrected,
ReferralRecalled.
"""

from typing import Final

import msgspec

from schemas.outgoing import ReferralCorrected, ReferralMade, ReferralRecalled
from schemas.rows import CorrectionKept, ReferralRow
from schemas.words import ConsentState, DisclosedField, GatewayKind, ReferralStatus, WithdrawalReason
from streams.policies.partners import PartnerPack
from streams.rules.in_force import InForce
from streams.rules.ledger import Ledger, digest_of
from streams.rules.referrals import disclosure, events
from streams.rules.referrals.content import View

_SET_ASIDE: Final = (WithdrawalReason.RESTRICTED, WithdrawalReason.ERASED)
OVER = (ReferralStatus.RETRACTED, ReferralStatus.RECALLED)


def terms_of(ledger: Ledger, row: ReferralRow) -> tuple[InForce, PartnerPack]:
    """The policy and the pack that a referral goes by. Raises LookupError when this force never had them."""
    in_force = ledger.policies.of_hash(row.policy)
    pack = in_force.policy.partners.pack_of(row.partner) if in_force is not None else None
    if in_force is None or pack is None:
        msg = "a referral goes by a policy that this force never had"
        raise LookupError(msg)
    return in_force, pack


def is_set_aside(row: ReferralRow) -> bool:
    """Whether it is over because whoever it was about is restricted, or was erased (X8)."""
    return row.withdrawn_for in _SET_ASIDE


def propose(ledger: Ledger, row: ReferralRow, waits: bool) -> ReferralRow:
    """Show Sentinel what is due and what it waits for, once for each thing that is new of it."""
    in_force, pack = terms_of(ledger, row)
    row = msgspec.structs.replace(row, status=ReferralStatus.PROPOSED, withdrawn_for=None)
    event = events.proposed(row, pack, in_force, waits)
    digest = digest_of(event)
    if digest != row.digest:
        ledger.publish_of_case(event, row.case_id)
        row = msgspec.structs.replace(row, digest=digest)
    ledger.put_referral(row)
    return row


def make(ledger: Ledger, row: ReferralRow, view: View, confirmed_by: str | None) -> None:
    """Send it to the partner."""
    in_force, pack = terms_of(ledger, row)
    made = events.made(row, pack, in_force.policy.partners, view, confirmed_by)
    row = msgspec.structs.replace(
        row,
        status=ReferralStatus.MADE,
        withdrawn_for=None,
        sent_at=ledger.cause.at,
        as_at=ledger.cause.at,
        answer_by=made.answer_by,
    )
    _send(ledger, row, made, disclosure.digests(made.disclosed, row.referral_id, ledger.secret))
    ledger.publish_of_case(events.progressed(row), row.case_id)


def correct(ledger: Ledger, row: ReferralRow, view: View) -> None:
    """Tell the partner what stands, where something that it was told was wrong (DPA 2018 s.38(5)).

    By the pack of today. What that allows to tell nothing of any more is recalled.
    """
    wrong = disclosure.no_longer_so(view, row)
    if not wrong:
        ledger.put_referral(row)
        return
    today = ledger.policy(ledger.cause.at)
    pack = today.policy.partners.pack_of(row.partner)
    if pack is None or not _may_be_told(row, pack):
        end(ledger, row, WithdrawalReason.CORRECTED)
        return
    now = view._replace(as_at=ledger.cause.at)
    corrected = events.corrected(row, pack, now, wrong)
    row = msgspec.structs.replace(row, policy=today.sha256, as_at=ledger.cause.at)
    _send(ledger, row, corrected, disclosure.digests(corrected.disclosed, row.referral_id, ledger.secret))


def end(ledger: Ledger, row: ReferralRow, reason: WithdrawalReason) -> None:
    """Recall what was sent, retract what was not."""
    reason = ledger.why(reason)
    if row.status in OVER:
        _also_false(ledger, row, reason)
        return
    row = msgspec.structs.replace(row, withdrawn_for=reason, digest=b"")
    if row.sent_at is None:
        row = msgspec.structs.replace(row, status=ReferralStatus.RETRACTED)
        ledger.put_referral(row)
    else:
        row = msgspec.structs.replace(row, status=ReferralStatus.RECALLED)
        _, pack = terms_of(ledger, row)
        _send(ledger, row, events.recalled(row, pack, reason, ledger.cause.at), row.sent)
    ledger.publish_of_case(events.progressed(row, reason), row.case_id)


def _also_false(ledger: Ledger, row: ReferralRow, reason: WithdrawalReason) -> None:
    """One that is over for another reason turns out to have rested on nothing: no word on it counts for the next.

    What is over because somebody is restricted rests on what is set aside, not on nothing.
    """
    if reason is WithdrawalReason.FOUND_FALSE and row.withdrawn_for is not reason and not is_set_aside(row):
        ledger.put_referral(msgspec.structs.replace(row, withdrawn_for=reason))


def _may_be_told(row: ReferralRow, pack: PartnerPack) -> bool:
    """Whether a pack tells of such a subject, and has the consent that it needs."""
    agreed = pack.gateway.kind is not GatewayKind.CONSENT or row.consent is ConsentState.GIVEN
    return agreed and row.subject_kind in pack.about


def _send(
    ledger: Ledger,
    row: ReferralRow,
    event: ReferralMade | ReferralCorrected | ReferralRecalled,
    sent: dict[DisclosedField, tuple[str, ...]],
) -> None:
    """Put the referral, then publish: the gate goes by the row. What takes something back is to be acknowledged."""
    ledger.put_referral(row)
    told = ledger.publish_to_partner(event, row.referral_id, row.partner)
    corrections = row.corrections
    if not isinstance(event, ReferralMade):
        corrections = (*corrections, CorrectionKept(told, ledger.cause.at))
    named = {**row.told, type(event).__name__: told}
    ledger.put_referral(msgspec.structs.replace(row, sent=sent, told=named, corrections=corrections))
