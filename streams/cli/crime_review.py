"""`asb crime-review`: what a person decided about a series of incidents against one victim (X3)."""

import click

from schemas.incoming import CrimeRecordingReviewed
from streams.cli.errors import UserError
from streams.cli.exit_codes import ExitCode
from streams.cli.instruction import drawn_up, force_option, officer_option, report
from streams.cli.options import Installation, as_json, installation_options
from streams.cli.word import give


@click.command()
@click.argument("obligation")
@click.option("--crime", metavar="REF", help="A crime is recorded: its reference in the crime system.")
@click.option("--no-crime", is_flag=True, help="No crime is recorded; the reason is auditable.")
@force_option
@officer_option
@click.option("--reason", required=True, metavar="TEXT", help="Why; it is published and kept.")
@as_json
@installation_options
def command(
    here: Installation,
    obligation: str,
    crime: str | None,
    no_crime: bool,
    force: str,
    officer: str,
    reason: str,
    as_json: bool,
) -> None:
    """Say that the series of incidents of OBLIGATION was reviewed: a crime is recorded, or none is.

    OBLIGATION is the id that its notice, its reminders and the case's snapshot show. Whoever reviews it has looked
    at everything about the victim that was reported until then; what comes later may be asked about anew. Where a
    crime was reported and is not recorded, the victim is told so: this command tells nobody. The exit status is 0
    once the instruction is written; the worker then follows it.
    """
    reference = (crime or "").strip()
    if bool(reference) == no_crime:
        msg = "say either --crime REF or --no-crime"
        raise UserError(msg, ExitCode.USAGE)
    ident = obligation.strip()
    reviewed = drawn_up(
        here,
        force,
        CrimeRecordingReviewed,
        ident,
        officer,
        obligation_id=ident,
        crime=not no_crime,
        crime_reference=reference or None,
        reason=reason.strip(),
    )
    give(here, force, reviewed, "duty", ident, lambda ledger: ledger.obligation(ident) is not None)
    outcome = f"crime {reference} is recorded" if reference else "no crime is recorded"
    report(
        force,
        reviewed,
        f"Review {ident} of {force} is done by {reviewed.officer}: {outcome}.",
        as_json=as_json,
        obligation_id=ident,
        crime=reviewed.crime,
        crime_reference=reviewed.crime_reference,
    )
