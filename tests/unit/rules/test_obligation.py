"""The dates of a duty: due by policy, reminded at whole days from there, whenever the clock ticks (R6, R7, R15)."""

from datetime import UTC, datetime

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.rows import AboutKept, LadderKept, ObligationRow
from schemas.words import (
    DayCount,
    LadderReading,
    ObligationKind,
    ObligationStatus,
    Post,
    SubjectKind,
    WithdrawalReason,
)
from streams import row_codec
from streams.policies.duties import Failures
from streams.rules import due, obligation
from streams.rules.ledger import Ledger
from streams.rules.obligation import Wanted
from tests.given.core import FORCE, Core
from tests.given.messages import at, closed, incident, opened_in_sentinel

DAY = 24
ABOUT_ANNA = AboutKept(kind=SubjectKind.VICTIM, ref="P-1")


@pytest.fixture
def core_ledger() -> Ledger:
    core = Core()
    return core.domain.looking(FORCE, at(0), core.table)


def duty(core: Core) -> ObligationRow:
    [row] = [row for _, row in core.rows() if isinstance(row, ObligationRow)]
    return row


def asked() -> Core:
    core = Core()
    core.tell(incident("SK-1", 0, "She is frightened"))
    return core


@pytest.mark.parametrize(
    ("tick", "following"),
    [(23.99, 24), (24, 48), (47.99, 48), (48, 72), (48.01, 72), (72, 24 * 5), (24 * 9.5, 24 * 14)],
)
def test_the_next_reminder_is_at_the_next_whole_step_after_the_tick(tick, following):
    core = asked()

    core.tick(at(tick))

    assert duty(core).next_at == at(following)


@given(st.lists(st.integers(1, 24 * 40), min_size=1, max_size=20, unique=True))
def test_whenever_the_clock_ticks_reminders_stay_on_the_hour_they_were_due_and_each_rung_is_told_once(ticks):
    core = asked()

    told = [
        event.data
        for hours in sorted(ticks)
        for event in core.tick(at(hours))
        if event.type == "ReminderFellDue"
    ]

    # All that had come by the last tick, and none of them twice.
    come = [day for day in (1, 2, 3, 5, 7, *range(14, 300, 7)) if day * DAY <= max(ticks)]
    assert [rung for each in told for rung in each["stands_for"]] == list(range(1, len(come) + 1))
    assert all(each["rung"] == each["stands_for"][-1] for each in told)
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

    assert (row.since, row.due_at, row.next_at) == (at(0), at(DAY), at(DAY))
    assert row.ladder == LadderKept(
        days=(1, 2, 3, 5, 7),
        then_every=7,
        levels=(Post.LEAD_OFFICER, Post.LEAD_OFFICER, Post.SERGEANT, Post.SERGEANT, Post.INSPECTOR),
        reading=LadderReading.CUMULATIVE,
        count=DayCount.EVERY_DAY,
    )


# The same facts want the same duty


def test_a_duty_is_the_same_whenever_its_facts_are_told(core_ledger):
    wanted = Wanted(ObligationKind.RISK_ASSESSMENT, at(0), core_ledger.policy(at(0)), ABOUT_ANNA)

    assert wanted.id_in(core_ledger, "C") == wanted._replace(mailed=False).id_in(core_ledger, "C")


@pytest.mark.parametrize(
    "changes",
    [
        {"kind": ObligationKind.SAFEGUARDING_FORM},
        {"since": at(1)},
        {"about": AboutKept(kind=SubjectKind.VICTIM, ref="P-2")},
        {"about": AboutKept(kind=SubjectKind.PERPETRATOR, ref="P-1")},
    ],
)
def test_another_kind_beginning_or_person_is_another_duty(core_ledger, changes):
    wanted = Wanted(ObligationKind.RISK_ASSESSMENT, at(0), core_ledger.policy(at(0)), ABOUT_ANNA)

    assert wanted.id_in(core_ledger, "C") != wanted._replace(**changes).id_in(core_ledger, "C")
    assert wanted.id_in(core_ledger, "C") != wanted.id_in(core_ledger, "D")


# What failed, and what was over


@pytest.mark.parametrize(
    ("failed", "days", "again"),
    [(24, 1, 48), (47.9, 1, 48), (48, 1, 72), (24 * 9.5, 1, 24 * 10), (30, 2, 72), (24 * 9.5, 3, 24 * 10)],
)
def test_what_failed_is_tried_again_whole_days_after_it_was_due_and_later_than_it_failed(failed, days, again):
    row = due.parked(duty(asked()), at(failed), Failures(tried_again_after_days=days))

    assert row.parked_until == at(again)


def test_what_failed_is_tried_again_at_the_same_hour_in_london_when_the_clocks_change():
    autumn = datetime(2026, 10, 24, 8, tzinfo=UTC)
    row = msgspec.structs.replace(duty(asked()), next_at=autumn)

    again = due.parked(row, autumn, Failures(tried_again_after_days=1))

    assert again.parked_until == datetime(2026, 10, 25, 9, tzinfo=UTC)


def parked(core: Core, hours: float = DAY) -> None:
    row = due.parked(duty(core), at(hours), Failures(tried_again_after_days=1))
    core.table.restore(f"{FORCE}|obligation|{row.obligation_id}".encode(), row_codec.encode(row))


def test_a_duty_whose_rule_failed_is_due_again_the_next_local_day_and_tells_all_that_was_missed():
    core = asked()
    parked(core, DAY + 5)

    assert core.tick(at(DAY * 2 - 1)) == []
    [told] = core.tick(at(DAY * 2))
    assert told.data["stands_for"] == [1, 2]
    assert duty(core).parked_until is None


def test_it_is_reminded_again_once_it_ended_and_was_opened_again():
    core = Core()
    core.tell(opened_in_sentinel("SEN-1", 0))
    parked(core)

    core.tell(closed("SEN-1", DAY), closed("SEN-1", DAY * 3, revision=2, is_closed=False))
    told = [event.data for event in core.tick(at(DAY * 4)) if event.type == "ReminderFellDue"]

    # Two days passed while it was over: the rung of the second day is told no more.
    assert [each["stands_for"] for each in told] == [[2]]


def test_a_duty_that_is_over_does_not_end_twice():
    core = asked()
    over = msgspec.structs.replace(duty(core), status=ObligationStatus.DECLINED)
    ledger = core.domain.looking(FORCE, at(1), core.table)

    obligation.done(ledger, over)
    obligation.withdraw(ledger, over, WithdrawalReason.DECIDED)

    assert ledger.close() == []
