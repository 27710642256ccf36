"""Who and what on a case is at high risk, and was? (R8)

Pure. A subject is at high risk while it is on the case and its standing band is HIGH, or a named officer says so.
Every run of it follows from facts that are not withdrawn: what rests on a run that is no longer among them rests on
nothing.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from schemas.words import Band, SubjectKind
from streams.rules.band_run import Standing
from streams.rules.people import PersonOnCase, former_refs
from streams.rules.risk_history import History


class HighRisk(NamedTuple):
    """A run in which a subject is at high risk."""

    kind: SubjectKind
    # How the subject is published: of a person `PersonOnCase.ref`.
    ref: str
    # Every reference that it may have been published under, `ref` included.
    known_as: tuple[str, ...]
    since: datetime
    # None: it is so now.
    until: datetime | None
    # Who said so when it began; None: nobody had to, a band did.
    declared_by: str | None
    # Who confirmed that band where incidents spoke for it; None: an assessment did.
    confirmed_by: str | None = None

    def is_of(self, kind: SubjectKind, ref: str) -> bool:
        return self.kind is kind and ref in self.known_as


def runs(histories: Iterable[History], people: Iterable[PersonOnCase], secret: bytes) -> tuple[HighRisk, ...]:
    """Every run of high risk that the case's subjects ever had, subject by subject in order of time."""
    found = [run for history in histories for run in _runs(history)]
    named_so = {run.ref for run in found}
    formerly = {one.ref: tuple(former_refs(one, secret)) for one in people if one.ref in named_so}
    named = (run._replace(known_as=(*run.known_as, *formerly.get(run.ref, ()))) for run in found)
    return tuple(sorted(named, key=lambda run: (run.kind, run.ref, run.since)))


def standing(runs: Iterable[HighRisk]) -> tuple[HighRisk, ...]:
    """Who and what is at high risk now."""
    return tuple(run for run in runs if run.until is None)


def is_a_fact(runs: Iterable[HighRisk], kind: SubjectKind, ref: str, since: datetime) -> bool:
    """Whether a subject was at high risk at a moment or at any time after it.

    Where it was not, what was done about a high risk that began then was done on something false (R5, R9).
    """
    return any(run.is_of(kind, ref) and (run.until is None or run.until > since) for run in runs)


def _runs(history: History) -> Iterator[HighRisk]:
    stands, begun = Standing(), None
    for at, together in groupby(history.changes, key=attrgetter("at")):
        for change in together:
            stands = stands.after(change)
        is_high = stands.counted is Band.HIGH
        if is_high and begun is None:
            begun = HighRisk(history.kind, history.ref, history.known_as, at, None, *_said_by(stands))
        elif not is_high and begun is not None:
            yield begun._replace(until=at)
            begun = None
    if begun is not None:
        yield begun


def _said_by(stands: Standing) -> tuple[str | None, str | None]:
    """Who declared it, and who confirmed it."""
    if stands.band is Band.HIGH:
        return None, stands.confirmed_by or None
    return stands.declared_by or None, None
