"""`make year`: a year of the city under the worker's rules, with reminders ignored and with reminders heeded.

Writes docs/simulated-year.md and docs/simulated-year.svg, the same bytes for the same seed. Ends with a message
and status 1 when something happened in it that must never happen.
"""

import sys
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path
from typing import Final

import click
from rich.console import Console

from bench.invariants import Broken
from bench.year_figures import Figures
from bench.year_report import page, plot
from bench.year_run import Lived, Script, live
from connectors.city.casework.behaviour import Behaviour

PAGE: Final = Path(__file__).parents[1] / "docs" / "simulated-year.md"
PLOT: Final = PAGE.with_suffix(".svg")


@click.command
@click.option("--seed", default=1, show_default=True, help="The same seed gives the same year.")
@click.option("--days", default=365, show_default=True, type=click.IntRange(14), help="How long the year is.")
@click.option("--write/--no-write", default=True, help="Put the results into docs/simulated-year.*")
def main(seed: int, days: int, write: bool) -> None:
    """Simulate the year twice and set it beside the practice."""
    console, script = Console(), Script(seed=seed, days=days)
    try:
        both = _both(console, script)
    except Broken as broken:
        console.print(f"[red]The year shows what must never happen:[/] {broken}")
        sys.exit(1)
    said = page(script, both)
    console.print(said, markup=False, highlight=False)
    if write:
        PAGE.write_text(said, encoding="utf-8")
        PLOT.write_text(plot(both), encoding="utf-8")


def _both(console: Console, script: Script) -> dict[Behaviour, Figures]:
    """Each behaviour in a process of its own: neither needs the other."""
    with (
        console.status(f"{script.days} days of the city, twice"),
        ProcessPoolExecutor(len(Behaviour)) as pool,
    ):
        lives = dict(zip(Behaviour, pool.map(partial(live, script), Behaviour), strict=True))
    for behaviour, lived in lives.items():
        console.print(f"{behaviour}: {_told(lived)}", highlight=False)
        require_sound(lived)
    return {behaviour: Figures(script, lived.counts, lived.risk) for behaviour, lived in lives.items()}


def _told(lived: Lived) -> str:
    rate = lived.messages / lived.seconds
    return f"{lived.messages:,} messages in {lived.seconds:.0f} s, {rate:,.0f} events/s"


def require_sound(lived: Lived) -> None:
    """Raises Broken when anything was rejected, or the last weekly report leaves out what was overdue."""
    if lived.counts.rejected:
        msg = f"messages were rejected: {dict(lived.counts.rejected)}"
        raise Broken(msg)
    if unlisted := lived.counts.unlisted():
        msg = f"{len(unlisted)} overdue duties are not in the weekly report, e.g. {unlisted[0]}"
        raise Broken(msg)


if __name__ == "__main__":
    main()
