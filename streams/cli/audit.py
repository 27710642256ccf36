"""`asb audit`: what was done with personal data, and whether its record is as it was written (X7)."""

import json
import sys
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import click
from rich.console import Console
from rich.table import Table

from connectors.reader import Reader
from schemas.topics import AUDIT
from schemas.words import AuditVerb
from streams.audit.reading import entries, heads, verified
from streams.audit.verify import Place
from streams.cli import audit_output as output
from streams.cli.errors import UserError
from streams.cli.exit_codes import ExitCode
from streams.cli.instruction import LondonTime
from streams.cli.kept_days import kept_days, retention
from streams.cli.options import Installation, as_json, installation_options
from streams.cli.standing_rows import one_force
from streams.topic_retention import days_of

TABLE_WIDTH: Final = 150
_HASH_LENGTH: Final = 64


@click.group()
def command() -> None:
    """Every operation on personal data is recorded: ids only, and people by keyed hash.

    The records of a force are a chain: each holds the hash of the one before it. They may be used to check that
    processing is lawful, for discipline, integrity and security, and in criminal proceedings (DPA 2018 s.62(4)).
    """


class _Known(click.ParamType):
    """A record's number and hash, as `asb audit head` prints them."""

    name = "number:hash"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Place:
        """The place; a usage error for what is none."""
        number, _, digest = str(value).partition(":")
        if not number.isdecimal() or len(digest) != _HASH_LENGTH:
            self.fail(f"{value!r} is no NUMBER:HASH as asb audit head prints it", param, ctx)
        return Place(int(number), digest)


@command.command("list")
@one_force
@click.option("--verb", type=click.Choice([each.value for each in AuditVerb]), help="This operation only.")
@click.option(
    "--record", "records", multiple=True, metavar="ID", help="About this incident, case ...; repeatable."
)
@click.option("--by", metavar="WHO", help="By this officer or system.")
@click.option("--since", type=LondonTime(), metavar="TIME", help="Recorded at this time or later.")
@click.option("--until", type=LondonTime(), metavar="TIME", help="Recorded before this time.")
@as_json
@installation_options
def list_(
    *,
    here: Installation,
    force: str | None,
    verb: str | None,
    records: tuple[str, ...],
    by: str | None,
    since: datetime | None,
    until: datetime | None,
    as_json: bool,
) -> None:
    """List what was done, oldest first: when, by whom, because of what, on which record, told to whom.

    A case has two names, ours and Sentinel's: give --record with each. With --json a line per record.
    """
    forces, registry, shown_rows = here.forces(force), here.registry(), 0
    table = Table("force", "number", "at", "by", "because", "verb", "record", "told to")
    with Reader(here.broker(), here.name, (AUDIT,)) as reader:
        for entry in entries(reader, registry, forces):
            if (
                (since and entry.at < since)
                or (until and entry.at >= until)
                or by not in (None, entry.data.get("by"))
            ):
                continue
            found = list(output.operations(entry, verb, frozenset(records)))
            if not found:
                continue
            shown_rows += len(found)
            if as_json:
                click.echo(json.dumps({**output.described(entry), "operations": found}))
            else:
                output.add_rows(table, entry, found)
    if not as_json:
        Console(width=TABLE_WIDTH).print(table)
        click.echo(f"{shown_rows} operations.")


@command.command()
@one_force
@click.option(
    "--known", type=_Known(), multiple=True, help="NUMBER:HASH of a head that was kept elsewhere; repeatable."
)
@retention
@as_json
@installation_options
def verify(
    *,
    here: Installation,
    force: str | None,
    known: tuple[Place, ...],
    retention_file: Path | None,
    as_json: bool,
) -> None:
    """Check that the audit is as it was written: nothing removed, changed, reordered, inserted, cut off or doubled.

    Every record is held against the one before it, the chain against its head and daily checkpoints, and with
    --known against a head that was kept where nobody of this system can write. The workers may go on meanwhile.
    The exit status is 7 when something is wrong.
    """
    forces, registry = here.forces(force), here.registry()
    if known and len(forces) > 1:
        raise UserError(
            f"--known is of one force: say which with --force: {', '.join(forces)}", ExitCode.USAGE
        )
    days = days_of(AUDIT, kept_days(retention_file))
    with Console(stderr=True).status("reading the audit"):
        found = verified(here.broker(), here.name, registry, forces, known, days)
    if as_json:
        click.echo(json.dumps([output.checked(each) for each in found]))
    else:
        for line in output.told(found, known):
            click.echo(line)
    if any(each.verdict.findings for each in found):
        sys.exit(ExitCode.NOT_AS_WRITTEN)


@command.command()
@one_force
@as_json
@installation_options
def head(*, here: Installation, force: str | None, as_json: bool) -> None:
    """Print how far each chain goes, as NUMBER:HASH: keep it elsewhere, and hand it to verify as --known."""
    forces, registry = here.forces(force), here.registry()
    with Console(stderr=True).status("reading where the audit stands"):
        kept = heads(here.broker(), here.name, registry)
    found = {each: kept.head(each) for each in forces}
    if as_json:
        click.echo(json.dumps([{"force": f, "number": h.number, "hash": h.hash} for f, h in found.items()]))
        return
    for each, row in found.items():
        click.echo(f"{each} {row.number}:{row.hash}" if row.number else f"{each} nothing is recorded yet")
