"""What the worker says of steps, markers and referrals, with nothing in it that the city does not go by."""

from datetime import timedelta

from connectors.city.casework.acceptance import reference_of
from schemas.outgoing import (
    Accuracy,
    ConfirmationAsked,
    ConfirmationWithdrawn,
    DutyAbout,
    Gateway,
    Marked,
    MarkerReviewFellDue,
    MarkerWithdrawalProposed,
    ReferralCorrected,
    ReferralMade,
    ReferralProposed,
    ReminderFellDue,
    Subject,
)
from schemas.words import (
    ConsentState,
    GatewayKind,
    MarkedKind,
    ObligationKind,
    Partner,
    StepKind,
    SubjectKind,
    WithdrawalReason,
)
from tests.unit.city.given import AT, POLICY, a_reminder, case_id

VICTIM = Subject(kind=SubjectKind.VICTIM, ref="N1")
PERPETRATOR = Subject(kind=SubjectKind.PERPETRATOR, ref="N2")
HOME = Marked(kind=MarkedKind.LOCATION, ref="999000000001")
GATEWAY = Gateway(kind=GatewayKind.CONSENT, act="consent of the person", purpose="to offer care")
ACCURACY = Accuracy(as_at=AT, completeness_percent=None, not_known=())


def references(numbers: range) -> dict[int, str]:
    return {number: reference_of(case_id(number), 1) for number in numbers}


def reminder_about(kind: ObligationKind, step_id: str, rung: int) -> ReminderFellDue:
    return a_reminder(kind, 0, rung, DutyAbout(step_id=step_id))


def a_step(number: int, *, adverse: bool = False, asking: int = 1) -> ConfirmationAsked:
    return ConfirmationAsked(
        step_id=f"step-{number}",
        step=StepKind.MARKER,
        case_id=case_id(number),
        reference=None,
        subject=PERPETRATOR if adverse else VICTIM,
        adverse=adverse,
        what="",
        why="",
        evidence=(),
        asked_at=AT,
        asking=asking,
    )


def no_step(number: int) -> ConfirmationWithdrawn:
    return ConfirmationWithdrawn(
        step_id=f"step-{number}",
        step=StepKind.MARKER,
        case_id=case_id(number),
        reason=WithdrawalReason.BAND_CHANGED,
        corrects="1",
    )


def a_review(number: int) -> MarkerReviewFellDue:
    return MarkerReviewFellDue(
        marker_id=f"marker-{number}",
        case_id=case_id(number),
        marked=HOME,
        owner=None,
        review_by=AT,
        expires_at=AT + timedelta(days=90),
    )


def a_withdrawal(number: int) -> MarkerWithdrawalProposed:
    return MarkerWithdrawalProposed(
        marker_id=f"marker-{number}",
        case_id=case_id(number),
        owner=None,
        reason=WithdrawalReason.BAND_CHANGED,
    )


def a_proposal(number: int, reference: str) -> ReferralProposed:
    return ReferralProposed(
        referral_id=f"referral-{number}",
        case_id=case_id(number),
        reference=reference,
        partner=Partner.MENTAL_HEALTH,
        subject=VICTIM,
        because=(),
        gateway=GATEWAY,
        consent=ConsentState.NOT_ASKED,
        needs_confirmation=False,
        decided_by=POLICY,
        sentence="",
    )


def a_referral(number: int) -> ReferralMade:
    return ReferralMade(
        referral_id=f"referral-{number}",
        partner=Partner.HOUSING,
        about=SubjectKind.VICTIM,
        because=(),
        gateway=GATEWAY,
        consent=ConsentState.NOT_NEEDED,
        confirmed_by=None,
        disclosed=(),
        accuracy=ACCURACY,
        answer_by=AT,
    )


def a_correction(number: int) -> ReferralCorrected:
    return ReferralCorrected(
        referral_id=f"referral-{number}",
        partner=Partner.HOUSING,
        corrects="1",
        changed=(),
        disclosed=(),
        accuracy=ACCURACY,
        answer_by=AT,
    )
