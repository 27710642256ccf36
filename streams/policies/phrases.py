"""The small language in which policies write phrases.

`knock (and|a) run` is two phrases, `needle(s)?` is two, `no tax | untaxed` is two. `<whose>` stands for any
phrase of the policy's set of that name, `<number>` for a number (`3`, `3rd`, `three`), and `..` for a few words
of any kind. Nothing else is special.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import product
from typing import Final

NUMBER: Final = "<number>"
GAP: Final = ".."

_PARTS: Final = re.compile(r"\(([^()]*)\)(\?)?|([^()]+)")
_SET: Final = re.compile(r"<(?!number>)([a-z-]+)>")
_NO_SETS: Final[Mapping[str, str]] = {}


class BadPhrase(ValueError):
    """A pattern that the language does not know; the message says what is wrong with it."""


def expand(patterns: Iterable[str], sets: Mapping[str, str] = _NO_SETS) -> tuple[str, ...]:
    """Every plain phrase the patterns stand for, in order, each once. Raises BadPhrase."""
    found: dict[str, None] = {}
    for pattern in patterns:
        for alternative in _alternatives(_SET.sub(lambda name: _set(name[1], sets), pattern)):
            for phrase in _choices(alternative):
                found[phrase] = None
    return tuple(found)


def words(text: str) -> tuple[str, ...]:
    """The words of a phrase as the reader of logs compares them: lower case, no apostrophes or hyphens."""
    return tuple(text.lower().replace("'", "").replace("’", "").replace("-", " ").split())


def spelled(patterns: Iterable[str], sets: Mapping[str, str] = _NO_SETS) -> frozenset[str]:
    """The plain phrases that patterns stand for, as a cue that was heard in a log names them."""
    return frozenset(" ".join(words(phrase)) for phrase in expand(patterns, sets))


def sets_named(pattern: str) -> list[str]:
    """The sets that a pattern names, as written."""
    return [found[1] for found in _SET.finditer(pattern)]


def written(pattern: str) -> str:
    """The pattern itself when it is well formed apart from the names of sets. Raises BadPhrase."""
    for alternative in _alternatives(_SET.sub("(set)", pattern)):
        for phrase in _choices(alternative):
            _check(phrase, pattern)
    return pattern


def _check(phrase: str, pattern: str) -> None:
    spelled = words(phrase)
    if not spelled:
        msg = f"'{pattern}': a phrase without words"
        raise BadPhrase(msg)
    if GAP in (spelled[0], spelled[-1]):
        msg = f"'{pattern}': '..' stands between two words"
        raise BadPhrase(msg)
    stray = set("".join(spelled).replace(NUMBER, "")) & set("()?<>")
    if stray:
        msg = f"'{pattern}': a stray {sorted(stray)[0]}"
        raise BadPhrase(msg)


def _set(name: str, sets: Mapping[str, str]) -> str:
    if name not in sets:
        msg = f"'<{name}>': the policy has no set of this name"
        raise BadPhrase(msg)
    return f"({sets[name]})"


def _alternatives(pattern: str) -> Iterator[str]:
    depth, start = 0, 0
    for at, character in enumerate(pattern):
        depth += (character == "(") - (character == ")")
        if depth not in (0, 1):
            break
        if character == "|" and depth == 0:
            yield pattern[start:at].strip()
            start = at + 1
    if depth:
        msg = f"'{pattern}': parentheses that do not close, or lie in one another"
        raise BadPhrase(msg)
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
