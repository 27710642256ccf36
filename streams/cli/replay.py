"""`asb replay`: decide the recorded history again, and compare."""

import json
import sys
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import click
from rich.console import Console

from streams.cli.deciding import deciding_options, domain_of, history_of
from streams.cli.errors import UserError
from streams.cli.exit_codes import ExitCode
from streams.cli.options import Installation, as_json, installation_options
from streams.engine.replay import HistoryIncomplete
from streams.provisioning import Wanted
from streams.replay import Outcome, replay_partition
from streams.replica import Replica, require_empty


@click.command()
@click.option("--check", is_flag=True, help="Compare with what the installation holds, byte for byte.")
@click.option(
    "--into",
    metavar="INSTALLATION",
    help="Write it to the topics of this other, empty installation, and compare what stands there.",
)
@click.option("--force", metavar="CODE", help="ONS code: replay this force only.")
@click.option(
    "--batch", type=click.IntRange(1), default=2_000, show_default=True, help="Records in one step."
)
@deciding_options
@as_json
@installation_options
def command(
    *,
    here: Installation,
    check: bool,
    into: str | None,
    force: str | None,
    batch: int,
    secret_file: Path | None,
    policies: Path | None,
    as_json: bool,
) -> None:
    """Decide everything again from the journal and the inputs; without --into nothing is written.

    Prints a SHA-256 of the messages of each topic, to compare with a replay elsewhere. With --check every
    message and row is compared with what the installation holds; the first difference is named and the exit
    status is 1. Let the workers rest meanwhile: what they write during a check shows as a difference.

    With --into every message, rejection and row is first written to the topics of another installation, which
    `asb topics apply --installation NAME` has made and nobody has used, and compared as the Kafka gives it back.
    It is a copy to look at, not one to run workers on.
    """
    forces = _forces(here, force)
    if into == here.name:
        msg = f"--into must name another installation than {into}, which is the one that is replayed"
        raise UserError(msg, ExitCode.USAGE)
    broker = here.broker()
    domains = [domain_of(here, secret_file, policies) for _ in forces]
    if into is not None:
        require_empty(broker, Wanted(into, here.registry().partitions), [number for number, _ in forces])
    outcomes = []
    for domain, (partition, name) in zip(domains, forces, strict=True):
        with Console(stderr=True).status(f"replaying {name}"), ExitStack() as opened:
            recorded = opened.enter_context(history_of(broker, partition))
            replica = opened.enter_context(Replica(broker, here.name, into, partition)) if into else None
            try:
                outcomes.append(
                    replay_partition(domain, recorded, partition, batch, check=check, replica=replica)
                )
            except HistoryIncomplete as error:
                msg = f"force {name} cannot be replayed: {error}; was its retention exceeded?"
                raise UserError(msg) from error
    _tell(here, outcomes, compared=check or into is not None, as_json=as_json)
    if any(outcome.difference for outcome in outcomes):
        sys.exit(ExitCode.NOT_MET)


def _forces(here: Installation, force: str | None) -> list[tuple[int, str]]:
    chosen = here.forces(force)
    return [each for each in enumerate(here.registry().forces) if each[1] in chosen]


def _tell(here: Installation, outcomes: list[Outcome], *, compared: bool, as_json: bool) -> None:
    if as_json:
        same = not any(outcome.difference for outcome in outcomes) if compared else None
        partitions = [_to_json(here, outcome) for outcome in outcomes]
        click.echo(json.dumps({"installation": here.name, "same": same, "partitions": partitions}))
        return
    for outcome in outcomes:
        force = here.registry().forces[outcome.partition]
        click.echo(
            f"{force}: {outcome.transactions} transactions, {outcome.records} records,"
            f" {outcome.messages} messages{_verdict(outcome, compared=compared)}"
        )
        if not compared:
            for topic, digest in outcome.digests.items():
                click.echo(f"  {digest}  {topic}")


def _verdict(outcome: Outcome, *, compared: bool) -> str:
    if outcome.difference:
        found = outcome.difference
        then = f" (decided then by rules {', '.join(outcome.other_rules)})" if outcome.other_rules else ""
        return (
            f"; first difference: {found.topic}, record {found.number} of the partition: {found.what}{then}"
        )
    return ", every byte the same" if compared else ""


def _to_json(here: Installation, outcome: Outcome) -> dict[str, Any]:
    return {
        "force": here.registry().forces[outcome.partition],
        **outcome._asdict(),
        "difference": outcome.difference and outcome.difference._asdict(),
    }
