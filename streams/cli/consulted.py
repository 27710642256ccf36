"""What commands share that show a person's data: that somebody looked is written before anything is shown (X7).

DPA 2018 s.62(1)(c) and (2): who, when, and at what. The worker links it into the force's audit.
"""

from collections.abc import Iterable
from typing import NamedTuple

import click

from connectors.broker import KafkaFailed
from schemas.incoming import RecordConsulted
from schemas.words import Recorded
from streams.cli.errors import UserError
from streams.cli.exit_codes import ExitCode
from streams.cli.instruction import drawn_up, write
from streams.cli.options import Installation

by_option = click.option(
    "--by", envvar="ASB_OFFICER", show_envvar=True, metavar="OFFICER", help="Who looks; it is recorded."
)


class Look(NamedTuple):
    """At which record somebody looks, and of how many, where it is a listing."""

    what: Recorded
    ref: str
    records: int = 1


def require_looker(by: str | None) -> str:
    """Who looks. Raises UserError when nobody says."""
    if by is None or not by.strip():
        msg = "this shows personal data, and who looks is recorded: say who with --by OFFICER, or set ASB_OFFICER"
        raise UserError(msg, ExitCode.USAGE)
    return by.strip()


def record(here: Installation, force: str, by: str, through: str, looks: Iterable[Look]) -> None:
    """Return once it is written for certain who looks, through which command. Raises UserError: show nothing then."""
    told = [
        drawn_up(
            here,
            force,
            RecordConsulted,
            f"{look.what}/{look.ref}/{through}",
            by,
            what=look.what,
            ref=look.ref,
            through=through,
            records=look.records,
        )
        for look in looks
    ]
    try:
        write(here, force, told)
    except KafkaFailed as error:
        msg = f"nothing is shown, because it could not be recorded that you look: {error}"
        raise UserError(msg) from error
