"""The dates of a duty: due by policy, reminded at whole steps from there, whenever the clock ticks (R6, R7)."""

from datetime import timedelta

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.rows import ObligationRow
from schemas.words import ObligationStatus
from tests.given.core import FORCE, Core
from tests.given.messages import at, incident

DAY = 24


def duty(core: Core) -> ObligationRow:
    [row] = [row for _, row in core.rows() if isinstance(row, ObligationRow)]
    return row


def asked() -> Core:
    core = Core()
    core.tell(incident("SK-1", 0, "She is frightened"))
    return core


@pytest.mark.parametrize(
    ("tick", "following"),
    [(23.99, 24), (24, 48), (47.99, 48), (48, 72), (48.01, 72), (24 * 9.5, 24 * 10)],
)
def test_the_next_reminder_is_at_the_next_whole_step_after_the_tick(tick, following):
    core = asked()

    core.tick(at(tick))

    assert duty(core).next_at == at(following)


@given(st.lists(st.integers(1, 24 * 12), min_size=1, max_size=20, unique=True))
def test_whenever_the_clock_ticks_reminders_stay_on_the_hour_they_were_due_and_each_rung_is_told_once(ticks):
    core = asked()

    told = [
        event.data
        for hours in sorted(ticks)
        for event in core.tick(at(hours))
        if event.type == "ReminderFellDue"
    ]

    assert [each["rung"] for each in told] == list(range(1, len(told) + 1))
    assert {each["due_at"][10:] for each in told} <= {"T09:00:00Z"}
    assert duty(core).next_at > at(max(ticks))
    assert duty(core).reminded == len(told)


def test_a_duty_that_is_over_is_not_reminded():
    core = asked()
    over = msgspec.structs.replace(duty(core), status=ObligationStatus.DONE)
    core.table.put(f"{FORCE}|obligation|{over.obligation_id}".encode(), over)

    assert core.tick(at(DAY)) == []


def test_a_duty_keeps_what_it_needs_to_be_reminded_by():
    row = duty(asked())

    assert (row.due_at, row.next_at) == (at(DAY), at(DAY))
    assert timedelta(seconds=row.remind_every_s) == timedelta(days=1)
    assert row.levels == ("lead-officer", "lead-officer", "sergeant", "inspector")
