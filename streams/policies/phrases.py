"""The small language in which policies write phrases: `a | b` alternatives, `(x|y)` choices, `(s)?` options.

`knock (and|a) run` is two phrases; `needle(s)?` is two; `no tax | untaxed` is two. Nothing else is special.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import product

_PARTS = re.compile(r"\(([^()]*)\)(\?)?|([^()]+)")


def expand(patterns: Iterable[str]) -> tuple[str, ...]:
    """Every plain phrase the patterns stand for, in order, each once."""
    found: dict[str, None] = {}
    for pattern in patterns:
        for alternative in _alternatives(pattern):
            for phrase in _choices(alternative):
                found[phrase] = None
    return tuple(found)


def words(text: str) -> tuple[str, ...]:
    """The words of a phrase as the reader of logs compares them: lower case, no apostrophes or hyphens."""
    return tuple(text.lower().replace("'", "").replace("’", "").replace("-", " ").split())


def _alternatives(pattern: str) -> Iterator[str]:
    depth, start = 0, 0
    for at, character in enumerate(pattern):
        if character == "(":
            depth += 1
        elif character == ")":
            depth -= 1
        elif character == "|" and depth == 0:
            yield pattern[start:at].strip()
            start = at + 1
    yield pattern[start:].strip()


def _choices(alternative: str) -> Iterator[str]:
    parts: list[list[str]] = []
    for group, optional, literal in _PARTS.findall(alternative):
        if literal:
            parts.append([literal])
        else:
            parts.append([*group.split("|"), *([""] if optional else [])])
    for chosen in product(*parts):
        yield " ".join("".join(chosen).split())
