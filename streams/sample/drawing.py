"""Which are taken, and how likely that was (X11).

Pure. Systematic sampling with probability proportional to weight, in an order that the seed shuffles: every incident
has exactly the probability that `probabilities` gives, so that what is found in the sample can be told of all. The
same seed and the same incidents give the same sample on every machine.
"""

from collections.abc import Mapping
from hashlib import sha256


def draw(weights: Mapping[str, int], size: int, seed: int) -> dict[str, float]:
    """Take `size` of those that have a weight from 1 on, or all; returns each one's probability of being taken."""
    shares, whole = _shares(weights, size)
    next_point, reached = _number(seed, "start") % whole, 0
    taken = {}
    for ident in sorted(weights, key=lambda one: (_number(seed, f"order/{one}"), one)):
        reached += shares[ident]
        if reached > next_point:
            taken[ident] = shares[ident] / whole
            next_point += whole
    return dict(sorted(taken.items()))


def probabilities(weights: Mapping[str, int], size: int) -> dict[str, float]:
    """The probability of each to be taken: in proportion to its weight, and 1 where that would be more."""
    shares, whole = _shares(weights, size)
    return {ident: share / whole for ident, share in shares.items()}


def _shares(weights: Mapping[str, int], size: int) -> tuple[dict[str, int], int]:
    """The probabilities as whole numbers of one denominator, so that none is lost to rounding."""
    certain: set[str] = set()
    while rest := {ident: weight for ident, weight in weights.items() if ident not in certain}:
        left, together = size - len(certain), sum(rest.values())
        over = {ident for ident, weight in rest.items() if weight * left >= together}
        if not over:
            return {ident: rest.get(ident, 0) * left or together for ident in weights}, together
        certain |= over
    return dict.fromkeys(weights, 1), 1


def _number(seed: int, of: str) -> int:
    return int.from_bytes(sha256(f"{seed}/{of}".encode()).digest())
