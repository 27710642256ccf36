"""X8: who is restricted is to every rule as if nothing had been told of them; lifted, as if they never had been.

The random worlds of the corrections: whatever was sent while nobody was restricted has been taken back or corrected.
"""

from random import Random

import pytest
from pydantic import BaseModel

from tests.given.core import Core
from tests.given.messages import START
from tests.given.rights import RightsWorld, lifted, restricted
from tests.stories.corrections.test_as_if_never_told import WHAT_STANDS, run

WORLDS = 8
_HOUR = 3_600.0


def hours(messages: list[BaseModel], place: int) -> float:
    """When the message before a place in the story was recorded, in hours after its start."""
    return (messages[place - 1].recorded_at - START).total_seconds() / _HOUR  # type: ignore[attr-defined]


@pytest.mark.parametrize("seed", range(WORLDS))
def test_x8_of_whoever_is_restricted_nothing_stands_that_would_not_without_them(seed: int) -> None:
    world = RightsWorld(seed)
    told = world.told
    place = Random(seed).randint(1, len(told))

    core = run([*told[:place], restricted(world.about, hours(told, place)), *told[place:]])

    absent = run(world.without(told))
    for standing in WHAT_STANDS:
        assert standing(core) == standing(absent)


@pytest.mark.parametrize("seed", range(WORLDS))
def test_x8_lifted_everything_stands_as_if_nobody_had_been_restricted(seed: int) -> None:
    world = RightsWorld(seed)
    told = world.told
    first, last = sorted(Random(seed).choices(range(1, len(told) + 1), k=2))
    story = [
        *told[:first],
        restricted(world.about, hours(told, first)),
        *told[first:last],
        lifted(world.about, hours(told, last)),
        *told[last:],
    ]

    core = run(story)

    never = run(told)
    for standing in WHAT_STANDS:
        assert standing(core) == standing(never)


@pytest.mark.parametrize("seed", range(WORLDS))
def test_x8_nothing_that_is_published_while_somebody_is_restricted_names_them(seed: int) -> None:
    world = RightsWorld(seed)
    told = world.told
    core: Core = run([restricted(world.about, 0), *told])

    named = [
        event
        for event in core.published
        if event.type != "ProcessingRestricted"
        and (world.person_ref in str(event.data) or str(world.about.nominal_ref) in str(event.data))
    ]

    assert [(event.type, event.data) for event in named[:1]] == []
