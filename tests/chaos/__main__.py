"""`make chaos`: try the engine until a million events are through, and say what was done and what came of it."""

import random
import shutil
import signal
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

import click

from streams.broker.errors import BrokerError
from tests.chaos.asb_subject import AsbSubject
from tests.chaos.faults import FAULTS, QUICK
from tests.chaos.plan import ASB, LONG, SHORT
from tests.chaos.run import run
from tests.chaos.subject import CountingSubject


@click.command
@click.option("--short", is_flag=True, help="Most faults once, and quickly, as `make test` does.")
@click.option("--asb", is_flag=True, help="Try the worker that goes into service, with fewer events.")
@click.option("--events", type=int, help=f"Feed at least so many.  [default: {LONG.events}]")
@click.option("--per-second", type=int, help=f"Feed so many a second.  [default: {LONG.per_second}]")
@click.option("--rounds", type=int, help=f"Do each fault at least so often.  [default: {LONG.rounds}]")
@click.option("--seed", type=int, help="Draw the order of the faults from this one.  [default: drawn too]")
@click.option(
    "--worker", "module", default="tests.chaos.worker", show_default=True, help="Module of the worker."
)
def main(
    short: bool,
    asb: bool,
    events: int | None,
    per_second: int | None,
    rounds: int | None,
    seed: int | None,
    module: str,
) -> None:
    """Feed a real Kafka, let go wrong what may, and check that nothing is lost, doubled or wrong.

    The exit status is 1 when something is, or when a fault never had its effect; logs are kept then.
    """
    plan = SHORT if short else ASB if asb else LONG
    asked = {"events": events, "per_second": per_second, "rounds": rounds}
    plan = replace(plan, **{name: number for name, number in asked.items() if number})
    subject = AsbSubject(plan) if asb else CountingSubject(plan, module)
    seed = random.randrange(10**6) if seed is None else seed
    folder = Path(tempfile.mkdtemp(prefix="asb-chaos-"))
    click.echo(f"seed {seed}; logs in {folder}")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that workers and broker are ended too
    try:
        report = run(plan, QUICK if short else FAULTS, subject, seed, folder, click.echo)
    except (AssertionError, BrokerError) as error:
        click.echo(f"FAILED: {error}", err=True)
        sys.exit(1)
    click.echo("\n".join(["", *report.lines()]))
    if report.failures():
        sys.exit(1)
    shutil.rmtree(folder)


if __name__ == "__main__":
    main()
