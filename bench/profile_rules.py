"""Where the time of the real job goes: the rules under cProfile, without Kafka.

`python -m bench.profile_rules` shows the tables and puts them into docs/benchmarks.md. The profiler makes
every call dearer, so what calls much looks worse than it is; shares are to be read as a ranking.
"""

import cProfile
import pstats
import re
from collections import Counter
from collections.abc import Mapping
from typing import Any, Final, NamedTuple

import click
from rich.console import Console

from bench.city import domain, incidents, records
from bench.contenders.rules_alone import batches
from bench.report import markdown, put, table
from streams.engine.settings import EngineSettings
from streams.engine.table import Table

INSTALLATION: Final = "profile"
FUNCTIONS: Final = 20
PLACES: Final = 12
FUNCTION_HEAD: Final = ("function", "own time", "calls per event")
PLACE_HEAD: Final = ("module", "own time")
_IN_C: Final = "~"
"""Where the profiler has no file: a function written in C."""

_OURS: Final = re.compile(r".*/((?:streams|schemas|connectors)/.+)\.py$")
_LIBRARY: Final = re.compile(r".*/(?:site-packages|python3\.\d+)/([^/]+?)(?:\.py)?(?:/.*)?$")


class Profile(NamedTuple):
    """Seconds spent in each function itself, calls of it, and seconds by module, what it calls in C included."""

    seconds: Counter[str]
    calls: Counter[str]
    by_module: Counter[str]


@click.command
@click.option("--incidents", "count", default=6_000, show_default=True, help="How many are handled.")
@click.option("--write/--no-write", default=True, help="Put the tables into docs/benchmarks.md.")
def main(count: int, write: bool) -> None:
    """Profile the real job's rules on city traffic."""
    found = profile(count)
    total = sum(found.seconds.values())
    functions = [
        (f"`{name}`", f"{seconds / total:.1%}", f"{found.calls[name] / count:,.1f}")
        for name, seconds in found.seconds.most_common(FUNCTIONS)
    ]
    places = [(name, f"{seconds / total:.1%}") for name, seconds in found.by_module.most_common(PLACES)]
    console = Console()
    console.print(table("Functions by own time", FUNCTION_HEAD, functions))
    console.print(table("Modules by own time", PLACE_HEAD, places))
    if write:
        said = f"{count:,} incident messages of the city's natural mix, without Kafka."
        put("profile", "\n\n".join((said, markdown(FUNCTION_HEAD, functions), markdown(PLACE_HEAD, places))))


def profile(count: int) -> Profile:
    """What each function took, while the rules handled this many messages of the city."""
    told = records(INSTALLATION, list(incidents(count + EngineSettings().batch_records)))
    rest = batches(INSTALLATION, told, Table(domain(INSTALLATION)))
    next(rest)  # the first batch compiles the policies: once in a worker's life
    profiler = cProfile.Profile()
    profiler.enable()
    for _ in rest:
        pass
    profiler.disable()
    return summed(pstats.Stats(profiler).stats)  # type: ignore[attr-defined]


def summed(stats: Mapping[Any, Any]) -> Profile:
    """The same by name, from the profiler's own table."""
    found = Profile(Counter(), Counter(), Counter())
    for (file, _, function), (_, calls, seconds, _, callers) in stats.items():
        name = f"{module_of(file)}.{function.strip('<>')}" if file != _IN_C else plain(function)
        found.seconds[name] += seconds
        found.calls[name] += calls
        if file != _IN_C:
            found.by_module[module_of(file)] += seconds
        for (caller, _, _), (_, _, of_caller, _) in callers.items() if file == _IN_C else ():
            found.by_module[module_of(caller)] += of_caller
    return found


def plain(function: str) -> str:
    """`method 'get' of 'dict' objects` as `dict.get`."""
    method = re.match(r"<method '(\w+)' of '(?:.+\.)?(\w+)' objects>", function)
    return f"{method[2]}.{method[1]}" if method else function.strip("<>").removeprefix("built-in method ")


def module_of(file: str) -> str:
    """A short name for a source file: ours from the project's root, a library's by its name."""
    if ours := _OURS.match(file):
        return ours[1].replace("/", ".")
    library = _LIBRARY.match(file)
    return library[1] if library else "built in"


if __name__ == "__main__":
    main()
