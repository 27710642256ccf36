"""`asb marker`: the history markers of STORM, and what their owners decide (R9)."""

import json
from typing import Any

import click
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from schemas.envelope import timestamp
from schemas.incoming import MarkerKept, MarkerTakenOff
from schemas.rows import MarkerRow
from streams.cli.instruction import drawn_up, force_option, officer_option, report
from streams.cli.options import Installation, as_json, installation_options
from streams.cli.standing_rows import ledgers, one_force
from streams.cli.step import reason_option
from streams.cli.word import give
from streams.london import shown_day
from streams.rules.markers import THERE


@click.group()
def command() -> None:
    """List the history markers of STORM, keep one, or take one off."""


@command.command()
@one_force
@as_json
@installation_options
def show(here: Installation, force: str | None, as_json: bool) -> None:
    """List every marker that is proposed or on: on whom or what, since when, and when it is reviewed and expires.

    References only, no names. A marker that waits is put on with `asb confirm MARKER`. The exit status is 0
    whether or not there is any.
    """
    found = [
        (ledger.force, row) for ledger in ledgers(here, force) for row in ledger.members(THERE, MarkerRow)
    ]
    if as_json:
        click.echo(json.dumps([json_of(code, row) for code, row in found], ensure_ascii=False))
    elif not found:
        click.echo("No marker is proposed or on.")
    else:
        Console().print(table_of(found))


@command.command()
@click.argument("marker")
@force_option
@officer_option
@reason_option
@as_json
@installation_options
def keep(here: Installation, marker: str, force: str, officer: str, reason: str, as_json: bool) -> None:
    """Keep MARKER: reviewed by its owner, it runs anew from now.

    Also the answer when it was proposed to take it off. MARKER is the id that `asb marker show` shows. The exit
    status is 0 once the instruction is written; the worker then follows it.
    """
    ident, why = marker.strip(), reason.strip()
    told = drawn_up(here, force, MarkerKept, ident, officer, marker_id=ident, reason=why)
    _give(here, force, told, "kept", as_json)


@command.command("take-off")
@click.argument("marker")
@force_option
@officer_option
@reason_option
@as_json
@installation_options
def take_off(here: Installation, marker: str, force: str, officer: str, reason: str, as_json: bool) -> None:
    """Take MARKER off, whether or not that was proposed.

    It is not proposed again for the high risk that is known now. MARKER is the id that `asb marker show` shows. The
    exit status is 0 once the instruction is written; the worker then follows it.
    """
    ident, why = marker.strip(), reason.strip()
    told = drawn_up(here, force, MarkerTakenOff, ident, officer, marker_id=ident, reason=why)
    _give(here, force, told, "taken off", as_json)


def _give(
    here: Installation, force: str, told: MarkerKept | MarkerTakenOff, done: str, as_json: bool
) -> None:
    ident = told.marker_id
    give(here, force, told, "marker", ident, lambda ledger: ledger.marker(ident) is not None)
    sentence = f"Marker {ident} of {force} is {done} by {told.officer}."
    report(force, told, sentence, as_json=as_json, marker_id=ident)


def json_of(force: str, row: MarkerRow) -> dict[str, Any]:
    times = {
        "since": row.since,
        "valid_from": row.valid_from,
        "review_by": row.review_by,
        "expires_at": row.expires_at,
    }
    return {
        "force": force,
        "marker_id": row.marker_id,
        "status": row.status,
        "marked": {"kind": row.kind, "ref": row.ref},
        "text": row.text,
        "response": row.response,
        "adverse": row.adverse,
        "subject": {"kind": row.subject_kind, "ref": row.subject_ref},
        "case_id": row.case_id,
        "reference": row.reference,
        **{name: timestamp(at) if at is not None else None for name, at in times.items()},
        "review_due": row.review_due,
        "withdrawal_proposed": row.withdrawal_proposed,
    }


def table_of(found: list[tuple[str, MarkerRow]]) -> Table:
    table = Table("force", "marker", "status", "on", "text", "review by", "expires", box=SIMPLE_HEAD)
    for force, row in found:
        table.add_row(
            force,
            row.marker_id,
            _status(row),
            escape(f"{row.kind} {row.ref}"),
            escape(row.text),
            shown_day(row.review_by) if row.review_by is not None else "",
            shown_day(row.expires_at) if row.expires_at is not None else "",
        )
    return table


def _status(row: MarkerRow) -> str:
    if row.withdrawal_proposed is not None:
        return f"{row.status}, to be taken off? ({row.withdrawal_proposed})"
    return f"{row.status}, review due" if row.review_due else str(row.status)
