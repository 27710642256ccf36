"""X8: of every kind of row it is said what an erasure does with it; a new kind is not forgotten."""

import msgspec
import pytest

from schemas import rows
from streams.rules.rights import sweep, words

KINDS = [getattr(rows, name) for name in rows.__all__ if name.endswith("Row") and name != "Row"]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_x8_what_an_erasure_does_with_it_is_said_once(kind: type[rows.Row]) -> None:
    said = [kind in sweep.without.registry, kind in sweep.NOBODY, kind in sweep.ELSEWHERE]

    assert said.count(True) == 1


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_x8_words_of_anybody_in_it_are_looked_through(kind: type[rows.Row]) -> None:
    fields = msgspec.structs.fields(kind)
    in_words = [each.name for each in fields if each.name == "reason" and each.type is str]
    in_words += [each.name for each in fields if each.type == rows.WordKept | None]
    in_words += [each.name for each in fields if each.type == rows.FormKept | None]

    assert not in_words or kind in words.unsaid.registry
