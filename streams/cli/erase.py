"""`asb erase`: what is held about somebody is erased, everywhere (X8; DPA 2018 s.47)."""

import json
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click
import orjson
from rich.console import Console

from connectors.broker import Broker
from connectors.publisher import Publisher
from connectors.reader import Reader, Start
from schemas.envelope import texts_of, timestamp
from schemas.incoming import DataSubject, SubjectErased
from schemas.outgoing import ErasureCertified
from schemas.topics import AUDIT
from streams.cli import erasure as wanted
from streams.cli.errors import UserError
from streams.cli.kept_days import kept_days, retention
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
from streams.rules.rights import erasure
from streams.topic_retention import gone_after


@click.command
@subject_id_option
@subject_options
@reason_option
@click.option(
    "--incident",
    "named",
    multiple=True,
    metavar="ID",
    help="A log that tells of them by another name; repeatable.",
)
@click.option(
    "--leave",
    "left",
    multiple=True,
    metavar="ID",
    help="A log whose text mentions somebody else of that name: its text stays; repeatable.",
)
@click.option("--yes", is_flag=True, help="Erase. Without it only what would be reached is told.")
@click.option(
    "--wait", type=click.FloatRange(0), default=60.0, show_default=True, help="Seconds for each certificate."
)
@retention
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
    named: tuple[str, ...],
    left: tuple[str, ...],
    wait: float,
    retention_file: Path | None,
    *,
    yes: bool,
    as_json: bool,
) -> None:
    """Erase somebody: rows, the text of logs that name them, snapshots, rejected messages; partners are told.

    Without --yes nothing is changed: what would be reached is counted, with the logs whose text mentions them. With
    it the instruction is written, and the worker's certificate is waited for and printed; where something more that
    names them was rejected meanwhile, or there is too much for one instruction, there are several. A certificate
    holds hashes and counts, and until when the last bytes may still be on a broker's disk. The exit status is 1 when
    no certificate came in time; the instruction stands.
    """
    kept = kept_days(retention_file)
    here.require_force(force)
    broker = here.broker()
    wanted.require_kept_as_said(here, broker, kept)
    ledger = rows(here, force, secret)
    asked = wanted.Asked(force, officer, subject_id.strip(), known(ledger, subject), reason.strip())
    logs = sorted({*named, *wanted.logs(ledger, asked.subject)} - {*left})
    rejected = wanted.messages(here, broker, ledger, asked.subject)
    told = wanted.instructions(here, asked, logs, rejected, _gone_by(kept))
    if not yes:
        _tell_what_would_be(ledger, told, logs, as_json=as_json)
        return
    while told:
        for each in told:
            _print(_erased(here, broker, each, force, wait), as_json=as_json)
        rejected = wanted.messages(here, broker, ledger, asked.subject)
        told = wanted.instructions(here, asked, (), rejected, _gone_by(kept)) if rejected else []


def _gone_by(kept: Mapping[str, int]) -> datetime:
    return datetime.now(UTC) + gone_after(kept)


def _tell_what_would_be(
    ledger: Ledger, told: Sequence[SubjectErased], logs: Sequence[str], *, as_json: bool
) -> None:
    """The very rule, on rows that are read and not written."""
    for each in told:
        erasure.take(ledger, each, (each.revision, timestamp(each.recorded_at), each.instruction_id))
    found = ledger.certificates
    removed = sum((Counter(each.removed) for each in found), Counter[str]())
    rewritten = sum((Counter(each.rewritten) for each in found), Counter[str]())
    rejected, recalls = sum(each.rejected for each in found), len({*found[-1].recalls})
    if as_json:
        reached = {"subject_id": told[0].subject_id, "removed": removed, "rewritten": rewritten}
        click.echo(json.dumps({**reached, "logs": logs, "rejected": rejected, "recalls": recalls}))
        return
    click.echo(f"Nothing is erased yet. Of {ledger.force}, request {told[0].subject_id} would reach:")
    for name, counts in (("rows removed", removed), ("rows rewritten", rewritten)):
        click.echo(
            f"  {name}: " + (", ".join(f"{number} {kind}" for kind, number in counts.items()) or "none")
        )
    click.echo(f"  logs whose text mentions them: {len(logs)}" + (f" ({', '.join(logs)})" if logs else ""))
    click.echo(f"  rejected messages: {rejected}")
    click.echo(f"  recalls to partners: {recalls}")
    click.echo("Read the logs: of somebody else of that name, --leave them. Erase with --yes.")


def _erased(
    here: Installation, broker: Broker, told: SubjectErased, force: str, wait: float
) -> dict[str, Any]:
    """Write the instruction and return the worker's certificate. Raises UserError when it does not come."""
    partition = here.registry().partition_of(force)
    with Reader(broker, here.name, (AUDIT,), Start.NOW) as reader:
        with Publisher(broker, here.name, here.registry()) as publisher:
            publisher.publish(force, told)
        until = time.monotonic() + wait
        with Console(stderr=True).status("waiting for the certificate"):
            for record in reader.follow(lambda: time.monotonic() > until):
                if record.partition != partition or record.value is None:
                    continue
                if texts_of(record.headers).get("ce_type") == ErasureCertified.__name__:
                    found: dict[str, Any] = orjson.loads(record.value)
                    if found["subject_id"] == told.subject_id:
                        return found
    msg = f"no certificate of {told.subject_id} came within {wait:g} seconds: the instruction is written, and"
    msg += " the worker follows it once it runs; read the certificate with: asb tail audit"
    raise UserError(msg)


def _print(certificate: Mapping[str, Any], *, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps(certificate))
        return
    for name, value in certificate.items():
        click.echo(f"{name}: {json.dumps(value) if isinstance(value, dict | list) else value}")
