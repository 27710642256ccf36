"""`make bench-quick`: check every contender, then time them in turn, then say who was how fast.

About two and a half minutes on two idle cores. Everything runs on an embedded Kafka of its own, in a folder
that is deleted afterwards.
"""

import sys
import tempfile
import time
from pathlib import Path

import click
from confluent_kafka import KafkaException
from rich.console import Console

from bench import report
from bench.arena import Arena, Manner
from bench.cluster import Trouble
from bench.machine import busy, describe
from bench.results import STANDINGS, Laps
from streams.broker.embedded import EmbeddedKafka
from streams.broker.errors import BrokerError


@click.command
@click.option("--rounds", default=3, show_default=True, help="Each contender runs once in each.")
@click.option("--seconds", default=2.5, show_default=True, help="Length of a window, as the least.")
@click.option("--warm-up", default=1.5, show_default=True, help="Seconds from the first commit to a window.")
@click.option("--events", default=500_000, show_default=True, help="Backlog of the trivial job.")
@click.option("--incidents", default=36_000, show_default=True, help="Backlog of the real job.")
@click.option("--write/--no-write", default=True, help="Put the results into docs/benchmarks.md.")
def main(rounds: int, seconds: float, warm_up: float, events: int, incidents: int, write: bool) -> None:
    """Compare the engine and the real job with their peers."""
    console, other_work, began = Console(), busy(), time.monotonic()
    try:
        with (
            tempfile.TemporaryDirectory(prefix="asb-bench-") as folder,
            EmbeddedKafka(Path(folder) / "kafka") as kafka,
        ):
            arena = Arena(kafka.bootstrap, Path(folder), Manner(seconds, warm_up, events, incidents))
            laps = _compare(console, arena, rounds)
    except (Trouble, BrokerError, KafkaException) as error:
        console.print(f"[red]Not measured:[/] {error}")
        sys.exit(1)
    report.show(console, laps)
    console.print(other_work)
    if write:
        manner = f"{rounds} rounds in turn, windows of at least {seconds:g} s after {warm_up:g} s of warm-up"
        report.write(laps, describe(), f"{manner}. {other_work}".strip())
    console.print(f"took {time.monotonic() - began:.0f} s")


def _compare(console: Console, arena: Arena, rounds: int) -> Laps:
    laps: Laps = {each.name: [] for each in STANDINGS}
    with console.status("writing the backlogs and checking every contender's answers"):
        arena.prepare()
    console.print("every contender's answers are right")
    for number in range(1, rounds + 1):
        for contender in STANDINGS:
            with console.status(f"round {number} of {rounds}: {contender.name}"):
                lap = arena.lap(contender, number)
            console.print(f"round {number}  {contender.name:<48} {lap.rate:>10,.0f} events/s")
            laps[contender.name].append(lap)
    return laps


if __name__ == "__main__":
    main()
