"""`asb topics`: the topics of an installation."""

import json
import sys
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

import click
from rich.console import Console
from rich.table import Table

from schemas.topics import TOPICS, Topic
from streams import topic_retention
from streams.cli.exit_codes import ExitCode
from streams.cli.kept_days import kept_days, retention
from streams.cli.options import Installation, as_json, installation_options
from streams.provisioning import Difference, Provisioner, Wanted

TABLE_WIDTH: Final = 130


@click.group()
def command() -> None:
    """Make the topics of an installation, show the list, check the cluster against it."""


replication = click.option(
    "--replication-factor",
    type=click.IntRange(1),
    help="Copies of each partition; 3 in service. Default: the cluster's own.",
)
min_insync = click.option(
    "--min-insync",
    type=click.IntRange(1),
    help="Copies that must have a record before it counts; 2 in service. Default: the cluster's own.",
)


@command.command()
@replication
@min_insync
@retention
@as_json
@installation_options
def apply(
    here: Installation,
    replication_factor: int | None,
    min_insync: int | None,
    retention_file: Path | None,
    as_json: bool,
) -> None:
    """Make what is missing and put right what differs.

    One partition per force of the registry; a registry that grew adds partitions. Nothing is deleted. What
    cannot be put right (too many partitions, another replication factor) is told, and the exit status is 1.
    """
    with _provisioner(here, replication_factor, min_insync, kept_days(retention_file)) as provisioner:
        mended = provisioner.apply()
        left = provisioner.differences()
    if as_json:
        click.echo(json.dumps(_answer(here, changed=mended, left=left)))
    else:
        for each in mended:
            click.echo(_was_mended(each))
        click.echo(f"{here.name} has {len(TOPICS)} topics; things put right now: {len(mended)}.")
        _tell_differences(left)
    if left:
        sys.exit(ExitCode.NOT_MET)


@command.command()
@replication
@min_insync
@retention
@as_json
@installation_options
def check(
    here: Installation,
    replication_factor: int | None,
    min_insync: int | None,
    retention_file: Path | None,
    as_json: bool,
) -> None:
    """Compare the cluster with the list; the exit status is 1 when they differ."""
    with _provisioner(here, replication_factor, min_insync, kept_days(retention_file)) as provisioner:
        left = provisioner.differences()
    if as_json:
        click.echo(json.dumps(_answer(here, left=left)))
    elif left:
        _tell_differences(left)
    else:
        click.echo(f"All {len(TOPICS)} topics of {here.name} are as they should be.")
    if left:
        sys.exit(ExitCode.NOT_MET)


@command.command()
@retention
@as_json
def show(retention_file: Path | None, as_json: bool) -> None:
    """Print the list: what is on each topic, who writes it, who reads it, how long it is kept. Needs no Kafka.

    "Bytes gone" is how long after it was written, or on a compacted topic replaced or deleted, a record may still
    be on a broker's disk.
    """
    kept = kept_days(retention_file)
    if as_json:
        click.echo(json.dumps([_row(topic, kept) for topic in TOPICS]))
        return
    table = Table("topic", "key", "written by", "read by", "events", "kept", "bytes gone", show_lines=True)
    for topic in TOPICS:
        row = _row(topic, kept)
        time = "last per key" if topic.compacted else f"{row['days']} days"
        parties = ("\n".join(topic.written_by), "\n".join(topic.read_by))
        gone = f"{row['bytes_gone_hours']} h"
        table.add_row(topic.name, topic.key, *parties, "\n".join(row["events"]), time, gone)
    # A narrow terminal folds whole lines rather than cutting names short.
    Console(width=TABLE_WIDTH).print(table)


def _row(topic: Topic, kept: Mapping[str, int]) -> dict[str, Any]:
    days = topic_retention.days_of(topic, kept)
    return {
        "topic": topic.name,
        "key": topic.key,
        "written_by": topic.written_by,
        "read_by": topic.read_by,
        "events": [event.__name__ for event in topic.events],
        "compacted": topic.compacted,
        "days": None if topic.compacted else days,
        "bytes_gone_hours": -(-topic_retention.bound(topic, days).value // timedelta(hours=1)),
        "max_bytes": topic.max_bytes,
    }


def _provisioner(
    here: Installation, replication_factor: int | None, min_insync: int | None, kept: Mapping[str, int]
) -> Provisioner:
    partitions = here.registry().partitions
    return Provisioner(here.broker(), Wanted(here.name, partitions, replication_factor, min_insync, kept))


def _answer(here: Installation, **differences: tuple[Difference, ...]) -> dict[str, Any]:
    told = {name: [each._asdict() for each in found] for name, found in differences.items()}
    return {"installation": here.name, "ok": not differences["left"], **told}


def _tell_differences(differences: tuple[Difference, ...]) -> None:
    for each in differences:
        what = "is missing" if each.missing else f"{each.setting} is {each.found}, it should be {each.wanted}"
        click.echo(f"{each.topic}: {what}", err=True)


def _was_mended(each: Difference) -> str:
    return f"{each.topic}: {'made' if each.missing else f'{each.setting} {each.found} → {each.wanted}'}"
