"""Bad input of every kind, many times over: `python -m tests.fuzz --cases 100000 --seed 1`.

Prints the seed, how messages were received, and each case that was not accounted for; then the exit code is 1.
"""

import sys
from collections import Counter
from secrets import randbelow

import click

from tests.fuzz.amount import CASES_PER_STORY
from tests.fuzz.cases import Unaccounted, handled, told
from tests.fuzz.seeds import EVENTS

ENOUGH = 20


@click.command()
@click.option(
    "--cases", type=click.IntRange(1), default=100_000, show_default=True, help="Messages, of all kinds."
)
@click.option(
    "--seed", default=lambda: str(randbelow(10**9)), help="Another for each run, unless it is given."
)
def main(cases: int, seed: str) -> None:
    """Spoil valid messages of every kind and tell stories of valid ones; see that each is accounted for."""
    click.echo(f"seed {seed}")
    found: Counter[str] = Counter()
    failed: list[str] = []
    for number in range(-(-cases // len(EVENTS))):
        for event in EVENTS:
            try:
                found[handled(seed, event, number)] += 1
            except Unaccounted as error:
                failed.append(str(error))
        if number * len(EVENTS) % CASES_PER_STORY < len(EVENTS):
            try:
                found += told(seed, number)
            except Unaccounted as error:
                failed.append(str(error))
    for received, times in found.most_common():
        click.echo(f"{times:>9,}  {received}")
    for each in failed[:ENOUGH]:
        click.echo(each, err=True)
    click.echo(f"{len(failed):>9,}  not accounted for")
    sys.exit(bool(failed))


if __name__ == "__main__":
    main()
