"""`asb go-live`: from when a force is sent reminders."""

from datetime import datetime

import click

from schemas.envelope import timestamp
from schemas.incoming import GoLiveSet
from streams.cli.instruction import LondonTime, force_option, instructed, officer_option, report
from streams.cli.options import Installation, as_json, installation_options
from streams.london import shown


@click.command()
@force_option
@click.option(
    "--from",
    "live_from",
    required=True,
    type=LondonTime(),
    metavar="TIME",
    help="From when reminders are sent: 2026-12-01 or 2026-12-01T09:00, in Europe/London unless it says its zone.",
)
@officer_option
@as_json
@installation_options
def command(here: Installation, force: str, live_from: datetime, officer: str, as_json: bool) -> None:
    """Set from when reminders are sent. What fell due before is listed in compliance and never mailed.

    Set it before an existing book of cases is brought in. Set again, the last word stands; what was told stays
    told. The exit status is 0 once the instruction is written; the worker then follows it.
    """
    told = instructed(here, force, GoLiveSet, "go-live", officer, live_from=live_from)
    sentence = f"Reminders of {force} are sent from {shown(told.live_from)} on; what was due before is not."
    report(force, told, sentence, as_json=as_json, live_from=timestamp(told.live_from))
