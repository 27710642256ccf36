"""In whose area did a high risk take place, and who else is to hear of it? (R8)

Pure.
"""

from collections.abc import Iterator
from typing import NamedTuple

from schemas.rows import IncidentRow
from schemas.words import Role, SubjectKind
from streams.rules import places
from streams.rules.case_state import CaseState
from streams.rules.high_risk import HighRisk
from streams.rules.ledger import Ledger, micros
from streams.rules.link import id_of
from streams.rules.membership import members_bucket

_BEFORE_ALL = (-(2**63), b"")


class Area(NamedTuple):
    """Where a high risk took place, and which other beats hear of it."""

    incident_id: str | None
    beat: str | None
    others: tuple[str, ...]

    @property
    def beats(self) -> tuple[str | None, ...]:
        return (self.beat, *self.others)


def area_of(ledger: Ledger, state: CaseState, run: HighRisk) -> Area:
    """The beat of the incident that raised it: the latest by then, else the first; without one the case's beat.

    An incident that comes later moves nobody's area: its beat is one of the others.
    """
    row = _raised_by(state.case.case_id, run, ledger)
    place = row.header.place if row is not None and row.header is not None else None
    beat = (place.beat if place is not None else None) or state.case.beat or None
    others = {*places.beats_of(state.case.case_id, ledger), *_home_beats(state, run)} - {beat}
    return Area(row.incident_id if row is not None else None, beat, tuple(sorted(others)))


def _home_beats(state: CaseState, run: HighRisk) -> Iterator[str]:
    """Where the victim lives; of a risk that is no victim's own, where each victim of the case does."""
    for person in state.people:
        is_concerned = run.kind is not SubjectKind.VICTIM or person.ref == run.ref
        if is_concerned and Role.VICTIM in person.roles and person.home_beat:
            yield person.home_beat


def _raised_by(case_id: str, run: HighRisk, ledger: Ledger) -> IncidentRow | None:
    """The case's latest standing incident that was reported by the time of the high risk, else its first."""
    bucket = members_bucket(case_id)
    entry = (micros(run.since) + 1, b"")
    while found := ledger.rows.before(bucket, entry, 1):
        entry = found[0]
        row = ledger.incident(id_of(entry[1]))
        if row is not None and row.standing:
            return row
    entry = _BEFORE_ALL
    while found := ledger.rows.after(bucket, entry, 1):
        entry = found[0]
        row = ledger.incident(id_of(entry[1]))
        if row is not None and row.standing:
            return row
    return None
