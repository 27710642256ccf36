"""What the commands share that are about a data subject: who it is, from a file, and the rows as rules read them.

Who somebody is never stands on a command line: it would stay in the shell's history and in the list of processes.
"""

import sys
from collections.abc import Callable
from datetime import UTC, datetime
from functools import wraps
from pathlib import Path
from typing import Any, TextIO

import click
from pydantic import ValidationError
from rich.console import Console

from schemas.incoming import DataSubject
from schemas.incoming.rights import MOST_REFS
from streams.cli.errors import UserError
from streams.cli.exit_codes import ExitCode
from streams.cli.instruction import force_option, officer_option
from streams.cli.options import Installation, installation_options
from streams.domain import AsbDomain
from streams.explain.standing import standing
from streams.rules.ledger import Ledger
from streams.rules.rights import resolved
from streams.settings import SECRET_FILE, BadSettings, installation_secret

_FORM = "nominal_ref; name with date_of_birth; in_sentinel, a list of reference with person_ref"

_NOBODY = "No incident and no record of Sentinel here names them; look at what the file says."

reason_option = click.option(
    "--reason", required=True, metavar="TEXT", help="Why; it is kept. Name nobody in it."
)
subject_id_option = click.option(
    "--id", "subject_id", required=True, metavar="NUMBER", help="The force's own number of the request."
)
secret_option = click.option(
    "--secret-file",
    envvar="ASB_SECRET_FILE",
    show_envvar=True,
    type=click.Path(dir_okay=False, path_type=Path),
    help="The worker's key of the hashes that stand for personal keys; else .asb/secret.",
)


def subject_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add --subject, --force and --officer."""
    for option in (
        officer_option,
        force_option,
        click.option(
            "--subject",
            "asked",
            required=True,
            type=click.File("r", encoding="utf-8"),
            metavar="FILE",
            help=f"Who it is, as JSON with any of: {_FORM}. - reads it from the terminal or a pipe.",
        ),
    ):
        command = option(command)
    return command


def where_it_is_held(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add --secret-file and where Kafka is; the command gets `subject`, `secret` and `here`."""

    @secret_option
    @installation_options
    @wraps(command)
    def with_subject(asked: TextIO, secret_file: Path | None, **rest: Any) -> Any:
        return command(subject=_read(asked), secret=_secret(secret_file), **rest)

    return with_subject


def rows(here: Installation, force: str, secret: bytes) -> Ledger:
    """The rows of a force as its worker reads them. Raises UserError, and ReadFailed."""
    here.require_force(force)
    domain = AsbDomain(here.name, here.registry(), secret)
    with Console(stderr=True).status("reading what is known"):
        [ledger] = standing(here.broker(), here.name, domain, (force,), datetime.now(UTC))
    return ledger


def known(ledger: Ledger, subject: DataSubject) -> DataSubject:
    """The subject with every way in which the rows surely name them; says on stderr how many there are."""
    found = resolved.of(ledger, subject)
    by = ", ".join(
        each
        for each, is_said in (
            ("a nominal reference", found.nominal_ref),
            ("a name with its birth date", found.name),
            (f"{len(found.in_sentinel)} records of Sentinel", found.in_sentinel),
        )
        if is_said
    )
    click.echo(f"They are known here by {by}." if resolved.is_named(ledger, found) else _NOBODY, err=True)
    # A message names so many records and no more; the worker goes on from what it is told.
    return found if len(found.in_sentinel) <= MOST_REFS else subject


def _read(file: TextIO) -> DataSubject:
    try:
        # A word that is not known may be a name misspelt: the request would not be about the whole person.
        return DataSubject.model_validate_json(file.read(), extra="forbid")
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        where = ".".join(str(step) for step in first["loc"])
        msg = f"--subject: {where + ': ' if where else ''}{first['msg'].removeprefix('Value error, ')}"
        raise UserError(msg, ExitCode.USAGE) from None
    except UnicodeDecodeError:
        raise UserError("--subject: the file is not UTF-8", ExitCode.USAGE) from None


def _secret(file: Path | None) -> bytes:
    if file is None and not SECRET_FILE.exists():
        msg = f"there is no {SECRET_FILE}: name the worker's secret with --secret-file"
        raise UserError(msg, ExitCode.USAGE)
    try:
        return installation_secret(file)
    except BadSettings as error:
        raise UserError(str(error), ExitCode.USAGE) from error


def is_terminal() -> bool:
    """Whether what is printed goes to somebody's screen."""
    return sys.stdout.isatty()
