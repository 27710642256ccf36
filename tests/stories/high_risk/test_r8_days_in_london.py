"""R8: who is named from a day on is named from midnight in London, also when the clocks have changed."""

from datetime import UTC, date, datetime

import pytest

from tests.given.casefile import only
from tests.given.casework import assessed
from tests.given.core import Core
from tests.given.high_risk import HIGH, directory, officers, on_a_beat
from tests.given.messages import START


@pytest.mark.parametrize(
    ("begins", "moment", "inspector"),
    [
        # In summer midnight in London is at 23:00 UTC of the day before.
        (date(2026, 7, 10), datetime(2026, 7, 9, 22, 59, tzinfo=UTC), "PI Old"),
        (date(2026, 7, 10), datetime(2026, 7, 9, 23, 0, tzinfo=UTC), "PI New"),
        # On the day the clocks go back it still is; on the next it is midnight UTC.
        (date(2026, 10, 25), datetime(2026, 10, 24, 22, 59, tzinfo=UTC), "PI Old"),
        (date(2026, 10, 25), datetime(2026, 10, 24, 23, 0, tzinfo=UTC), "PI New"),
        (date(2026, 10, 26), datetime(2026, 10, 25, 23, 59, tzinfo=UTC), "PI Old"),
        (date(2026, 10, 26), datetime(2026, 10, 26, 0, 0, tzinfo=UTC), "PI New"),
        # On the day they go forward it still is midnight UTC; on the next no longer.
        (date(2027, 3, 28), datetime(2027, 3, 27, 23, 59, tzinfo=UTC), "PI Old"),
        (date(2027, 3, 28), datetime(2027, 3, 28, 0, 0, tzinfo=UTC), "PI New"),
        (date(2027, 3, 29), datetime(2027, 3, 28, 22, 59, tzinfo=UTC), "PI Old"),
        (date(2027, 3, 29), datetime(2027, 3, 28, 23, 0, tzinfo=UTC), "PI New"),
    ],
)
def test_r8_a_day_begins_at_midnight_in_london(
    core: Core, begins: date, moment: datetime, inspector: str
) -> None:
    core.tell(directory(inspector="PI Old"), directory(effective_from=begins, inspector="PI New"))
    on_a_beat(core)
    hours = (moment - START).total_seconds() / 3600

    told = only(core.tell(assessed(hours=hours, answers=HIGH)), "HighRiskRaised")

    assert officers(told["addressees"])[1] == ("inspector", inspector)
