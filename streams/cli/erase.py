"""`asb erase`: what is held about somebody is erased, everywhere (X8; DPA 2018 s.47)."""

import json
import time
from typing import Any

import click
import orjson
from rich.console import Console

from connectors.publisher import Publisher
from connectors.reader import Reader, Start
from schemas.envelope import texts_of, timestamp
from schemas.incoming import DataSubject, SubjectErased
from schemas.outgoing import ErasureCertified
from schemas.rows import IncidentRow
from schemas.topics import AUDIT
from streams.cli.errors import UserError
from streams.cli.instruction import drawn_up
from streams.cli.options import Installation
from streams.cli.subject import known, reason_option, rows, subject_id_option, subject_options
from streams.rejected.messages import Wanted, rejected
from streams.rejected.naming import keys_of
from streams.rules.ledger import Ledger
from streams.rules.rights import erasure
from streams.rules.rights.mentions import Mentions


@click.command
@subject_id_option
@click.option(
    "--incident",
    "incident_ids",
    multiple=True,
    metavar="ID",
    help="A log that tells of them by another name.",
)
@reason_option
@click.option("--yes", is_flag=True, help="Erase. Without it only what would be reached is told.")
@click.option(
    "--wait", type=click.FloatRange(0), default=60.0, show_default=True, help="Seconds for the certificate."
)
@subject_options
def command(
    here: Installation,
    subject: DataSubject,
    secret: bytes,
    subject_id: str,
    force: str,
    officer: str,
    reason: str,
    incident_ids: tuple[str, ...],
    wait: float,
    *,
    yes: bool,
    as_json: bool,
) -> None:
    """Erase somebody: rows, the text of logs that name them, snapshots, rejected messages; partners are told.

    Without --yes nothing is changed: what would be reached is counted. With it the instruction is written, and the
    worker's certificate is waited for and printed. It holds hashes and counts, and until when the last bytes may
    still be on a broker's disk. The exit status is 1 when no certificate came in time; the instruction stands.
    """
    ledger = rows(here, force, secret)
    told = _instruction(
        here, ledger, known(ledger, subject), subject_id, force, officer, reason, incident_ids
    )
    if not yes:
        _tell_what_would_be(ledger, told, as_json=as_json)
        return
    certificate = _erased(here, force, told, wait)
    if certificate is None:
        msg = f"no certificate of {told.subject_id} came within {wait:g} seconds: the instruction is written, and"
        msg += " the worker follows it once it runs; read the certificate with: asb tail audit"
        raise UserError(msg)
    if as_json:
        click.echo(json.dumps(certificate))
        return
    for name, value in certificate.items():
        click.echo(f"{name}: {json.dumps(value) if isinstance(value, dict | list) else value}")


def _instruction(
    here: Installation,
    ledger: Ledger,
    subject: DataSubject,
    subject_id: str,
    force: str,
    officer: str,
    reason: str,
    incident_ids: tuple[str, ...],
) -> SubjectErased:
    """With every log and every rejected message that is found to mention them."""
    logs = (ledger.rows.get(key) for key in ledger.rows.holding([b"|incident|"]))
    mentioned = Mentions(subject).logs(row for row in logs if isinstance(row, IncidentRow))
    messages = rejected(here.broker(), here.name, here.registry(), {force: ledger}, Wanted(also_handled=True))
    return drawn_up(
        here,
        force,
        SubjectErased,
        subject_id,
        officer,
        subject_id=subject_id.strip(),
        subject=subject,
        incident_ids=tuple(sorted({*incident_ids, *mentioned})),
        rejected_keys=tuple(sorted(set(keys_of(messages, subject)))),
        reason=reason.strip(),
    )


def _tell_what_would_be(ledger: Ledger, told: SubjectErased, *, as_json: bool) -> None:
    """The very rule, on rows that are read and not written."""
    erasure.take(ledger, told, (told.revision, timestamp(told.recorded_at), told.instruction_id))
    [found] = ledger.certificates
    reached: dict[str, Any] = {
        "removed": found.removed,
        "rewritten": found.rewritten,
        "logs": len(told.incident_ids),
        "rejected": found.rejected,
        "recalls": len(found.recalls),
    }
    if as_json:
        click.echo(json.dumps({"subject_id": told.subject_id, **reached}))
        return
    click.echo(f"Nothing is erased yet. Of {ledger.force}, request {told.subject_id} would reach:")
    for name, counts in (("rows removed", found.removed), ("rows rewritten", found.rewritten)):
        click.echo(
            f"  {name}: " + (", ".join(f"{number} {kind}" for kind, number in counts.items()) or "none")
        )
    click.echo(f"  logs whose text mentions them: {reached['logs']}")
    click.echo(f"  rejected messages: {reached['rejected']}")
    click.echo(f"  recalls to partners: {reached['recalls']}")
    click.echo("Erase with --yes.")


def _erased(here: Installation, force: str, told: SubjectErased, wait: float) -> dict[str, Any] | None:
    """Write the instruction and wait for the worker's certificate; None: it did not come."""
    broker, partition = here.broker(), here.registry().partition_of(force)
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
    return None
