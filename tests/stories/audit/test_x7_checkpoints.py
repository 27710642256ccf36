"""X7: once a day it is kept where the chain stands, by the London calendar, whatever the clocks do."""

from datetime import UTC, datetime, timedelta

from streams.rules.audit.chain import hash_of
from streams.topic_retention import MOST_DAYS
from tests.given.audited import checked, checkpoints, values
from tests.given.core import Core
from tests.given.messages import START, at, incident

DAY = 24


def hours(moment: datetime) -> float:
    return (moment - START) / timedelta(hours=1)


def test_x7_before_the_first_record_it_is_kept_that_there_is_none(core: Core):
    core.tell(incident("SK-1", 0, "Frightened"))

    [first] = checkpoints(core)
    assert (first.number, first.hash, first.at) == (0, "", at(0))


def test_x7_at_each_midnight_in_london_it_is_kept_where_the_chain_stands(core: Core):
    saturday = hours(datetime(2026, 10, 24, 12, tzinfo=UTC))
    core.tell(incident("SK-1", saturday, "Frightened"))

    core.move_to(saturday + 2 * DAY, every=1)

    kept = checkpoints(core)[1:]
    # The night in which the clocks go back has an hour more.
    assert [each.at for each in kept] == [
        datetime(2026, 10, 24, 23, tzinfo=UTC),
        datetime(2026, 10, 26, 0, tzinfo=UTC),
    ]
    assert 0 < kept[0].number < kept[1].number
    assert [each.hash for each in kept] == [hash_of(values(core)[each.number - 1]) for each in kept]
    assert checked(core).checkpoints == 2


def test_x7_an_outage_of_days_leaves_one_checkpoint_not_one_for_each_day(core: Core):
    core.tell(incident("SK-1", 0, "Frightened"))

    core.move_to(20 * DAY)

    kept = checkpoints(core)
    assert [each.at for each in kept] == [at(0), at(20 * DAY)]
    assert [each.next_at is None for each in kept] == [True, False]


def test_x7_checkpoints_stay_as_long_as_any_record_may_and_of_older_ones_the_last(core: Core):
    core.tell(incident("SK-1", 0, "Frightened"))
    for days in range(1, 4):
        core.move_to(days * DAY)

    core.move_to((MOST_DAYS + 2) * DAY + 12)

    assert [each.at for each in checkpoints(core)] == [
        at(2 * DAY),
        at(3 * DAY),
        at((MOST_DAYS + 2) * DAY + 12),
    ]
