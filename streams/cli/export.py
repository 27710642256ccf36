"""`asb export`: what is held about somebody, for their request of access (X8; DPA 2018 s.45)."""

import json
import os
from pathlib import Path

import click

from schemas.incoming import DataSubject, RecordConsulted
from schemas.words import Recorded
from streams.cli.erasure import messages
from streams.cli.errors import UserError
from streams.cli.exit_codes import ExitCode
from streams.cli.instruction import instructed
from streams.cli.options import Installation
from streams.cli.subject import is_terminal, known, rows, subject_options, where_it_is_held
from streams.rules.audit.messages import subject_hash
from streams.rules.rights import access

_OWN_EYES = 0o600


@click.command
@subject_options
@click.option(
    "-o",
    "--output",
    "file",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write it here, for nobody else to read; else to standard output, which must not be a terminal.",
)
@where_it_is_held
def command(
    here: Installation,
    subject: DataSubject,
    secret: bytes,
    force: str,
    officer: str,
    file: Path | None,
) -> None:
    """Write everything that is held about somebody as JSON: rows, decisions' ids, logs that name them.

    Others who are named in the same logs are masked as far as the log's header names them; have a person read it
    before it is given out. That it was looked at is written first, and kept by the audit.
    """
    if file is not None:
        _require_writable(file)
    elif is_terminal():
        msg = "this is somebody's data: name a file with -o, or send it to another command"
        raise UserError(msg, ExitCode.USAGE)
    ledger = rows(here, force, secret)
    whole = known(ledger, subject)
    held = access.held(ledger, whole)
    held["rejected messages"] = list(messages(here, here.broker(), ledger, whole))
    records = sum(len(each) for each in held.values())
    instructed(
        here,
        force,
        RecordConsulted,
        "export",
        officer,
        what=Recorded.SUBJECT,
        ref=subject_hash(whole, secret),
        through="asb export",
        records=records,
    )
    text = json.dumps(held, indent=2, ensure_ascii=False)
    if file is None:
        click.echo(text)
        return
    _write(file, text)
    click.echo(f"{records} records of {force} about the person are in {file}.", err=True)


def _require_writable(file: Path) -> None:
    """Before anything is read: what was looked at for nothing would be recorded all the same."""
    if file.exists():
        msg = f"{file} is there already: name another file"
        raise UserError(msg, ExitCode.USAGE)
    if not file.parent.is_dir():
        msg = f"there is no folder {file.parent} to write {file.name} in"
        raise UserError(msg, ExitCode.USAGE)


def _write(file: Path, text: str) -> None:
    try:
        with os.fdopen(
            os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _OWN_EYES), "w", encoding="utf-8"
        ) as to:
            to.write(text + "\n")
    except OSError as error:
        msg = f"cannot write {file}: {error.strerror}"
        raise UserError(msg, ExitCode.USAGE) from error
