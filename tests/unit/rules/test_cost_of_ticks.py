"""R15: a tick costs in proportion to what is due, not to what there is. Counted in rows and index entries read."""

import pytest

from tests.given.core import Core
from tests.given.large_city import ASKED, GRAVE, city_with, force_with_duties
from tests.given.messages import at, incident

SMALL, LARGE, HUGE = 10_000, 40_000, 1_000_000
DUE_AT = 24.0


def tell_of_duties(core: Core, count: int, hours: float = 0) -> None:
    """As many duties that are due a day later."""
    core.tell(*(incident(f"NEW-{hours}-{number}", hours, ASKED) for number in range(count)))


def cost_of_tick(core: Core, hours: float) -> tuple[int, int]:
    """How many reminders a tick sends, and how much it reads."""
    before = core.table.reads
    told = [event for event in core.tick(at(hours)) if event.type == "ReminderFellDue"]
    return len(told), core.table.reads - before


@pytest.mark.parametrize("large", [LARGE, pytest.param(HUGE, marks=pytest.mark.long)])
def test_a_tick_reads_the_same_for_the_same_due_duties_however_many_rows_there_are(large):
    small_force, large_force = force_with_duties(SMALL), force_with_duties(large)
    tell_of_duties(small_force, 100)
    tell_of_duties(large_force, 100)

    told, cost = cost_of_tick(small_force, DUE_AT)
    told_when_large, cost_when_large = cost_of_tick(large_force, DUE_AT)

    assert len(large_force.table) > large
    assert told == told_when_large == 100
    assert cost_when_large == cost


@pytest.mark.parametrize("large", [LARGE, pytest.param(HUGE, marks=pytest.mark.long)])
def test_a_tick_reads_nothing_when_nothing_is_due(large):
    force = force_with_duties(large)
    tell_of_duties(force, 100)

    assert cost_of_tick(force, DUE_AT - 0.01) == (0, 0)


def test_what_a_tick_reads_grows_with_what_is_due():
    force = force_with_duties(SMALL)
    tell_of_duties(force, 30)
    first = cost_of_tick(force, DUE_AT)
    tell_of_duties(force, 60, hours=1)

    second = cost_of_tick(force, DUE_AT + 1)

    assert (first[0], second[0]) == (30, 60)
    assert second[1] == pytest.approx(2 * first[1], rel=0.05)


def test_a_duty_of_a_case_costs_the_same_however_many_incidents_the_case_has():
    small_city, large_city = city_with(SMALL, 108, GRAVE), city_with(SMALL, 216, GRAVE)

    told, cost = cost_of_tick(small_city, 400)
    told_when_large, cost_when_large = cost_of_tick(large_city, 400)

    assert told == told_when_large > 0
    assert cost_when_large == cost
