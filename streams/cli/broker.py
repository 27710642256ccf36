"""`asb broker`: the embedded Kafka of a folder."""

import json
import shutil
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TransferSpeedColumn

from streams.broker.address import DEFAULT_FOLDER
from streams.broker.download import fetch_jars, maven_central
from streams.broker.embedded import BrokerStatus, EmbeddedKafka
from streams.broker.jars import checked_jars, locked_jars, missing_jars
from streams.broker.settings import BrokerSettings
from streams.cli.errors import UserError
from streams.cli.exit_codes import ExitCode

in_folder = click.option(
    "--dir",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    default=DEFAULT_FOLDER,
    show_default=True,
    help="Where the broker keeps its data, log, pid and address.",
)
as_json = click.option("--json", "as_json", is_flag=True, help="Print one JSON object for a script to read.")


@click.group()
def command() -> None:
    """A real Apache Kafka in this folder: no Docker, no Java, nothing outside the folder but cached jars.

    With KAFKA_BOOTSTRAP set, that cluster is used and this one is not needed.
    """


@command.command()
@in_folder
@as_json
def start(folder: Path, as_json: bool) -> None:
    """Start it in the background.

    Prints its address; fetches its jars first when they are not here. One that runs is left alone.
    """
    _refuse_beside_a_named_cluster()
    _fetch_missing_jars()
    broker = EmbeddedKafka(folder)
    broker.start()
    _tell(broker.status(), as_json, f"Kafka answers at {broker.bootstrap}; stop it with: asb broker stop")


@command.command()
@in_folder
@as_json
def status(folder: Path, as_json: bool) -> None:
    """Say whether it runs and answers.

    The exit status is 4 when it does not.
    """
    found = EmbeddedKafka(folder).status()
    if not found.running:
        sentence = f"No Kafka runs in {folder}; start one with: asb broker start"
    elif not found.answers:
        sentence = f"The Kafka in {folder} (pid {found.pid}) runs but does not answer."
    else:
        sentence = f"Kafka answers at {found.bootstrap} (pid {found.pid})."
    _tell(found, as_json, sentence)
    if not found.answers:
        sys.exit(ExitCode.NO_BROKER)


@command.command()
@in_folder
@as_json
def stop(folder: Path, as_json: bool) -> None:
    """Stop it and keep its data.

    Nothing to stop is no error.
    """
    broker = EmbeddedKafka(folder)
    stopped = broker.stop()
    _tell(broker.status(), as_json, "Kafka is stopped." if stopped else f"No Kafka ran in {folder}.")


@command.command()
@in_folder
@click.option("--jars", is_flag=True, help="Throw the cached jars away instead, and fetch them again.")
@as_json
def reset(folder: Path, jars: bool, as_json: bool) -> None:
    """Stop it and delete its data."""
    if jars:
        _reset_jars(as_json)
        return
    broker = EmbeddedKafka(folder)
    if broker.folder.exists() and not broker.is_broker_folder():
        raise UserError(f"{folder} was not made by asb broker start; nothing was deleted")
    broker.stop()
    shutil.rmtree(broker.folder, ignore_errors=True)
    _tell(broker.status(), as_json, f"The Kafka of {folder} and its data are gone.")


@command.command()
@as_json
def fetch(as_json: bool) -> None:
    """Fetch the jars it needs.

    Those that the cache lacks come from Maven Central (or ASB_MAVEN_URL); all are checked against the lock.
    """
    fetched = _fetch_missing_jars()
    _tell_jars(fetched, as_json)


def _reset_jars(as_json: bool) -> None:
    cache = BrokerSettings.from_environment().jar_cache
    for jar in locked_jars():
        (cache / jar.file_name).unlink(missing_ok=True)
    _tell_jars(_fetch_missing_jars(), as_json)


def _fetch_missing_jars() -> int:
    """Fetch with a progress bar, prove all jars, and return how many were fetched."""
    settings = BrokerSettings.from_environment()
    missing = missing_jars(settings.jar_cache, locked_jars())
    if missing:
        columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TransferSpeedColumn())
        with Progress(*columns, console=Console(stderr=True)) as bars:
            task = bars.add_task(f"Kafka: {len(missing)} jars", total=sum(jar.size for jar in missing))
            repository = settings.maven_url or maven_central()
            fetch_jars(settings.jar_cache, repository, progress=lambda arrived: bars.advance(task, arrived))
    checked_jars(settings.jar_cache)
    return len(missing)


def _tell_jars(fetched: int, as_json: bool) -> None:
    cache, count = BrokerSettings.from_environment().jar_cache, len(locked_jars())
    facts = {"fetched": fetched, "checked": count, "cache": str(cache)}
    _tell(facts, as_json, f"{count} jars in {cache} match the lock; {fetched} fetched now.")


def _refuse_beside_a_named_cluster() -> None:
    if bootstrap := BrokerSettings.from_environment().bootstrap:
        raise UserError(
            f"KAFKA_BOOTSTRAP names {bootstrap}, which is used instead; unset it to start a Kafka here"
        )


def _tell(facts: BrokerStatus | dict[str, Any], as_json: bool, sentence: str) -> None:
    values = asdict(facts) if isinstance(facts, BrokerStatus) else facts
    click.echo(json.dumps(values) if as_json else sentence)
