"""`asb import`: bring in what another system exported."""

import json
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from connectors.publisher import Publisher
from connectors.storm.csv_import import read_incidents
from connectors.storm.mapping import BadMapping, Mapping, built_in, load
from connectors.storm.table_file import BadRow, UnreadableFile
from schemas.incoming import IncidentLogged
from streams.cli.errors import UserError
from streams.cli.exit_codes import ExitCode
from streams.cli.options import Installation, as_json, installation_options


@click.group()
def command() -> None:
    """Bring in what another system exported."""


@dataclass
class Tally:
    """What became of the rows."""

    good: int = 0
    bad: list[BadRow] = field(default_factory=list)

    @property
    def rows(self) -> int:
        return self.good + len(self.bad)


@command.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--mapping",
    required=True,
    metavar="NAME|FILE",
    help=f"Which column is which: a YAML file, or one that comes with the system ({', '.join(built_in())}).",
)
@click.option("--force", required=True, metavar="CODE", help="ONS code of the force, as the registry has it.")
@click.option(
    "--recorded-at",
    type=click.DateTime(["%Y-%m-%dT%H:%M:%S%z", "%Y-%m-%dT%H:%M:%S.%f%z"]),
    metavar="TIME",
    help="When the export was made, with its offset. Default: the end of the reported month, day or instant.",
)
@click.option("--limit", type=click.IntRange(1), help="Read that many rows only.")
@click.option("--dry-run", is_flag=True, help="Read and check everything, publish nothing. Needs no Kafka.")
@as_json
@installation_options
def incidents(
    *,
    here: Installation,
    file: Path,
    mapping: str,
    force: str,
    recorded_at: datetime | None,
    limit: int | None,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Publish the incidents of a CSV export, or of a tab-separated one, plain or gzipped.

    A row that cannot be brought in is told with its number, column and fault; the rest goes on, and the exit
    status is 1. The same file gives the same messages again: after a failure simply run it once more.
    """
    columns = _mapping(mapping)
    here.require_force(force)
    rows = read_incidents(file, columns, recorded_at, limit)
    try:
        tally = _check_only(rows, file) if dry_run else _publish(here, force, rows, file)
    except UnreadableFile as error:
        raise UserError(str(error)) from error
    _tell(file, force, columns, tally, dry_run=dry_run, as_json=as_json)
    if tally.bad:
        sys.exit(ExitCode.NOT_MET)


def _mapping(name: str) -> Mapping:
    try:
        return load(name)
    except BadMapping as error:
        raise UserError(str(error), ExitCode.USAGE) from error


def _check_only(rows: Iterable[IncidentLogged | BadRow], file: Path) -> Tally:
    tally = Tally()
    for _ in _good(rows, file, tally):
        tally.good += 1
    return tally


def _publish(here: Installation, force: str, rows: Iterable[IncidentLogged | BadRow], file: Path) -> Tally:
    tally = Tally()
    with Publisher(here.broker(), here.name, here.registry()) as publisher:
        for incident in _good(rows, file, tally):
            publisher.publish(force, incident)
            tally.good += 1
    return tally


def _good(rows: Iterable[IncidentLogged | BadRow], file: Path, tally: Tally) -> Iterator[IncidentLogged]:
    """The incidents, behind a progress bar; bad rows are told above it as they come."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(file.name, total=None)
        for row in rows:
            bar.advance(task)
            if isinstance(row, IncidentLogged):
                yield row
                continue
            tally.bad.append(row)
            bar.console.print(
                f"{file.name}: row {row.row}: {row.column} {row.problem}", markup=False, highlight=False
            )


def _tell(file: Path, force: str, mapping: Mapping, tally: Tally, *, dry_run: bool, as_json: bool) -> None:
    if as_json:
        answer: dict[str, Any] = {
            "file": file.name,
            "mapping": mapping.name,
            "force": force,
            "rows": tally.rows,
            "published": 0 if dry_run else tally.good,
            "good": tally.good,
            "bad": [row._asdict() for row in tally.bad],
            "dry_run": dry_run,
        }
        click.echo(json.dumps(answer))
        return
    done = "could be published" if dry_run else "published"
    click.echo(f"{tally.good} of {tally.rows} incidents of {file.name} {done}; bad rows: {len(tally.bad)}.")
