"""On which persons and locations does a case's high risk put a marker, and from when until when? (R9)

Pure. A placement follows from the facts alone: a run of high risk, whose nominal reference, whose home. One that is
over is worked out as well, because a marker whose placement is over is another thing than one whose placement never
was: the first is asked about, the second is false.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from schemas.outgoing import Subject
from schemas.rows import NO_RANK
from schemas.words import MarkedAs, MarkedKind, WithdrawalReason
from streams.rules.case_state import CaseState
from streams.rules.high_risk import HighRisk
from streams.rules.ledger import Ledger
from streams.rules.markers import marked
from streams.rules.markers.lived import Lived, lived_by
from streams.rules.risk_history import ROLE_OF, recorded_at

MarkedKey = tuple[MarkedKind, str, bool]


class Placement(NamedTuple):
    """Why, and from when until when, a person or location is marked for a case."""

    kind: MarkedKind
    ref: str
    subject: Subject
    adverse: bool
    since: datetime
    # Of one that is over: when, as far as that is known, and why.
    until: datetime | None = None
    why_over: WithdrawalReason | None = None

    @property
    def key(self) -> MarkedKey:
        """What there is one marker for: a person may be marked as a victim and, another matter, against them."""
        return self.kind, self.ref, self.adverse

    @property
    def stands(self) -> bool:
        return self.why_over is None


def of(state: CaseState, ledger: Ledger) -> list[Placement]:
    """Every placement that the case has or had by facts that are not withdrawn; those that stand first."""
    if not state.case.reference:
        return []
    opened_again = _opened_again(state)
    found = [
        each._replace(since=max(each.since, opened_again)) if each.stands and opened_again else each
        for run in state.high_risk_runs
        for each in _of_run(state, run, ledger)
    ]
    return sorted(found, key=lambda one: (not one.stands, one.since, one.subject.kind, one.subject.ref))


def _of_run(state: CaseState, run: HighRisk, ledger: Ledger) -> Iterator[Placement]:
    """What one run of high risk marks, by the policy of the day it began."""
    terms = ledger.policy(run.since).policy.markers.subjects.get(run.kind)
    if terms is None:
        return
    subject = Subject(kind=run.kind, ref=run.ref)
    whole = _bounded(state, Placement(MarkedKind.PERSON, "", subject, terms.adverse, run.since), run)
    where = lived_by(state, run)
    known = False
    for place in terms.placed:
        found = list(_placed(place, whole, where))
        if place is MarkedAs.SCENE and (scene := marked.scene_of(ledger, state.case.case_id, run.since)):
            found = [_at_scene(whole, scene, where, known=known)]
        known = known or any(one.stands for one in found)
        yield from found


def _placed(place: MarkedAs, whole: Placement, where: Lived) -> Iterator[Placement]:
    if place is MarkedAs.PERSON:
        for number, nominal in enumerate(where.nominals):
            one = whole._replace(kind=MarkedKind.PERSON, ref=nominal)
            # The first is how they are known; another one is of a record that was joined to it.
            yield one if number == 0 else _over(one, None, WithdrawalReason.CORRECTED)
    elif place is MarkedAs.HOME:
        for home in where.homes:
            if home.until is not None and home.until <= whole.since:
                continue
            since = max(whole.since, home.since) if home.since is not None else whole.since
            if whole.until is not None and since >= whole.until:
                continue
            one = whole._replace(kind=MarkedKind.LOCATION, ref=home.uprn, since=since)
            yield one if home.until is None else _over(one, home.until, WithdrawalReason.MOVED)


def _at_scene(whole: Placement, scene: str, where: Lived, *, known: bool) -> Placement:
    """Where it took place stands in until something better is known."""
    one = whole._replace(kind=MarkedKind.LOCATION, ref=scene)
    if not known:
        return one
    told = where.homes[0].since if where.homes else None
    return _over(one, told, WithdrawalReason.CORRECTED)


def _bounded(state: CaseState, whole: Placement, run: HighRisk) -> Placement:
    """The run within what the case's being open leaves of it."""
    if run.until is not None:
        whole = _over(whole, run.until, _why_ended(state, run))
    if state.sentinel is None or not state.sentinel.closed:
        return whole
    closed_at = recorded_at(state.sentinel.closed_rank)
    return _over(whole, max(whole.since, closed_at), WithdrawalReason.CASE_CLOSED)


def _opened_again(state: CaseState) -> datetime | None:
    """When a closed case was opened again: what officers said while it was closed was said of a closed case."""
    sentinel = state.sentinel
    if sentinel is None or sentinel.closed or sentinel.closed_rank == NO_RANK:
        return None
    return recorded_at(sentinel.closed_rank)


def _over(one: Placement, until: datetime | None, why: WithdrawalReason) -> Placement:
    """The placement as it is over; of several reasons the first that came."""
    if one.until is not None and (until is None or one.until <= until):
        return one
    if not one.stands and until is None:
        return one
    return one._replace(until=until, why_over=why)


def _why_ended(state: CaseState, run: HighRisk) -> WithdrawalReason:
    role = ROLE_OF.get(run.kind)
    if role is not None and not any(run.ref == one.ref and role in one.roles for one in state.people):
        return WithdrawalReason.PERSON_LEFT
    return WithdrawalReason.BAND_CHANGED
