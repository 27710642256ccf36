"""How the compliance check is shown: as tables, as JSON, as CSV."""

import csv
import json
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from itertools import groupby
from typing import Any, Final, NamedTuple

import click
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from schemas.envelope import timestamp
from schemas.outgoing import ComplianceGap, FeedHeard, Outstanding
from schemas.words import GapKind
from streams.explain.risk import of_about
from streams.london import shown, shown_day
from streams.rules.compliance import Looked

COLUMNS: Final = (
    "force",
    "beat",
    "lead_officer",
    "gap",
    "case_id",
    "reference",
    "incident_id",
    "subject_kind",
    "subject",
    "person_ref",
    "question",
    "post",
    "partner",
    "step_id",
    "correction_id",
    "since",
    "age_days",
    "before_go_live",
)
_NOBODY: Final = "nobody"
_BEFORE_GO_LIVE: Final = "* due before reminders went live: listed, never mailed"


class Force(NamedTuple):
    """The check of one force; `compare_with` is what policy shows beside the force's own averages, `feeds` how old
    what is known is."""

    force: str
    outstanding: tuple[Outstanding, ...]
    compare_with: Mapping[GapKind, float]
    beats: Sequence[Looked]
    feeds: Sequence[FeedHeard] = ()


def as_json(installation: str, as_at: datetime, forces: Iterable[Force]) -> None:
    found = {
        "installation": installation,
        "as_at": timestamp(as_at),
        "forces": [
            {
                "force": each.force,
                "outstanding": [kind.model_dump(mode="json") for kind in each.outstanding],
                "compare_with": {kind.value: number for kind, number in each.compare_with.items()},
                "feeds": [feed.model_dump(mode="json") for feed in each.feeds],
                "beats": [_beat_json(beat) for beat in each.beats],
            }
            for each in forces
        ],
    }
    click.echo(json.dumps(found, ensure_ascii=False))


def as_csv(installation: str, as_at: datetime, forces: Iterable[Force]) -> None:
    del installation, as_at
    writer = csv.DictWriter(sys.stdout, COLUMNS, lineterminator="\n")
    writer.writeheader()
    for force in forces:
        for beat in force.beats:
            writer.writerows(_cells(force.force, beat.beat, gap) for gap in beat.gaps)


def as_tables(installation: str, as_at: datetime, forces: Iterable[Force]) -> None:
    del installation
    console = Console()
    for force in forces:
        console.print(f"\nForce {force.force}, {shown(as_at)}", style="bold", highlight=False)
        for feed in force.feeds:
            what = "blind since" if feed.silent else "heard"
            console.print(f"{feed.source}: {what} {shown(feed.heard_at)}", highlight=False)
        if not force.beats:
            console.print("Nothing is missing.")
        for beat in force.beats:
            console.print(_gaps_table(beat))
        if any(gap.before_go_live for beat in force.beats for gap in beat.gaps):
            console.print(_BEFORE_GO_LIVE)
        console.print(_numbers_table(force))


FORMATS: Final[dict[str, Callable[[str, datetime, Iterable[Force]], None]]] = {
    "table": as_tables,
    "json": as_json,
    "csv": as_csv,
}


def _beat_json(looked: Looked) -> dict[str, Any]:
    return {
        "beat": looked.beat or None,
        "outstanding": [kind.model_dump(mode="json") for kind in looked.outstanding],
        "gaps": [gap.model_dump(mode="json") for gap in looked.gaps],
    }


def _cells(force: str, beat: str, gap: ComplianceGap) -> dict[str, Any]:
    told = gap.model_dump(mode="json")
    about = told.pop("about") or {}
    subject = about.get("subject") or {}
    cells = {**told, **about, "force": force, "beat": beat}
    cells |= {"subject_kind": subject.get("kind"), "subject": subject.get("ref")}
    cells["before_go_live"] = "yes" if gap.before_go_live else "no"
    return {column: cells.get(column) for column in COLUMNS}


def _gaps_table(looked: Looked) -> Table:
    title = f"Beat {escape(looked.beat)}" if looked.beat else "No beat"
    table = Table(title=title, title_justify="left", box=SIMPLE_HEAD)
    for name in ("lead officer", "gap", "case or incident", "about", "since"):
        table.add_column(name, overflow="fold", no_wrap=name == "gap")
    table.add_column("days", justify="right", no_wrap=True)
    for officer, gaps in groupby(looked.gaps, key=lambda gap: gap.lead_officer):
        for number, gap in enumerate(gaps):
            table.add_row(
                escape(officer or _NOBODY) if number == 0 else "",
                gap.gap,
                gap.reference or gap.case_id or gap.incident_id or "",
                escape(of_about(gap.about)),
                shown_day(gap.since),
                f"{gap.age_days}{'*' if gap.before_go_live else ''}",
            )
        table.add_section()
    return table


def _numbers_table(force: Force) -> Table:
    table = Table(title="Outstanding", title_justify="left", box=SIMPLE_HEAD)
    table.add_column("gap", no_wrap=True)
    for name in ("now", "this week", "running average", "trend", "to compare"):
        table.add_column(name, justify="right")
    for kind in force.outstanding:
        beside = force.compare_with.get(kind.gap)
        if beside is not None or kind.now or kind.running_average:
            table.add_row(
                kind.gap,
                str(kind.now),
                f"{kind.week_average:.1f}",
                f"{kind.running_average:.1f}",
                "–" if kind.trend is None else f"{kind.trend:+.1f}",
                "" if beside is None else f"{beside:.1f}",
            )
    # Cases are counted beside the gaps: they are among those of `no-assessment` already.
    gaps = [kind for kind in force.outstanding if kind.gap is not GapKind.CASE_NOT_ASSESSED]
    now = sum(kind.now for kind in gaps)
    running = sum(kind.running_average for kind in gaps)
    table.add_section()
    table.add_row("all gaps", str(now), "", f"{running:.1f}", "", "")
    return table
