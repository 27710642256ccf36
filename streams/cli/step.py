"""`asb steps`, `asb confirm`, `asb refuse`, `asb contest`: what waits for a named officer, and what they say."""

import json
from typing import Any

import click
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from schemas.envelope import timestamp
from schemas.incoming import ContestRaised, StepConfirmed, StepRefused
from schemas.rows import StepRow
from streams.cli.instruction import drawn_up, force_option, officer_option, report
from streams.cli.options import Installation, as_json, installation_options
from streams.cli.standing_rows import ledgers, one_force
from streams.cli.word import give
from streams.london import shown
from streams.rules.confirmation import WAITING

reason_option = click.option("--reason", required=True, metavar="TEXT", help="Why; it is published and kept.")

# References of a step's evidence that a row of the table has room for.
_SHOWN = 3


@click.command()
@one_force
@as_json
@installation_options
def steps(here: Installation, force: str | None, as_json: bool) -> None:
    """List every step that waits for a named officer: what it is, why, and since when it was asked.

    Markers of any kind wait, and whatever is against a person. References only, no names. Decide with
    `asb confirm STEP` or `asb refuse STEP --reason TEXT`. The evidence is what they are asked to decide on: how much
    of it and the first references, with --json all that is kept. The exit status is 0 whether or not anything waits.
    """
    found = [
        (ledger.force, row) for ledger in ledgers(here, force) for row in ledger.members(WAITING, StepRow)
    ]
    if as_json:
        click.echo(json.dumps([json_of(code, row) for code, row in found], ensure_ascii=False))
    elif not found:
        click.echo("Nothing waits for a named officer.")
    else:
        Console().print(table_of(found))


@click.command()
@click.argument("step")
@force_option
@officer_option
@as_json
@installation_options
def confirm(here: Installation, step: str, force: str, officer: str, as_json: bool) -> None:
    """Confirm STEP: it is taken now, in this officer's name.

    STEP is the id that `asb steps` and the request to confirm show. The word is kept for a step that is not known
    yet. The exit status is 0 once the instruction is written; the worker then follows it.
    """
    ident = step.strip()
    told = drawn_up(here, force, StepConfirmed, ident, officer, step_id=ident)
    _give(here, force, told, "confirmed", as_json)


@click.command()
@click.argument("step")
@force_option
@officer_option
@reason_option
@as_json
@installation_options
def refuse(here: Installation, step: str, force: str, officer: str, reason: str, as_json: bool) -> None:
    """Refuse STEP, with a reason: it is not taken, or taken back.

    STEP is the id that `asb steps` and the request to confirm show. It stays refused until somebody contests that
    and a named officer decides again. The exit status is 0 once the instruction is written; the worker then
    follows it.
    """
    ident, why = step.strip(), reason.strip()
    told = drawn_up(here, force, StepRefused, ident, officer, step_id=ident, reason=why)
    _give(here, force, told, "refused", as_json)


@click.command()
@click.argument("step")
@force_option
@officer_option
@reason_option
@as_json
@installation_options
def contest(here: Installation, step: str, force: str, officer: str, reason: str, as_json: bool) -> None:
    """Contest STEP, confirmed or refused: a named officer is asked once more.

    The officer named here records that it is contested. What was decided stays as it is until somebody has decided
    again with `asb confirm` or `asb refuse`. The exit status is 0 once the instruction is written; the worker then
    follows it.
    """
    ident, why = step.strip(), reason.strip()
    told = drawn_up(here, force, ContestRaised, ident, officer, step_id=ident, reason=why)
    _give(here, force, told, "contested", as_json)


def _give(
    here: Installation,
    force: str,
    told: StepConfirmed | StepRefused | ContestRaised,
    done: str,
    as_json: bool,
) -> None:
    ident = told.step_id
    give(here, force, told, "step", ident, lambda ledger: _is_known(ledger.step(ident)))
    sentence = f"Step {ident} of {force} is {done} by {told.officer}."
    report(force, told, sentence, as_json=as_json, step_id=ident)


def _is_known(row: StepRow | None) -> bool:
    """Whether more is known of it than words."""
    return row is not None and row.kind is not None


def json_of(force: str, row: StepRow) -> dict[str, Any]:
    return {
        "force": force,
        "step_id": row.step_id,
        "step": row.kind,
        "case_id": row.case_id,
        "subject": {"kind": row.subject_kind, "ref": row.subject_ref},
        "adverse": row.adverse,
        "what": row.what,
        "why": row.why,
        "evidence": [{"kind": one.kind, "ref": one.ref, "rule": one.rule} for one in row.evidence],
        "asked_at": timestamp(row.asked_at) if row.asked_at is not None else None,
        "asking": row.asking,
        "contested_for": row.contest.reason if row.contest is not None else None,
    }


def table_of(found: list[tuple[str, StepRow]]) -> Table:
    table = Table("force", "step", "asked", "what", "why", "evidence", box=SIMPLE_HEAD)
    for force, row in found:
        asked = shown(row.asked_at) if row.asked_at is not None else ""
        contested = " Contested." if row.contest is not None else ""
        against = " Against the person." if row.adverse else ""
        table.add_row(
            force,
            row.step_id,
            asked,
            escape(row.what),
            escape(row.why + against + contested),
            escape(_evidence(row)),
        )
    return table


def _evidence(row: StepRow) -> str:
    """How much there is, and the first references."""
    if not row.evidence:
        return "none"
    named = ", ".join(one.ref for one in row.evidence[:_SHOWN])
    more = ", ..." if len(row.evidence) > _SHOWN else ""
    return f"{len(row.evidence)}: {named}{more}"
