"""`asb compliance`: what is missing now, whose it is and how old."""

from datetime import UTC, datetime

import click

from streams.cli import compliance_output as output
from streams.cli.instruction import LondonTime
from streams.cli.options import Installation, installation_options
from streams.cli.standing_rows import ledgers
from streams.rules.compliance import Looked, look
from streams.rules.compliance_gaps import NO_BEAT, beats
from streams.rules.feeds import heard
from streams.rules.ledger import Ledger


@click.command()
@click.option("--force", metavar="CODE", help="ONS code: look at this force only.")
@click.option("--beat", metavar="BEAT", help="Look at this beat only; an empty one is what has no beat.")
@click.option(
    "--lead-officer", metavar="OFFICER", help="List only what belongs to cases of this lead officer."
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "json", "csv"]),
    default="table",
    show_default=True,
    help="For people, for a script, or a row for each gap for a spreadsheet.",
)
@click.option(
    "--as-at",
    type=LondonTime(),
    metavar="TIME",
    help="Count ages up to this time, and leave out what began or is due later; else now.",
)
@installation_options
def command(
    *,
    here: Installation,
    force: str | None,
    beat: str | None,
    lead_officer: str | None,
    form: str,
    as_at: datetime | None,
) -> None:
    """List every gap of the compliance check, by beat and lead officer, with its age in days.

    The same as the weekly report, from what the worker knows now: missing assessments, plans, forms, reviews and
    contacts, unknown answers, cases without a Sentinel reference or a lead officer, decisions nobody made.
    References only, no names. Under each force stand the numbers: now, on average this week, the running average,
    and the trend against the four weeks before; among them case-not-assessed, the cases of which any subject is not
    assessed. What each gap means is told in docs/compliance.md.

    With --as-at of the past what has been put right since is not shown. The exit status is 0 whether or not
    anything is missing.
    """
    at = as_at or datetime.now(UTC)
    found = [checked(ledger, at, beat, lead_officer) for ledger in ledgers(here, force, at)]
    output.FORMATS[form](here.name, at, found)


def checked(
    ledger: Ledger, at: datetime, beat: str | None = None, lead_officer: str | None = None
) -> output.Force:
    """The check of a force: each beat on which anything is missing, or the one beat, and the force in numbers."""
    chosen = beats(ledger) if beat is None else [beat]
    looked = [_of_officer(look(ledger, each, at), lead_officer) for each in chosen]
    return output.Force(
        ledger.force,
        look(ledger, NO_BEAT, at).outstanding,
        ledger.policy(at).policy.compliance.compare_with,
        [each for each in looked if each.gaps],
        heard(ledger),
    )


def _of_officer(looked: Looked, officer: str | None) -> Looked:
    if officer is None:
        return looked
    return looked._replace(gaps=[gap for gap in looked.gaps if gap.lead_officer == officer])
