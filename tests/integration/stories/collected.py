"""Which stories there are: every test of `tests/stories/risk/test_r*.py` that takes a `core`."""

import inspect
from collections.abc import Callable, Iterator
from functools import partial
from importlib import import_module
from itertools import product
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple

RISK = Path(__file__).parents[2] / "stories" / "risk"


class Story(NamedTuple):
    """A test function with all its arguments but the core."""

    name: str
    tell: Callable[..., None]


def collected() -> tuple[Story, ...]:
    """In the order of file and line; a story that wants another fixture than `core` cannot be told here."""
    modules = (import_module(f"tests.stories.risk.{path.stem}") for path in sorted(RISK.glob("test_r*.py")))
    return tuple(story for module in modules for story in _stories(module))


def _stories(module: ModuleType) -> Iterator[Story]:
    for name, function in vars(module).items():
        wanted = inspect.signature(function).parameters if inspect.isfunction(function) else {}
        if name.startswith("test_") and "core" in wanted:
            for number, arguments in enumerate(_cases(function), 1):
                missing = wanted.keys() - arguments.keys() - {"core"}
                assert not missing, f"{module.__name__}.{name} wants {sorted(missing)}"
                of_several = f"-{number}" if arguments else ""
                file = module.__name__.rsplit(".", 1)[-1]
                yield Story(f"{file}-{name}{of_several}", partial(function, **arguments))


def _cases(function: Any) -> Iterator[dict[str, Any]]:
    """The arguments that `pytest.mark.parametrize` gives, one set of them for each case."""
    marks = [mark for mark in getattr(function, "pytestmark", ()) if mark.name == "parametrize"]
    for chosen in product(*(list(_rows(*mark.args)) for mark in marks)):
        yield {name: value for row in chosen for name, value in row.items()}


def _rows(names: str | tuple[str, ...], rows: list[Any]) -> Iterator[dict[str, Any]]:
    names = tuple(name.strip() for name in names.split(",")) if isinstance(names, str) else tuple(names)
    for row in rows:
        values = getattr(row, "values", row)  # a `pytest.param` has its values inside
        values = (row,) if callable(values) or (len(names) == 1 and values is row) else values
        yield dict(zip(names, values, strict=True))
