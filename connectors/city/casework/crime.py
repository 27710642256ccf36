"""Whether a series of incidents is recorded as a crime: a person decides, mostly within the day (X3)."""

from collections.abc import Iterator
from datetime import datetime
from functools import partial
from typing import Final

from connectors.city.casework.behaviour import working
from connectors.city.casework.desk import Desk
from connectors.city.casework.diary import Diary
from connectors.city.casework.pace import Heeding
from connectors.city.chance import chance
from connectors.city.event import Recorded, fact_id
from connectors.city.place import AGENCY
from schemas.incoming import CrimeRecordingReviewed
from schemas.outgoing import ObligationOpened, ReminderFellDue

CRIME_FOR: Final = "The messages of both days are harassment"
NO_CRIME_FOR: Final = "Neither incident was aimed at the caller"


class CrimeReviews:
    def __init__(self, seed: int, diary: Diary, heeding: Heeding) -> None:
        self._seed = seed
        self._desk = Desk(seed, diary, heeding, "reviews-crime")

    def opened(self, duty: ObligationOpened) -> None:
        habits, ident = working().crime, duty.obligation_id
        act = partial(self._review, ident)
        self._desk.lay(ident, ident, duty.opened_at, habits.reviewed, habits.forgotten, act)

    def remind(self, reminder: ReminderFellDue, at: datetime) -> None:
        self._desk.remind(reminder.obligation_id, reminder.rung, at)

    def _review(self, duty: str, at: datetime) -> Iterator[Recorded]:
        numbers = chance(self._seed, "crime", duty)
        crime = numbers.random() < working().crime.recorded
        number = int(numbers.random() * 1_000_000)
        yield CrimeRecordingReviewed(
            instruction_id=fact_id(self._seed, "CrimeRecordingReviewed", duty, 1),
            recorded_at=at,
            revision=1,
            officer=f"CR{1000 + int(numbers.random() * 900)}",
            obligation_id=duty,
            crime=crime,
            crime_reference=f"{AGENCY}/CR/{at:%Y}/{number:06d}" if crime else None,
            reason=CRIME_FOR if crime else NO_CRIME_FOR,
        )
