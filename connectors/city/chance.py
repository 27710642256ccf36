"""Chance that can be repeated: one generator of random numbers per concern, derived from the seed and a name.

A concern that draws more or fewer numbers, or a new one, never changes what another draws.
"""

from collections.abc import Sequence
from datetime import timedelta
from random import Random
from typing import TypeVar

Thing = TypeVar("Thing")


def chance(seed: int, *concern: object) -> Random:
    """The numbers of one concern, the same on every machine, Python and hash seed."""
    return Random("|".join(str(part) for part in (seed, *concern)))


def hours_between(numbers: Random, low_high: tuple[float, float]) -> timedelta:
    """A time from a range of hours, evenly, in whole seconds."""
    return timedelta(seconds=int(numbers.uniform(*low_high) * 3600))


def one_of(numbers: Random, things: Sequence[Thing]) -> Thing:
    return things[int(numbers.random() * len(things))]
