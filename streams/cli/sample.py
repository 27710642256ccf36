"""`asb sample`: the Force Incident Registrar's dip sample (X11)."""

import json
import secrets
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import click
from rich.console import Console

from schemas.incoming import TagOverridden
from schemas.rows import IncidentRow
from schemas.words import Recorded
from streams.cli import sample_output as output
from streams.cli.consulted import Look, by_option, record, require_looker
from streams.cli.errors import UserError
from streams.cli.exit_codes import ExitCode
from streams.cli.instruction import LondonTime, drawn_up, write
from streams.cli.options import Installation, as_json, installation_options
from streams.cli.standing_rows import looking_domain
from streams.explain.standing import tables
from streams.sample import sheet
from streams.sample.agreement import agreement
from streams.sample.drawing import draw as drawn
from streams.sample.population import Weigher, row_of, sampled
from streams.sample.sheet import BadSheet, Reviewed

_SEEDS: Final = 1_000_000
_WRITTEN: Final = {"csv": sheet.as_csv, "json": sheet.as_json}


@click.group()
def command() -> None:
    """Have a registrar check some of the tags: draw a sample, and see how often they agree."""


@command.command()
@click.option("--size", type=click.IntRange(1, 10_000), required=True, help="How many incidents.")
@click.option("--force", metavar="CODE", help="ONS code of the force; needed where the registry has several.")
@click.option(
    "--seed", type=click.IntRange(0), help="The same seed draws the same again; else one is chosen."
)
@click.option("--since", type=LondonTime(), metavar="TIME", help="Reported from then on.")
@click.option("--until", type=LondonTime(), metavar="TIME", help="Reported before then.")
@click.option(
    "--weighted/--random",
    default=False,
    help="By risk, as the policy weighs it, or each alike; random by default.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(sorted(_WRITTEN)),
    default="csv",
    show_default=True,
    help="For a spreadsheet, or for a script.",
)
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Write there, never over a file that exists; else it is printed.",
)
@by_option
@installation_options
def draw(
    *,
    here: Installation,
    size: int,
    force: str | None,
    seed: int | None,
    since: datetime | None,
    until: datetime | None,
    weighted: bool,
    form: str,
    out: Path | None,
    by: str | None,
) -> None:
    """Draw a sheet of incidents that count as ASB, one row each, with empty columns for the registrar.

    A row holds codes, our tag and decision, and references; no name and no text of a log. Its probability says how
    likely the incident was to be taken, so that a weighted sample tells of all. Of fewer incidents than asked for,
    all are taken. What the registrar fills in is told in docs/registrar.md. Who drew it is recorded in the force's
    audit.
    """
    looker = require_looker(by)
    chosen = _force(here, force)
    if out is not None and out.exists():
        raise UserError(f"{out} exists already: name another file", ExitCode.USAGE)
    seed = secrets.randbelow(_SEEDS) if seed is None else seed
    with Console(stderr=True).status("reading what is known"):
        rows = _drawn(here, chosen, size, seed, since, until, weighted)
    if not rows:
        msg = f"{chosen} has no incident that counts as ASB in that time: nothing can be drawn"
        raise UserError(msg)
    record(here, chosen, looker, "asb sample draw", [Look(Recorded.FORCE, chosen, len(rows))])
    written = _WRITTEN[form](rows)
    if out is None:
        click.echo(written, nl=False)
    else:
        out.write_text(written, "utf-8")
    click.echo(f"{len(rows)} incidents of {chosen} are drawn with seed {seed}.", err=True)


@command.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option(
    "--publish", is_flag=True, help="Send the registrar's tag for each row on which they do not agree."
)
@click.option("--dry-run", is_flag=True, help="With --publish: show what would be sent, and send nothing.")
@click.option("--officer", metavar="ID", help="With --publish: the registrar; it is published and kept.")
@as_json
@installation_options
def agree(
    *, here: Installation, file: Path, publish: bool, dry_run: bool, officer: str | None, as_json: bool
) -> None:
    """Say how often the registrar agrees by FILE, a sheet that was drawn and filled in.

    With a 95 % interval, overall and by class and basis; of a weighted sample the estimate is of all incidents that
    it was drawn from. The exit status is 0 whatever the rate is.
    """
    if publish and not (officer or "").strip():
        raise UserError("--publish needs --officer: who the registrar is", ExitCode.USAGE)
    if dry_run and not publish:
        raise UserError("--dry-run goes with --publish", ExitCode.USAGE)
    rows = _read(file)
    try:
        found = agreement(rows)
    except ValueError as error:
        raise UserError(f"{file}: {error}", ExitCode.USAGE) from error
    is_weighted = any(row.is_weighted for row in rows)
    overrides = list(_overrides(here, rows, officer or "")) if publish else []
    if publish and not dry_run and overrides:
        write(here, rows[0].force, overrides)
    if as_json:
        click.echo(json.dumps(output.as_json(found, is_weighted, overrides, sent=publish and not dry_run)))
    else:
        for line in output.in_words(found, is_weighted, overrides, dry_run=dry_run):
            click.echo(line)


def _drawn(
    here: Installation,
    force: str,
    size: int,
    seed: int,
    since: datetime | None,
    until: datetime | None,
    weighted: bool,
) -> list[dict[str, Any]]:
    broker, domain = here.broker(), looking_domain(here)
    [(_, table)] = tables(broker, here.name, domain, (force,))
    weigher = Weigher(domain.looking(force, datetime.now(UTC), table))
    known = (domain.decode_row(key, data) for key, data in table.rows())
    found = {
        row.incident_id: row
        for row in sampled((row for row in known if isinstance(row, IncidentRow)), since, until)
    }
    weights = {ident: weigher.weight(row) if weighted else 1 for ident, row in found.items()}
    kind = "weighted" if weighted else "random"
    return [
        {
            **dict.fromkeys(sheet.REGISTRAR, ""),
            **row_of(found[ident]),
            "force": force,
            "sample": kind,
            "seed": seed,
            "weight": weights[ident],
            "probability": probability,
        }
        for ident, probability in drawn(weights, size, seed).items()
    ]


def _read(file: Path) -> list[Reviewed]:
    try:
        return sheet.read(file.read_text("utf-8"))
    except OSError as error:
        raise UserError(f"cannot read {file}: {error.strerror}", ExitCode.USAGE) from error
    except UnicodeDecodeError as error:
        raise UserError(f"{file}: not UTF-8 text", ExitCode.USAGE) from error
    except BadSheet as error:
        raise UserError(f"{file}: {error}", ExitCode.USAGE) from error


def _overrides(here: Installation, rows: Sequence[Reviewed], officer: str) -> Iterator[TagOverridden]:
    for row in rows:
        if row.override is not None:
            yield drawn_up(
                here,
                row.force,
                TagOverridden,
                row.incident_id,
                officer,
                incident_id=row.incident_id,
                **row.override._asdict(),
            )


def _force(here: Installation, force: str | None) -> str:
    found = here.forces(force)
    if len(found) > 1:
        raise UserError(f"say of which force with --force: {', '.join(found)}", ExitCode.USAGE)
    return found[0]
