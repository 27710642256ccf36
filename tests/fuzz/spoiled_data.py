"""A message's data spoiled: one thing in it is changed, taken away, doubled, or taken from another message."""

import json
from collections.abc import Callable, Iterator, Sequence
from copy import deepcopy
from random import Random
from typing import Any, Final

from schemas.topics import INPUT_BYTES
from streams.engine.domain import Record
from tests.fuzz.odd import DEPTHS, MARK, REVISIONS, TEXTS, TIMES, VALUES

Path = tuple[Any, ...]
Spoil = Callable[[Random, Any, Sequence[str]], Any]
# A raw piece of JSON that json.dumps would not write, put in where its name stands.
_DEEP: Final = "<deep>"
_TWICE: Final = "<twice>"
# What the rows know already says nothing new: this share of the messages is of a later revision.
_NEWER: Final = 0.6


def spoiled_data(chance: Random, record: Record, ids: Sequence[str]) -> Record:
    """The record with its data spoiled in one to three ways; `ids` are those of rows that are there."""
    try:
        data = json.loads(record.value or b"")
    except ValueError:
        return record
    if chance.random() < _NEWER and isinstance(data, dict) and isinstance(data.get("revision"), int):
        data["revision"] += chance.randrange(1, 1_000)
    for _ in range(chance.choice((1, 1, 1, 2, 3))):
        way = chance.choice(_WAYS)
        data = way(chance, data, ids)
        if way in _LARGE:
            break
    return record._replace(value=_written(chance, data))


def paths(data: Any, here: Path = ()) -> Iterator[Path]:
    """The way to each value in the data."""
    if here:
        yield here
    steps = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for step, part in steps:
        yield from paths(part, (*here, step))


def _written(chance: Random, data: Any) -> bytes:
    text = json.dumps(data, ensure_ascii=chance.random() < 0.5)
    depth = chance.choice(DEPTHS)
    text = text.replace(f'"{_DEEP}"', "[" * depth + "]" * depth)
    # Lone surrogates as the bytes that a careless program writes for them.
    return text.replace(_TWICE, "revision").encode("utf-8", "surrogatepass")


def _somewhere(chance: Random, data: Any, of: Callable[[Any], bool] = lambda value: True) -> Path | None:
    found = [path for path in paths(data) if of(_at(data, path))]
    return chance.choice(found) if found else None


def _at(data: Any, path: Path) -> Any:
    for step in path:
        data = data[step]
    return data


def _put(data: Any, path: Path | None, value: Any) -> Any:
    if not path:
        return data
    _at(data, path[:-1])[path[-1]] = deepcopy(value)
    return data


def odd_value(chance: Random, data: Any, ids: Sequence[str]) -> Any:
    return _put(data, _somewhere(chance, data), chance.choice(VALUES))


def odd_text(chance: Random, data: Any, ids: Sequence[str]) -> Any:
    return _put(data, _somewhere(chance, data, _is_text), chance.choice(TEXTS))


def odd_time(chance: Random, data: Any, ids: Sequence[str]) -> Any:
    return _put(data, _somewhere(chance, data, _is_time), chance.choice(TIMES))


def odd_revision(chance: Random, data: Any, ids: Sequence[str]) -> Any:
    return {**data, "revision": chance.choice(REVISIONS)} if isinstance(data, dict) else data


def gone(chance: Random, data: Any, ids: Sequence[str]) -> Any:
    path = _somewhere(chance, data)
    if path:
        del _at(data, path[:-1])[path[-1]]
    return data


def more_than_we_know(chance: Random, data: Any, ids: Sequence[str]) -> Any:
    path = _somewhere(chance, data, lambda value: isinstance(value, dict))
    inner = _at(data, path or ())
    if isinstance(inner, dict):
        inner[chance.choice((MARK, "colour", "", "\x00", "x" * 3_000, "__class__"))] = chance.choice(VALUES)
    return data


def another_word(chance: Random, data: Any, ids: Sequence[str]) -> Any:
    """A word of the message in another's place."""
    words = [value for path in paths(data) if _is_text(value := _at(data, path))]
    return _put(data, _somewhere(chance, data, _is_text), chance.choice(words)) if words else data


def another_id(chance: Random, data: Any, ids: Sequence[str]) -> Any:
    """The id of something that is there, of whatever kind."""
    return _put(data, _somewhere(chance, data, _is_text), chance.choice(ids))


def id_with_separators(chance: Random, data: Any, ids: Sequence[str]) -> Any:
    odd = chance.choice(("|", "/", ":", "|incident|", "\n", " ", "#")).join((chance.choice(ids)[:20], "1"))
    return _put(data, _somewhere(chance, data, _is_text), odd)


def other_type(chance: Random, data: Any, ids: Sequence[str]) -> Any:
    path = _somewhere(chance, data)
    value = _at(data, path or ())
    as_other = ([value], {"value": value}, str(value), bool(value), len(str(value)), json.dumps(value))
    return _put(data, path, chance.choice(as_other))


def other_case(chance: Random, data: Any, ids: Sequence[str]) -> Any:
    path = _somewhere(chance, data, _is_text)
    value = str(_at(data, path or ()))
    return _put(
        data, path, chance.choice((value.upper(), value.title(), f" {value}", f"{value}\n", value * 3))
    )


def many(chance: Random, data: Any, ids: Sequence[str]) -> Any:
    """A list as it is, many times over, or of nothing."""
    path = _somewhere(chance, data, lambda value: isinstance(value, list))
    value = _at(data, path or ())
    number = chance.choice((0, 2, 19, 21, 51, 61, 501, 2_000))
    filling = value if isinstance(value, list) and value else [chance.choice(VALUES)]
    room = 2 * INPUT_BYTES // len(json.dumps(filling))
    return _put(data, path, filling * min(number, room))


def many_keys(chance: Random, data: Any, ids: Sequence[str]) -> Any:
    number, value = chance.choice((20, 300, 5_000)), chance.choice(("yes", None, MARK))
    return _put(data, _somewhere(chance, data), {f"{MARK} {key}": value for key in range(number)})


def long_text(chance: Random, data: Any, ids: Sequence[str]) -> Any:
    length = chance.choice((16, 17, 32, 33, 64, 65, 200, 201, 2_000, 2_001, 4_000, 4_001, 100_000, 1_100_000))
    words = chance.choice(("x", "é", "frightened ", "not ", "\U0001f600", "a|", "\n", "the "))
    return _put(data, _somewhere(chance, data, _is_text), (words * length)[:length])


def deep(chance: Random, data: Any, ids: Sequence[str]) -> Any:
    if chance.random() < 0.5 and isinstance(data, dict):
        return {**data, "colour": _DEEP}
    return _put(data, _somewhere(chance, data), _DEEP)


def said_twice(chance: Random, data: Any, ids: Sequence[str]) -> Any:
    return {**data, _TWICE: chance.choice(REVISIONS)} if isinstance(data, dict) else data


def not_an_object(chance: Random, data: Any, ids: Sequence[str]) -> Any:
    return chance.choice((*VALUES, [data], {"data": data}))


# What these make is not made larger still.
_LARGE: Final = (many, many_keys, long_text)


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


def _is_time(value: Any) -> bool:
    return isinstance(value, str) and value[:4].isdigit() and "-" in value[4:5]


_WAYS: Final[tuple[Spoil, ...]] = (
    *(odd_value, odd_value, odd_text, odd_text, odd_time, odd_time, odd_revision, gone, more_than_we_know),
    *(another_word, another_id, another_id, id_with_separators, other_type, other_case, many, many_keys),
    *(long_text, deep, said_twice, not_an_object),
)
