"""Which stories there are: every test in a folder of `tests/stories` that takes a `core`.

Of one that is parametrised the first case: a story more is a partition more of every topic.
"""

import inspect
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple

import pytest

_PARAM = type(pytest.param())
FOLDER = Path(__file__).parents[2] / "stories"


class Story(NamedTuple):
    """A test function with all its arguments but the core."""

    name: str
    tell: Callable[..., None]


def collected(*patterns: str) -> tuple[Story, ...]:
    """Those of the files that the patterns name, by file and line; one that wants another fixture fails here.

    Every story of a folder is in one of the files beside this one: `test_every_story_is_told_once` says so.
    """
    modules = (import_module(f"tests.stories.{path.parent.name}.{path.stem}") for path in _files(patterns))
    return tuple(story for module in modules for story in _stories(module))


def _files(patterns: Iterable[str]) -> list[Path]:
    return sorted(path for each in patterns for path in FOLDER.glob(each) if path.name.startswith("test_"))


def _stories(module: ModuleType) -> Iterator[Story]:
    for name, function in vars(module).items():
        wanted = inspect.signature(function).parameters if inspect.isfunction(function) else {}
        if name.startswith("test_") and "core" in wanted:
            arguments = _first_case(function)
            missing = wanted.keys() - arguments.keys() - {"core"}
            assert not missing, f"{module.__name__}.{name} wants {sorted(missing)}"
            yield Story(name, partial(function, **arguments))


def _first_case(function: Any) -> dict[str, Any]:
    """The arguments that `pytest.mark.parametrize` gives first."""
    marks = [mark for mark in getattr(function, "pytestmark", ()) if mark.name == "parametrize"]
    return {name: value for mark in marks for name, value in _first_row(*mark.args).items()}


def _first_row(names: str | tuple[str, ...], rows: Iterable[Any]) -> dict[str, Any]:
    row = next(iter(rows))
    listed = [name.strip() for name in names.split(",")] if isinstance(names, str) else list(names)
    if isinstance(row, _PARAM):
        row = row.values
    elif len(listed) == 1:
        row = (row,)
    return dict(zip(listed, row, strict=True))
