"""What named officers are asked about the markers of a case (X6, R9).

Pure. A proposed marker waits for one, and one that is on, or was refused, may be contested.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from schemas.outgoing import Evidence
from schemas.rows import MarkerRow
from schemas.words import (
    Band,
    EvidenceKind,
    MarkedKind,
    MarkerStatus,
    StepKind,
    SubjectKind,
    WithdrawalReason,
)
from streams.rules import confirmation
from streams.rules.case_state import CaseState
from streams.rules.confirmation import Step
from streams.rules.ladder import london_day
from streams.rules.ledger import Ledger
from streams.rules.markers.life import subject_of
from streams.rules.markers.placement import MarkedKey, Placement

_KINDS: Final = frozenset({StepKind.MARKER})
_OPEN: Final = frozenset({MarkerStatus.PROPOSED, MarkerStatus.ACTIVE})
_ON: Final = {MarkedKind.PERSON: "the person", MarkedKind.LOCATION: "the location"}


def settle(
    ledger: Ledger,
    state: CaseState,
    latest: Iterable[MarkerRow],
    placements: Mapping[MarkedKey, Sequence[Placement]],
) -> None:
    """Ask about the markers that wait, and no longer about those that are over."""
    rows = list(latest)
    confirmation.settle(
        ledger,
        state.case.case_id,
        state.case.reference,
        _KINDS,
        [_step(state, row) for row in _in_question(ledger, rows, placements)],
        WithdrawalReason.LAPSED,
        {row.marker_id: row.withdrawn_for for row in rows if row.withdrawn_for is not None},
    )


def _in_question(
    ledger: Ledger, rows: Iterable[MarkerRow], placements: Mapping[MarkedKey, Sequence[Placement]]
) -> Iterator[MarkerRow]:
    """Those that are there; of refused ones those that would be there but for the officer, or just refused."""
    for row in rows:
        wanted = any(one.stands for one in placements.get((row.kind, row.ref, row.adverse), ()))
        is_refused = row.status is MarkerStatus.REFUSED
        if row.status in _OPEN or (is_refused and (wanted or _is_news(ledger, row.marker_id))):
            yield row


def _is_news(ledger: Ledger, step_id: str) -> bool:
    """Whether a decision is still to be told: the step is decided before it is over."""
    step = ledger.step(step_id)
    return step is not None and step.standing and confirmation.is_untold(step)


def _step(state: CaseState, row: MarkerRow) -> Step:
    subject = subject_of(row)
    return Step(
        step_id=row.marker_id,
        kind=StepKind.MARKER,
        subject=subject,
        adverse=row.adverse,
        what=f"Put the marker on {_ON[row.kind]} {row.ref}: {row.text}",
        why=f"The {subject.kind} {subject.ref}".rstrip()
        + f" has been at high risk since {london_day(row.since):%-d %B %Y}.",
        evidence=tuple(_evidence(state, row)),
    )


def _evidence(state: CaseState, row: MarkerRow) -> Iterator[Evidence]:
    """The assessments that say so, the officers who do, and the incidents of a band that one has confirmed."""
    run = next((one for one in state.high_risk_runs if one.is_of(row.subject_kind, row.subject_ref)), None)
    known_as = run.known_as if run is not None else (row.subject_ref,)
    for ref in known_as:
        kept = state.assessments.get((row.subject_kind, ref))
        standing = kept.standing if kept is not None else None
        if standing is not None and standing.band is Band.HIGH:
            rule = f"{standing.matrix}/{standing.matrix_version}"
            yield Evidence(kind=EvidenceKind.ASSESSMENT, ref=standing.fact_id, rule=rule)
    for word in state.sentinel.declarations if state.sentinel is not None else ():
        if word.high and word.kind is row.subject_kind and word.ref in known_as:
            yield Evidence(kind=EvidenceKind.OFFICER, ref=word.rank[2])
    if row.subject_kind is SubjectKind.PERPETRATOR:
        yield from _of_band(state, row.subject_ref)


def _of_band(state: CaseState, ref: str) -> Iterator[Evidence]:
    """The step by which an officer confirmed that the band is high, and the incidents that it was about."""
    for one in state.inferred.get(ref, ()):
        if one.band is Band.HIGH and one.decided is not None and one.decided.confirmed:
            yield Evidence(kind=EvidenceKind.OFFICER, ref=one.step_id)
            for incident in one.incidents:
                yield Evidence(kind=EvidenceKind.LINK, ref=incident)
