"""How often does the registrar agree, and how sure is that? (X11)

Pure. A rate has a Wilson score interval of 95 % (E. B. Wilson, 1927). What was drawn by weight counts by the inverse
of its probability, so that the estimate is of all incidents and not of the risky ones; its interval is of as many
incidents as the weights leave it worth (Kish's effective size).
"""

from collections.abc import Callable, Iterable, Sequence
from math import sqrt
from statistics import NormalDist
from typing import Final, NamedTuple

from streams.sample.sheet import Reviewed

CONFIDENCE: Final = 0.95
_Z: Final = NormalDist().inv_cdf(0.5 + CONFIDENCE / 2)


class Rate(NamedTuple):
    """A rate with its interval; `reviewed` incidents it rests on, of which `agreed`."""

    agreed: int
    reviewed: int
    rate: float
    low: float
    high: float


class Agreement(NamedTuple):
    """`sample` is of the rows as they are; `estimate`, and the groups, of all incidents they were drawn from."""

    sample: Rate
    estimate: Rate
    by_class: dict[str, Rate]
    by_basis: dict[str, Rate]
    not_reviewed: int


def agreement(rows: Sequence[Reviewed]) -> Agreement:
    """What the reviewed rows come to. Raises ValueError when none is reviewed."""
    reviewed = [row for row in rows if row.agrees is not None]
    if not reviewed:
        msg = "no row says whether the registrar agrees"
        raise ValueError(msg)
    return Agreement(
        sample=_rate(reviewed, lambda _: 1.0),
        estimate=_estimate(reviewed),
        by_class=_by(reviewed, lambda row: row.asb_class or "unknown"),
        by_basis=_by(reviewed, lambda row: row.basis),
        not_reviewed=len(rows) - len(reviewed),
    )


def wilson(rate: float, size: float) -> tuple[float, float]:
    """The interval in which the true rate lies, by what was seen of `size` incidents."""
    square = _Z**2 / size
    centre = (rate + square / 2) / (1 + square)
    half = _Z / (1 + square) * sqrt(rate * (1 - rate) / size + square / (4 * size))
    return max(0.0, centre - half), min(1.0, centre + half)


def _by(rows: Iterable[Reviewed], group: Callable[[Reviewed], str]) -> dict[str, Rate]:
    groups: dict[str, list[Reviewed]] = {}
    for row in rows:
        groups.setdefault(group(row), []).append(row)
    return {name: _estimate(groups[name]) for name in sorted(groups)}


def _estimate(rows: Sequence[Reviewed]) -> Rate:
    return _rate(rows, lambda row: 1 / row.probability)


def _rate(rows: Sequence[Reviewed], stands_for: Callable[[Reviewed], float]) -> Rate:
    weights = [stands_for(row) for row in rows]
    agreeing = [weight for row, weight in zip(rows, weights, strict=True) if row.agrees]
    rate = min(1.0, sum(agreeing) / sum(weights))
    size = sum(weights) ** 2 / sum(weight**2 for weight in weights)
    return Rate(len(agreeing), len(rows), rate, *wilson(rate, size))
