"""What partners answer to what they are sent: referrals, corrections, recalls (R20, R5)."""

from collections.abc import Iterator
from datetime import datetime
from functools import partial
from typing import Any, Final

from connectors.city.casework.behaviour import working
from connectors.city.casework.desk import Desk
from connectors.city.casework.diary import Diary
from connectors.city.casework.pace import Heeding
from connectors.city.chance import chance
from connectors.city.event import Recorded, fact_id
from schemas.incoming import CorrectionAcknowledged, ReferralAcknowledged, ReferralDeclined
from schemas.outgoing import ReferralCorrected, ReferralMade, ReferralRecalled, ReminderFellDue
from schemas.words import ObligationKind, Partner

DECLINED_FOR: Final = "Already known to this service; nothing more can be offered"

Sent = ReferralMade | ReferralCorrected | ReferralRecalled


class Partners:
    """All of them: each answers what it was sent itself, and knows nothing of the others."""

    def __init__(self, seed: int, diary: Diary, heeding: Heeding) -> None:
        self._seed = seed
        self._answers = Desk(seed, diary, heeding, "partner-answers")
        self._corrections = Desk(seed, diary, heeding, "partner-takes-in")

    def hear(self, message: Sent, at: datetime, ce_id: str) -> None:
        habits, referral = working().partners, message.referral_id
        if isinstance(message, ReferralMade):
            act = partial(self._answer, referral, message.partner)
            self._answers.lay(referral, referral, at, habits.answered, habits.silent, act)
            return
        if isinstance(message, ReferralRecalled):
            self._answers.clear(referral)
        act = partial(self._take_in, referral, message.partner, ce_id)
        self._corrections.lay(ce_id, ce_id, at, habits.taken_in, habits.overlooked, act)

    def remind(self, reminder: ReminderFellDue, at: datetime) -> None:
        """Somebody asks after it."""
        about = reminder.about
        if about and about.correction_id and reminder.kind is ObligationKind.CORRECTION_ACKNOWLEDGEMENT:
            self._corrections.remind(about.correction_id, reminder.rung, at)
        elif about and about.step_id:
            self._answers.remind(about.step_id, reminder.rung, at)

    def _answer(self, referral: str, partner: Partner, at: datetime) -> Iterator[Recorded]:
        said = self._said("answer", referral, partner, at)
        if chance(self._seed, "partner-declines", referral).random() < working().partners.declined:
            yield ReferralDeclined.model_validate({**said, "reason": DECLINED_FOR})
        else:
            yield ReferralAcknowledged.model_validate(said)

    def _take_in(self, referral: str, partner: Partner, correction: str, at: datetime) -> Iterator[Recorded]:
        said = self._said(f"taken-in|{correction}", referral, partner, at)
        yield CorrectionAcknowledged.model_validate({**said, "correction_id": correction})

    def _said(self, what: str, referral: str, partner: Partner, at: datetime) -> dict[str, Any]:
        return {
            "answer_id": fact_id(self._seed, what, referral, 1),
            "recorded_at": at,
            "revision": 1,
            "referral_id": referral,
            "partner": partner,
        }
