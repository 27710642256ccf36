"""`make chaos`: try the engine until a million events are through, and say what was done and what came of it."""

import random
import shutil
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

import click

from streams.broker.errors import BrokerError
from tests.chaos.plan import LONG, SHORT
from tests.chaos.run import run


@click.command
@click.option("--short", is_flag=True, help="Each fault once, and quickly, as `make test` does.")
@click.option("--events", type=int, help=f"Feed at least so many.  [default: {LONG.events}]")
@click.option("--per-second", type=int, help=f"Feed so many a second.  [default: {LONG.per_second}]")
@click.option("--seed", type=int, help="Draw the order of the faults from this one.  [default: drawn too]")
@click.option(
    "--worker", "module", default="tests.chaos.worker", show_default=True, help="Module of the worker."
)
def main(short: bool, events: int | None, per_second: int | None, seed: int | None, module: str) -> None:
    """Feed a real Kafka, let go wrong what may, and check that nothing is lost, doubled or wrong.

    The exit status is 1 when something is, or when a fault never had its effect; logs are kept then.
    """
    plan = SHORT if short else LONG
    plan = replace(plan, events=events or plan.events, per_second=per_second or plan.per_second)
    seed = random.randrange(10**6) if seed is None else seed
    folder = Path(tempfile.mkdtemp(prefix="asb-chaos-"))
    click.echo(f"seed {seed}; logs in {folder}")
    try:
        report = run(plan, seed, folder, click.echo, module)
    except (AssertionError, BrokerError) as error:
        click.echo(f"FAILED: {error}", err=True)
        sys.exit(1)
    click.echo("\n".join(["", *report.lines()]))
    if report.failures():
        sys.exit(1)
    shutil.rmtree(folder)


if __name__ == "__main__":
    main()
