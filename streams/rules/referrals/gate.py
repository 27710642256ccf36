"""May this leave for this partner? The last look at every referral, whoever built it (R20; DPA 2018 s.36, s.37).

Pure, and it fails closed: what is not allowed by the pack under which it is sent raises, so that the whole
message it follows from is rejected and nothing of it leaves.
"""

from collections.abc import Collection, Sequence

from schemas.outgoing import Outgoing, ReferralCorrected, ReferralMade, ReferralRecalled
from schemas.rows import ReferralRow
from schemas.words import SENSITIVE_FIELDS, ConsentState, DisclosedField, GatewayKind
from streams.policies.partners import PartnerPack


class NotAllowed(Exception):
    """Something was to be told to a partner that it may not be told; names fields and never what is in them."""


def check(event: Outgoing, referral: ReferralRow | None, pack: PartnerPack | None) -> None:
    """Let an event through to the partner of a referral. Raises NotAllowed unless its pack allows all of it."""
    if referral is None or pack is None or pack.partner is not referral.partner:
        _refuse("there is no pack for the partner of this referral")
    elif not isinstance(event, ReferralMade | ReferralCorrected | ReferralRecalled):
        _refuse(f"{type(event).__name__} is not for a partner")
    elif (event.referral_id, event.partner) != (referral.referral_id, referral.partner):
        _refuse("the event is of another referral or for another partner")
    elif referral.subject_kind not in pack.about:
        _refuse(f"{referral.partner} is told nothing about a {referral.subject_kind}")
    elif isinstance(event, ReferralMade | ReferralCorrected):
        if pack.gateway.kind is GatewayKind.CONSENT and referral.consent is not ConsentState.GIVEN:
            _refuse(f"{referral.partner} is told by consent, and the person has not given it")
        if isinstance(event, ReferralMade) and event.about is not referral.subject_kind:
            _refuse("the event is about another kind of subject")
        _check_fields(event, referral, pack)


def _check_fields(event: ReferralMade | ReferralCorrected, referral: ReferralRow, pack: PartnerPack) -> None:
    told = [one.field for one in event.disclosed]
    changed = event.changed if isinstance(event, ReferralCorrected) else ()
    _all_in((*told, *event.accuracy.not_known, *changed), pack.fields, "not in the pack")
    _all_in(
        [field for field in told if field in SENSITIVE_FIELDS], pack.sensitive, "sensitive and not permitted"
    )
    if isinstance(event, ReferralCorrected):
        _all_in(told, tuple(referral.sent), "never told before, and no correction")
    if len(set(told)) != len(told):
        _refuse("a field is told twice")


def _all_in(fields: Sequence[DisclosedField], allowed: Collection[DisclosedField], why: str) -> None:
    found = sorted(set(fields) - set(allowed))
    if found:
        _refuse(f"{', '.join(found)}: {why}")


def _refuse(why: str) -> None:
    raise NotAllowed(why)
