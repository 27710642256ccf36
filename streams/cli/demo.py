"""`asb demo`: everything once, on a real Kafka of its own."""

import json
import signal
import sys
from pathlib import Path
from typing import Any, Final

import click
from rich.console import Console

from connectors.broker import KafkaFailed
from streams.cli.errors import UserError
from streams.cli.exit_codes import ExitCode
from streams.cli.options import Installation, as_json

# Of what is shown where there is no terminal.
WIDTH: Final = 120


@click.command
@click.option("--keep", is_flag=True, help="Leave Kafka and the worker up, and say how to stop them.")
@click.option("--seed", default=1, show_default=True, help="Which city.")
@click.option(
    "--days", default=7, show_default=True, type=click.IntRange(1), help="Days on which its stories begin."
)
@click.option(
    "--per-day", default=200.0, show_default=True, type=click.FloatRange(1), help="Incidents a day."
)
@click.option(
    "--registry",
    type=click.Path(dir_okay=False, path_type=Path),
    default=Path("forces.yaml"),
    show_default=True,
    help="The registry of forces.",
)
@as_json
def command(*, keep: bool, seed: int, days: int, per_day: float, registry: Path, as_json: bool) -> None:
    """Run everything once and show what was decided.

    Starts a Kafka on free ports in a folder of its own, makes the topics, starts a worker, brings in
    published incidents and lets the synthetic city report. Shows what was decided against what is right,
    and three decisions in plain English. The exit status is 1 when they do not agree as they must.
    """
    # Kafka clients and rich tables take a while to import: the help does not wait for them.
    from streams.demo.programme import show, show_further
    from streams.demo.scenes import Script, play
    from streams.demo.stage import Stage
    from streams.demo.verdict import judge

    forces = Installation(None, "demo", registry).registry()
    # Told to stop, it takes down its Kafka and its worker like with Ctrl-C.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    stage, kept = Stage(forces, registry.absolute()), False
    try:
        with Console(stderr=True).status("…") as status:
            played = play(stage, forces, Script(seed, days, per_day), status.update)
        verdict = judge(played)
        if as_json:
            click.echo(json.dumps(_facts(played, verdict, stage if keep else None)))
        else:
            console = Console(width=None if sys.stdout.isatty() else WIDTH)
            show(console, stage.broker, played, verdict)
            show_further(console, stage.kept if keep else None)
        kept = keep
    except KafkaFailed as error:
        raise UserError(str(error)) from error
    finally:
        if not kept:
            stage.strike()
    for fault in verdict.faults:
        click.echo(f"This does not hold: {fault}.", err=True)
    if verdict.faults:
        sys.exit(ExitCode.NOT_MET)


def _facts(played: Any, verdict: Any, kept: Any) -> dict[str, Any]:
    """The whole answer for a script."""
    return {
        "incidents": len(played.truth),
        "imported": played.imported,
        "messages": played.said.messages,
        "answers": played.said.answers,
        "rejected": {force: standing.rejected for force, standing in played.standing.items()},
        "agreement": [
            {
                "measure": one.measure,
                "scope": one.scope,
                "total": one.total,
                "agreed": one.agreed,
                "baseline": one.baseline,
                "disagreements": [each._asdict() for each in one.disagreements],
            }
            for one in verdict.agreements
        ],
        "faults": list(verdict.faults),
        "kept": {"folder": str(kept.folder), "bootstrap": kept.kept.bootstrap, "worker": kept.kept.worker}
        if kept
        else None,
    }
