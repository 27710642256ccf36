"""`asb restrict`: somebody is not scored, published or disclosed, or is again (X8; DPA 2018 s.47)."""

import click

from schemas.incoming import DataSubject, SubjectRestricted
from streams.cli.errors import UserError
from streams.cli.instruction import instructed, report
from streams.cli.options import Installation, as_json
from streams.cli.subject import (
    known,
    reason_option,
    rows,
    subject_id_option,
    subject_options,
    where_it_is_held,
)
from streams.rules.ledger import Ledger


@click.command
@subject_id_option
@subject_options
@reason_option
@click.option("--lift", is_flag=True, help="The restriction is over: what stands by the facts is said again.")
@as_json
@where_it_is_held
def command(
    here: Installation,
    subject: DataSubject,
    secret: bytes,
    subject_id: str,
    force: str,
    officer: str,
    reason: str,
    *,
    lift: bool,
    as_json: bool,
) -> None:
    """Restrict the processing of somebody's data, or lift it.

    What rests on the person is taken back and recalled, nothing new is said of them, and Sentinel is told of every
    case that they are on, so that somebody looks after them. What comes in meanwhile is kept. The exit status is 0
    once the instruction is written; the worker then follows it.
    """
    ledger = rows(here, force, secret)
    if lift:
        _require_restricted(ledger, subject_id.strip())
    whole = known(ledger, subject)
    told = instructed(
        here,
        force,
        SubjectRestricted,
        subject_id,
        officer,
        subject_id=subject_id.strip(),
        subject=whole,
        restricted=not lift,
        reason=reason.strip(),
    )
    done = "is lifted" if lift else "stands until it is lifted"
    sentence = f"Restriction {told.subject_id} of {force} {done}, by {told.officer}."
    report(force, told, sentence, as_json=as_json, subject_id=told.subject_id, restricted=told.restricted)


def _require_restricted(ledger: Ledger, subject_id: str) -> None:
    row = ledger.subject(subject_id)
    if row is None or not row.restricted:
        msg = f"no restriction {subject_id} of {ledger.force} stands; one that was given just now stands once the"
        msg += " worker has followed it"
        raise UserError(msg)
