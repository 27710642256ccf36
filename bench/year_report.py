"""A simulated year as a page: small tables and a plot beside what the practice published."""

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import Final

from bench.markdown import table
from bench.year_figures import Figures, Never, Week
from bench.year_plot import Line, Panel, drawn
from bench.year_risk_tables import TABLES
from bench.year_run import CALIBRATED, Script
from connectors.city.casework.behaviour import Behaviour
from schemas.words import ObligationKind
from streams import __version__
from streams.rules.in_force import RULES_VERSION

# Domain 0.11: 2017; 1 March to 22 June 2018; on average after the changes.
PRACTICE_CASES, PRACTICE_NEVER, PRACTICE_SPRING, PRACTICE_AVERAGE = 4_382, 358, 180, 12.4
RUNGS: Final = 5
BEFORE, AFTER, PRACTICE = "#b2182b", "#2166ac", "#777"

Both = Mapping[Behaviour, Figures]

_PAGE: Final = Path(__file__).with_name("year_page.md")


def page(script: Script, both: Both) -> str:
    """The whole of docs/simulated-year.md."""
    before, after = both[Behaviour.BEFORE], both[Behaviour.AFTER]
    return _PAGE.read_text(encoding="utf-8").format(
        seed=script.seed,
        first=script.start.isoformat(),
        days=script.days,
        version=__version__,
        rules=RULES_VERSION,
        practice=_beside_the_practice(before, after),
        periods=_by_month(before, after),
        reminders=_reminders(after),
        cases=after.never().of,
        rate=CALIBRATED,
        **{name: told(after.risk) for name, told in TABLES.items()},
    )


def plot(both: Both) -> str:
    """The whole of docs/simulated-year.svg."""
    before, after = both[Behaviour.BEFORE].weeks(), both[Behaviour.AFTER].weeks()
    practice = Line(
        "the practice after its changes: 12.4", PRACTICE, [PRACTICE_AVERAGE] * len(after), dashed=True
    )
    return drawn(
        (
            Panel(
                "Cases with an overdue assessment, at each weekly check",
                (*_two(before, after, "overdue"), practice),
            ),
            Panel("Questions unknown or blank, at each weekly check", _two(before, after, "unanswered")),
            Panel("Reminders sent in the week", _two(before, after, "reminders")),
        ),
        _ticks([week.at.date() for week in after]),
    )


def _beside_the_practice(before: Figures, after: Figures) -> str:
    whole, changed = before.whole(), after.whole()
    rows = [
        (
            "cases of the year that nobody had assessed",
            f"{PRACTICE_NEVER} of {PRACTICE_CASES:,}",
            _never(before.never()),
            _never(after.never()),
        ),
        (
            "of the cases from 1 March to 22 June, unassessed then",
            str(PRACTICE_SPRING),
            _never(before.never_in_spring()),
            _never(after.never_in_spring()),
        ),
        (
            "cases overdue for assessment, on average",
            f"{PRACTICE_AVERAGE} (after)",
            f"{whole.overdue:.1f}",
            f"{changed.overdue:.1f}",
        ),
        (
            "cases waiting for assessment, on average",
            "",
            f"{whole.unassessed:.1f}",
            f"{changed.unassessed:.1f}",
        ),
        (
            "questions unknown or blank, on average",
            "",
            f"{whole.unanswered:.1f}",
            f"{changed.unanswered:.1f}",
        ),
    ]
    return table(("", "the practice", "before: reminders ignored", "after: reminders heeded"), rows)


def _never(never: Never | None) -> str:
    return f"{never.cases:,} of {never.of:,}" if never else ""


def _by_month(before: Figures, after: Figures) -> str:
    head = (
        "",
        "cases",
        "overdue before",
        "overdue after",
        "unanswered before",
        "unanswered after",
        "reminders before",
        "reminders after",
    )
    rows = [
        (
            f"{one.first:%B}",
            f"{one.cases:,}",
            f"{one.outstanding.overdue:.1f}",
            f"{two.outstanding.overdue:.1f}",
            f"{one.outstanding.unanswered:.1f}",
            f"{two.outstanding.unanswered:.1f}",
            f"{one.reminders:,}",
            f"{two.reminders:,}",
        )
        for one, two in zip(before.months(), after.months(), strict=True)
    ]
    return table(head, rows)


def _reminders(after: Figures) -> str:
    sent = after.reminders()
    head = ("duty", *(f"rung {rung}" for rung in range(1, RUNGS)), f"rung {RUNGS} and later", "all")
    rows = []
    for kind in ObligationKind:
        by_rung = {rung: count for (one, rung), count in sent.items() if one is kind}
        counts = [by_rung.get(rung, 0) for rung in range(1, RUNGS)]
        later = sum(count for rung, count in by_rung.items() if rung >= RUNGS)
        rows.append(
            (kind.replace("-", " "), *(f"{count:,}" for count in (*counts, later, sum(by_rung.values()))))
        )
    return table(head, rows)


def _two(before: Sequence[Week], after: Sequence[Week], what: str) -> tuple[Line, Line]:
    return (
        Line("before: reminders ignored", BEFORE, [getattr(week, what) for week in before]),
        Line("after: reminders heeded", AFTER, [getattr(week, what) for week in after]),
    )


def _ticks(days: Sequence[date]) -> list[tuple[int, str]]:
    """The first week of each month."""
    months = groupby(enumerate(days), key=lambda one: one[1].month)
    return [(next(weeks)[0], date(2000, month, 1).strftime("%b")) for month, weeks in months]
