"""`asb directory`: who is sergeant and inspector of each beat, and who stands in for what is on none."""

import json
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any, Final

import click
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from schemas.incoming import DirectoryUpdated
from schemas.rows import DirectoryRow, PostsKept
from streams.cli.directory_file import Entry, entries_of
from streams.cli.errors import UserError
from streams.cli.exit_codes import ExitCode
from streams.cli.instruction import (
    Day,
    drawn_up,
    force_option,
    instructed,
    officer_option,
    report,
    today,
    write,
)
from streams.cli.options import Installation, as_json, installation_options
from streams.cli.standing_rows import ledgers
from streams.rules.directory import BEATS
from streams.rules.ledger import Ledger

_FALLBACK: Final = "fallback"
_NO_FALLBACK: Final = (
    "Nobody is named as fallback: what is on a beat that is not listed, or on none, reaches nobody. "
    "Name one with: asb directory set --fallback"
)


@click.group()
def command() -> None:
    """Say who holds each beat's posts, and look at it. High risk and reminders go to whom it names."""


@command.command("set")
@click.argument("beat", required=False)
@click.option("--fallback", is_flag=True, help="Instead of BEAT: who stands in where nobody else is named.")
@force_option
@officer_option
@click.option("--sergeant", required=True, metavar="ID", help="The beat's sergeant.")
@click.option("--inspector", required=True, metavar="ID", help="The neighbourhood inspector.")
@click.option("--chief-inspector", metavar="ID", help="Whom the longest ladders come to.")
@click.option("--district", metavar="CODE", help="The district that the beat is in.")
@click.option(
    "--from",
    "effective_from",
    type=Day(),
    metavar="DATE",
    help="The first day in London that it counts for; else today.",
)
@as_json
@installation_options
def set_posts(
    *,
    here: Installation,
    beat: str | None,
    fallback: bool,
    force: str,
    officer: str,
    effective_from: date | None,
    as_json: bool,
    **posts: str | None,
) -> None:
    """Name the sergeant and the inspector of BEAT from a day on, until the next day that somebody is named from.

    Set again for the same day, the last word stands. What has been told stays told; a case that waits for somebody
    to be named is told at once. The exit status is 0 once the instruction is written; the worker then follows it.
    """
    beat = (beat or "").strip() or None
    if (beat is None) is not fallback:
        msg = "name a BEAT, or --fallback, and only one of them"
        raise UserError(msg, ExitCode.USAGE)
    told = instructed(
        here,
        force,
        DirectoryUpdated,
        beat or _FALLBACK,
        officer,
        beat=beat,
        effective_from=effective_from or today(),
        **posts,
    )
    sentence = (
        f"From {told.effective_from} {told.sergeant} and {told.inspector} are the {_name(beat)} of {force}."
    )
    report(force, told, sentence, as_json=as_json, beat=beat, effective_from=told.effective_from.isoformat())


@command.command("import")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@force_option
@officer_option
@as_json
@installation_options
def import_file(here: Installation, file: Path, force: str, officer: str, as_json: bool) -> None:
    """Name whoever FILE names: a YAML list with `beat` (or `fallback: true`), `sergeant` and `inspector` each.

    `chief_inspector`, `district` and `from` (else today) may be there. The whole file is checked before anything of
    it is written; brought in again it changes nothing. Its form is told in docs/high-risk.md.
    """
    told = [_of_entry(here, force, officer, entry) for entry in entries_of(file)]
    write(here, force, told)
    beats = sum(one.beat is not None for one in told)
    if as_json:
        click.echo(json.dumps({"force": force, "file": str(file), "entries": len(told), "beats": beats}))
    else:
        click.echo(f"{len(told)} entries of {file} are written for {force}.")


def _of_entry(here: Installation, force: str, officer: str, entry: Entry) -> DirectoryUpdated:
    posts = entry.model_dump(exclude={"beat", "fallback", "effective_from"})
    effective_from = entry.effective_from or today()
    subject = f"{entry.beat or _FALLBACK}/{effective_from}"
    return drawn_up(
        here,
        force,
        DirectoryUpdated,
        subject,
        officer,
        beat=entry.beat or None,
        effective_from=effective_from,
        **posts,
    )


@command.command("show")
@click.option("--force", metavar="CODE", help="ONS code: look at this force only.")
@click.option("--at", "day", type=Day(), metavar="DATE", help="A day in London; else today.")
@as_json
@installation_options
def show(here: Installation, force: str | None, day: date | None, as_json: bool) -> None:
    """Show who holds each beat's posts on a day, and whoever is named for later.

    It is read from what the worker has committed. The exit status is 0 also when nobody is named.
    """
    chosen = day or today()
    found = {ledger.force: list(named(ledger, chosen)) for ledger in ledgers(here, force)}
    if as_json:
        click.echo(json.dumps({"installation": here.name, "at": chosen.isoformat(), "forces": found}))
    else:
        _print(found, chosen)


def named(ledger: Ledger, day: date) -> Iterator[dict[str, Any]]:
    """Whoever is named of each beat on a day or later, by beat and date; the fallback, which has no beat, first."""
    for row in ledger.members(BEATS, DirectoryRow):
        now = max((one.effective_from for one in row.posts if one.effective_from <= day), default=None)
        for posts in row.posts:
            if posts.effective_from > day or posts.effective_from == now:
                yield _as_data(row.beat, posts, counts=posts.effective_from == now)


def _as_data(beat: str, posts: PostsKept, *, counts: bool) -> dict[str, Any]:
    return {
        "beat": beat or None,
        "district": posts.district,
        "from": posts.effective_from.isoformat(),
        "in_effect": counts,
        "sergeant": posts.sergeant,
        "inspector": posts.inspector,
        "chief_inspector": posts.chief_inspector,
    }


def _print(found: dict[str, list[dict[str, Any]]], day: date) -> None:
    console = Console(highlight=False)
    for force, entries in found.items():
        console.print(f"{force}: who is named on {day} and later")
        if entries:
            console.print(_table(entries))
        if not any(entry["beat"] is None and entry["in_effect"] for entry in entries):
            console.print(_NO_FALLBACK)


def _table(entries: Iterable[dict[str, Any]]) -> Table:
    columns = ("beat", "district", "from", "sergeant", "inspector", "chief_inspector")
    table = Table(*(column.replace("_", " ") for column in columns), box=SIMPLE_HEAD)
    for entry in entries:
        cells = {**entry, "beat": entry["beat"] or _FALLBACK}
        style = None if entry["in_effect"] else "dim"
        table.add_row(*(escape(cells[column] or "–") for column in columns), style=style)
    return table


def _name(beat: str | None) -> str:
    return "fallback" if beat is None else f"sergeant and the inspector of beat {beat}"
