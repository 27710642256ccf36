"""X10: a simulated year repeats itself from its seed, breaks none of its own rules, and says what it is made of."""

import os
import re
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256

import pytest

from bench.invariants import Broken, Published
from bench.year import PAGE, require_sound
from bench.year_counts import Counts
from bench.year_figures import Figures
from bench.year_plot import Line, Panel, drawn
from bench.year_report import page, plot
from bench.year_run import Lived, Script, live
from connectors.city.casework.behaviour import Behaviour
from schemas.outgoing import (
    Addressee,
    ObligationDone,
    ObligationOpened,
    Outgoing,
    PolicyVersion,
    ReminderFellDue,
)
from schemas.words import ObligationKind, Post

SCRIPT = Script(seed=3, start=date(2025, 3, 3), days=14, run_in=timedelta())
DIGEST = """
from datetime import date, timedelta
from hashlib import sha256
from bench.year_figures import Figures
from bench.year_report import page, plot
from bench.year_run import Script, live
from connectors.city.casework.behaviour import Behaviour
script = Script(seed=3, start=date(2025, 3, 3), days=14, run_in=timedelta())
lived = live(script, Behaviour.AFTER)
figures = Figures(script, lived.counts, lived.risk)
both = dict.fromkeys(Behaviour, figures)
print(sha256((page(script, both) + plot(both)).encode()).hexdigest())
"""
AT = datetime(2025, 3, 3, 9, tzinfo=UTC)
POLICY = PolicyVersion(name="built-in", version="1", sha256="0" * 64, rules_version="1")


@pytest.fixture(scope="module")
def fortnight() -> dict[Behaviour, Lived]:
    return {behaviour: live(SCRIPT, behaviour) for behaviour in Behaviour}


@pytest.fixture(scope="module")
def figures(fortnight) -> dict[Behaviour, Figures]:
    return {behaviour: Figures(SCRIPT, lived.counts, lived.risk) for behaviour, lived in fortnight.items()}


def test_the_same_seed_writes_the_same_bytes_in_another_process_time_zone_and_hash_seed(figures):
    both = dict.fromkeys(Behaviour, figures[Behaviour.AFTER])
    here = sha256((page(SCRIPT, both) + plot(both)).encode()).hexdigest()

    there = subprocess.run(
        [sys.executable, "-c", DIGEST],
        env={**os.environ, "PYTHONHASHSEED": "7", "TZ": "Asia/Tokyo"},
        capture_output=True,
        check=True,
        timeout=240,
        text=True,
    ).stdout.strip()

    assert here == there


def test_nothing_is_rejected_and_every_overdue_duty_is_in_the_weekly_report(fortnight):
    for lived in fortnight.values():
        require_sound(lived)


def test_the_same_cases_come_whether_or_not_reminders_are_heeded(figures):
    before, after = (figures[behaviour].never().of for behaviour in Behaviour)

    assert before > 50
    assert abs(before - after) < 0.05 * before


def test_heeded_reminders_leave_less_overdue(figures):
    before, after = (figures[behaviour].whole() for behaviour in Behaviour)

    assert 0 < after.overdue < before.overdue
    assert 0 < after.unassessed < before.unassessed


def test_the_plot_is_well_formed_and_has_every_line():
    panels = (Panel("Cases", (Line("before", "red", (1, 7, 3)), Line("after", "blue", (0, 2, 1)))),)

    picture = drawn(panels, ((0, "Jan"),))

    assert picture.startswith("<svg ")
    assert picture.rstrip().endswith("</svg>")
    assert picture.count("<polyline") == 2
    # The highest value is below the top line of the panel.
    assert ">8</text>" in picture


def test_the_committed_table_says_which_seed_and_program_made_it():
    said = PAGE.read_text("utf-8")

    assert re.search(r"seed 1, 2025-01-01 and 365 days on, program \d+\.\d+\.\d+, rules \d+", said)


def told(*events: Outgoing, at: datetime, now: datetime) -> Counts:
    counts = Counts()
    for event in events:
        data = event.model_dump(mode="json")
        counts.published([Published(type(event).__name__, "asb.cases.v1", "C1", "1", at, data)], now)
    return counts


def named() -> dict:
    return {
        "obligation_id": "D1",
        "kind": ObligationKind.ACTION_PLAN,
        "case_id": "C1",
        "incident_id": None,
    }


OPENED = ObligationOpened(**named(), about=None, opened_at=AT, due_at=AT, decided_by=POLICY)
DONE = ObligationDone(**named())
REMINDER = ReminderFellDue(
    **named(), about=None, rung=2, stands_for=(1, 2), level=Post.SERGEANT,
    addressees=(Addressee(post=Post.FALLBACK, officer=None),), lead_officer=None, beat=None, due_at=AT,
)  # fmt: skip


@pytest.mark.parametrize(
    ("events", "now", "broken"),
    [
        ((OPENED, REMINDER, REMINDER), AT, "told twice"),
        ((OPENED, REMINDER), AT - timedelta(seconds=1), "early"),
        ((OPENED, DONE, REMINDER), AT, "over"),
        ((DONE,), AT, "not open"),
    ],
)
def test_the_counting_sees_what_must_never_happen(events, now, broken):
    with pytest.raises(Broken, match=broken):
        told(*events, at=now, now=now)


def test_a_reminder_on_the_day_it_is_due_is_counted_once():
    counts = told(OPENED, REMINDER, at=AT, now=AT)

    assert [(one.kind, one.rung) for one in counts.reminders] == [(ObligationKind.ACTION_PLAN, 2)]
