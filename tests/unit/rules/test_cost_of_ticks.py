"""R15, R21: a tick costs in proportion to what is due, not to what there is. Counted in rows and entries read.

Once a day what is missing is counted: that costs an index entry for each thing that is missing, and no row.
"""

import pytest

from tests.given.core import Core
from tests.given.large_city import ASKED, GRAVE, city_with, force_with_duties
from tests.given.messages import at, incident

SMALL, LARGE, HUGE = 10_000, 40_000, 1_000_000
# The story begins at nine on a Monday; what is missing is counted at seven.
COUNTED_AT, DUE_AT = 22.0, 24.0
A_FEW = 10


def with_duties(core: Core, count: int, hours: float = 0) -> Core:
    """As many duties more, that are due a day later; the day's count is made before that."""
    core.tell(*(incident(f"NEW-{hours}-{number}", hours, ASKED) for number in range(count)))
    core.tick(at(COUNTED_AT))
    return core


def cost_of_tick(core: Core, hours: float) -> tuple[int, int]:
    """How many reminders a tick sends, and how much it reads."""
    before = core.table.reads
    told = [event for event in core.tick(at(hours)) if event.type == "ReminderFellDue"]
    return len(told), core.table.reads - before


@pytest.mark.parametrize("large", [LARGE, pytest.param(HUGE, marks=pytest.mark.long)])
def test_a_tick_reads_the_same_for_the_same_due_duties_however_many_rows_there_are(large):
    small_force = with_duties(force_with_duties(SMALL), 100)
    large_force = with_duties(force_with_duties(large), 100)

    told, cost = cost_of_tick(small_force, DUE_AT)
    told_when_large, cost_when_large = cost_of_tick(large_force, DUE_AT)

    assert len(large_force.table) > large
    assert told == told_when_large == 100
    assert cost_when_large == cost


@pytest.mark.parametrize("large", [LARGE, pytest.param(HUGE, marks=pytest.mark.long)])
def test_a_tick_reads_nothing_when_nothing_is_due(large):
    force = with_duties(force_with_duties(large), 100)

    assert cost_of_tick(force, DUE_AT - 0.01) == (0, 0)


def test_what_a_tick_reads_grows_with_what_is_due():
    force = with_duties(force_with_duties(SMALL), 30)
    first = cost_of_tick(force, DUE_AT)
    with_duties(force, 60, hours=1)

    second = cost_of_tick(force, DUE_AT + 1)

    assert (first[0], second[0]) == (30, 60)
    assert second[1] == pytest.approx(2 * first[1], rel=0.05)


@pytest.mark.parametrize("large", [LARGE, pytest.param(HUGE, marks=pytest.mark.long)])
def test_the_daily_count_reads_one_entry_for_each_duty_that_is_open(large):
    force = force_with_duties(large)
    force.tell(incident("NEW", 0, ASKED))

    told, cost = cost_of_tick(force, COUNTED_AT)

    assert told == 0
    assert cost <= large // 2 + A_FEW


def test_a_duty_of_a_case_costs_the_same_however_many_incidents_the_case_has():
    small_city, large_city = city_with(SMALL, 108, GRAVE), city_with(SMALL, 216, GRAVE)

    small_city.tick(at(COUNTED_AT))
    large_city.tick(at(COUNTED_AT))
    told, cost = cost_of_tick(small_city, DUE_AT)
    told_when_large, cost_when_large = cost_of_tick(large_city, DUE_AT)

    assert told == told_when_large > 0
    assert cost_when_large == cost
