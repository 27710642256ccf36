"""`asb city`: the synthetic city on Kafka."""

import json
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from connectors.city import FORCE, NATURAL_RATE, GroundTruth, SentinelActor, UnknownSituation, generate
from connectors.city.conversation import Said
from connectors.city.event import CityEvent
from connectors.city.generator import DEFAULT_START
from connectors.city.live import Manner, report
from connectors.city.situations import shares
from streams.cli.errors import UserError
from streams.cli.exit_codes import ExitCode
from streams.cli.options import Installation, as_json, installation_options

MESSAGES_PER_INCIDENT = 3.05


class Share(click.ParamType):
    """NAME=SHARE, the share in per cent."""

    name = "NAME=SHARE"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, float]:
        name, _, share = str(value).partition("=")
        try:
            return name, float(share)
        except ValueError:
            self.fail(f"{value!r} is not NAME=SHARE, like hate=2.5 for 2.5 per cent", param, ctx)


@click.group()
def command() -> None:
    """The synthetic city of Skerrow: invented incidents with known truth, nobody's data."""


@command.command()
@click.option("--seed", default=1, show_default=True, help="The same seed reports the same incidents.")
@click.option(
    "--days", default=7, show_default=True, type=click.IntRange(1), help="Days on which stories begin."
)
@click.option(
    "--per-day",
    default=NATURAL_RATE,
    show_default=True,
    type=click.FloatRange(0, min_open=True),
    help="Incidents.",
)
@click.option(
    "--start",
    type=click.DateTime(["%Y-%m-%d"]),
    default=str(DEFAULT_START),
    show_default=True,
    help="First day.",
)
@click.option(
    "--rate",
    default=0.0,
    type=click.FloatRange(0),
    help="Messages a second; 0, the default: as fast as possible.",
)
@click.option(
    "--situation",
    "mix",
    multiple=True,
    type=Share(),
    help="Per cent of all incidents; may be given several times.",
)
@click.option("--force", default=FORCE, show_default=True, metavar="CODE", help="The force it reports to.")
@click.option("--answers/--no-answers", default=True, show_default=True, help="Answer as Sentinel would.")
@click.option("--in-step", is_flag=True, help="Wait for the worker at every step of the city's time.")
@click.option(
    "--out", type=click.Path(dir_okay=False, path_type=Path), help="Write the ground truth to this file."
)
@as_json
@installation_options
def run(
    *,
    here: Installation,
    seed: int,
    days: int,
    per_day: float,
    start: datetime,
    rate: float,
    mix: tuple[tuple[str, float], ...],
    force: str,
    answers: bool,
    in_step: bool,
    out: Path | None,
    as_json: bool,
) -> None:
    """Let the city report, and answer the worker as Sentinel would.

    Stories begin on --days days; repeats, re-codes and answers follow for weeks of the city's own time. The
    ground truth is never on the topics: --out writes it to a file. Situations: see `asb city situations`.
    """
    _require(here, force, mix)
    truth = GroundTruth()
    events = generate(seed, days, incidents_per_day=per_day, mix=dict(mix), start=start.date(), truth=truth)
    actor = SentinelActor(seed, truth.officers) if answers else None
    try:
        said = _report(here, events, actor, Manner(force, rate, in_step), days * per_day)
    finally:
        if out is not None:
            truth.write(out)
    _tell(truth, said, seed, out, as_json)


@command.command("situations")
@as_json
def show(as_json: bool) -> None:
    """List the situations and their share of all incidents. Needs no Kafka."""
    found = shares({})
    if as_json:
        click.echo(json.dumps({name: round(100 * share, 3) for name, share in found.items()}))
        return
    for name, share in found.items():
        click.echo(f"{100 * share:6.2f} %  {name}")


def _require(here: Installation, force: str, mix: tuple[tuple[str, float], ...]) -> None:
    here.require_force(force)
    try:
        shares(dict(mix))
    except UnknownSituation as error:
        raise UserError(f"{error}; see: asb city situations", ExitCode.USAGE) from error


def _report(
    here: Installation,
    events: Iterable[CityEvent],
    actor: SentinelActor | None,
    manner: Manner,
    incidents: float,
) -> Said:
    """Publish behind a progress bar; how many messages there will be is only about known."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    broker = here.broker()
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("the city reports", total=round(incidents * MESSAGES_PER_INCIDENT))

        def advance(event: CityEvent) -> None:
            bar.update(task, advance=1, description=f"{event.arrives_at:%d %b %Y}")

        return report(broker, here.name, here.registry(), events, actor, manner, advance)


def _tell(truth: GroundTruth, said: Said, seed: int, out: Path | None, as_json: bool) -> None:
    asb = sum(one.asb for one in truth)
    if as_json:
        facts = {
            "seed": seed,
            "incidents": len(truth),
            "asb": asb,
            **said._asdict(),
            "truth": out and str(out),
        }
        click.echo(json.dumps(facts))
        return
    click.echo(
        f"The city (seed {seed}) reported {len(truth)} incidents, {asb} of them ASB, in {said.messages} messages; "
        f"Sentinel gave {said.answers} answers."
    )
    if out is not None:
        click.echo(f"What is right about each is in {out}.")
