"""The results for people: tables on the terminal, and the section of docs/benchmarks.md that is made."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from rich.console import Console
from rich.table import Table

from bench.results import Laps, Ratio, Standing, ratios, standings

DOCUMENT: Final = Path(__file__).parents[1] / "docs" / "benchmarks.md"

Rows = Sequence[Sequence[str]]

RATES_HEAD: Final = ("contender", "guarantee", "events/s", "slowest–fastest", "own CPU µs/event")
RATIOS_HEAD: Final = ("ratio of events/s", "median", "per round", "aim", "verdict")
_WORDS: Final = frozenset(
    ("contender", "guarantee", "ratio of events/s", "verdict", "function", "module", "machine", "")
)


def show(console: Console, laps: Laps) -> None:
    """Both tables on the terminal."""
    console.print(table("Rates", RATES_HEAD, _rates(standings(laps))))
    console.print(table("Ratios", RATIOS_HEAD, _ratios(ratios(laps))))


def write(laps: Laps, machine: Mapping[str, str], manner: str, document: Path = DOCUMENT) -> None:
    """Put the results into the document."""
    parts = [
        f"Measured on {datetime.now(UTC).date().isoformat()}: {manner}",
        markdown(RATES_HEAD, _rates(standings(laps))),
        markdown(RATIOS_HEAD, _ratios(ratios(laps))),
        markdown(("machine", ""), [*machine.items()]),
    ]
    put("results", "\n\n".join(parts), document)


def put(section: str, text: str, document: Path = DOCUMENT) -> None:
    """Replace what stands between the two markers of a section. Raises ValueError when they are missing."""
    before, start, rest = document.read_text(encoding="utf-8").partition(f"<!-- {section}: made -->\n")
    _, end, after = rest.partition(f"<!-- {section}: end -->")
    if not start or not end:
        msg = f"{document.name} has no markers for the section {section}"
        raise ValueError(msg)
    document.write_text(f"{before}{start}\n{text}\n\n{end}{after}", encoding="utf-8")


def _rates(found: Sequence[Standing]) -> Rows:
    return [
        (
            each.contender.name,
            each.contender.promise,
            f"{each.rate:,.0f}",
            f"{each.slowest:,.0f}–{each.fastest:,.0f}",
            f"{each.cpu_micros:,.1f}",
        )
        for each in found
    ]


def _ratios(found: Sequence[Ratio]) -> Rows:
    return [
        (
            f"{each.one.name} / {each.other.name}",
            f"{each.median:.2f}",
            " ".join(f"{one:.2f}" for one in each.rounds),
            "" if each.aim is None else f"{each.aim:g}",
            each.verdict,
        )
        for each in found
    ]


def table(title: str, head: Sequence[str], rows: Rows) -> Table:
    """Words to the left, figures to the right."""
    made = Table(title=title, title_justify="left")
    for name in head:
        made.add_column(name, justify="left" if name in _WORDS else "right")
    for row in rows:
        made.add_row(*row)
    return made


def markdown(head: Sequence[str], rows: Rows) -> str:
    """The same for a document."""
    rule = (":--" if name in _WORDS else "--:" for name in head)
    lines = (head, tuple(rule), *rows)
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)
