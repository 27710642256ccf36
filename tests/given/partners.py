"""What partners answer, and what people say to being referred; times are hours after the start of the story."""

from collections.abc import Iterable
from typing import Any

from schemas.incoming import ConsentRecorded, CorrectionAcknowledged, ReferralAcknowledged, ReferralDeclined
from schemas.words import ConsentState, Partner
from tests.given.core import Event
from tests.given.messages import at, fact

Data = dict[str, Any]


def consent(
    partner: Partner,
    state: ConsentState = ConsentState.GIVEN,
    hours: float = 60,
    revision: int = 1,
    reference: str = "SEN-1",
    person_ref: str = "P-1",
    **changes: Any,
) -> ConsentRecorded:
    """Whether somebody agrees to be referred to a partner."""
    values = {
        **fact(f"consent-{reference}-{person_ref}-{partner}", hours, revision),
        "reference": reference,
        "person_ref": person_ref,
        "partner": partner,
        "consent": state,
        "officer": "PC 4411",
    }
    return ConsentRecorded(**{**values, **changes})


def acknowledged(
    referral_id: str, partner: Partner, hours: float = 96, revision: int = 1, **changes: Any
) -> ReferralAcknowledged:
    """The partner has the referral and acts on it."""
    values = {
        "answer_id": f"answer-{referral_id}-{revision}",
        "recorded_at": at(hours),
        "revision": revision,
        "referral_id": referral_id,
        "partner": partner,
    }
    return ReferralAcknowledged(**{**values, **changes})


def declined(
    referral_id: str, partner: Partner, hours: float = 96, revision: int = 1, **changes: Any
) -> ReferralDeclined:
    """The partner will not act on the referral."""
    values = {
        "answer_id": f"answer-{referral_id}-{revision}",
        "recorded_at": at(hours),
        "revision": revision,
        "referral_id": referral_id,
        "partner": partner,
        "reason": "The tenancy ended before the first report.",
    }
    return ReferralDeclined(**{**values, **changes})


def correction_acknowledged(
    referral_id: str,
    partner: Partner,
    correction_id: str,
    hours: float = 120,
    revision: int = 1,
    **changes: Any,
) -> CorrectionAcknowledged:
    """The partner has taken in a correction or a recall, by the `ce_id` of that event."""
    values = {
        "answer_id": f"taken-in-{correction_id}-{revision}",
        "recorded_at": at(hours),
        "revision": revision,
        "referral_id": referral_id,
        "partner": partner,
        "correction_id": correction_id,
    }
    return CorrectionAcknowledged(**{**values, **changes})


def sent(events: Iterable[Event], event_type: str = "ReferralMade") -> dict[str, Data]:
    """What each partner was sent of one type, read from its own topic; of several to one partner the last."""
    found = [each for each in events if ".asb.referrals." in each.topic and each.type == event_type]
    assert all(f".asb.referrals.{each.data['partner']}." in each.topic for each in found)
    return {each.data["partner"]: each.data for each in found}


def told(event: Data) -> Data:
    """The fields of a referral with their values."""
    return {one["field"]: one["value"] for one in event["disclosed"]}


def progress(events: Iterable[Event]) -> list[tuple[str, str, str]]:
    """How Sentinel was told that referrals went on: partner, status and reason."""
    return [
        (each.data["partner"], each.data["status"], each.data["reason"])
        for each in events
        if each.type == "ReferralProgressed"
    ]


def ce_id(events: Iterable[Event], event_type: str, partner: Partner) -> str:
    """The id of the one event of a type to a partner."""
    [found] = [each for each in events if each.type == event_type and each.data["partner"] == partner]
    return found.headers["ce_id"]
