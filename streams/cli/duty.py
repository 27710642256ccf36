"""`asb duty`: what an officer decides about a duty."""

import click

from schemas.incoming import DutyDeclined
from streams.cli.instruction import drawn_up, force_option, officer_option, report
from streams.cli.options import Installation, as_json, installation_options
from streams.cli.word import give


@click.group()
def command() -> None:
    """Decide about a duty that this system keeps open."""


@command.command()
@click.argument("obligation")
@force_option
@officer_option
@click.option("--reason", required=True, metavar="TEXT", help="Why; it is published and kept.")
@as_json
@installation_options
def decline(
    here: Installation, obligation: str, force: str, officer: str, reason: str, as_json: bool
) -> None:
    """Say that OBLIGATION will not be met: it is closed as declined, and no longer reminded.

    OBLIGATION is the id that its reminders and the case's snapshot show. The word is kept for a duty that has
    not opened yet; where none of that id is known, a line on stderr says so. The exit status is 0 once the
    instruction is written; the worker then follows it.
    """
    ident = obligation.strip()
    declined = drawn_up(here, force, DutyDeclined, ident, officer, obligation_id=ident, reason=reason.strip())
    give(here, force, declined, "duty", ident, lambda ledger: ledger.obligation(ident) is not None)
    sentence = f"Duty {ident} of {force} is declined by {declined.officer}."
    report(force, declined, sentence, as_json=as_json, obligation_id=ident)
