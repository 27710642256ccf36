"""Is Sentinel's own band of somebody, or of a place, another than ours? (X4)

Pure. Ours goes by the matrix and the officer's judgement; neither replaces the other, a person looks.
"""

from collections.abc import Iterator

from schemas.outgoing import Evidence, Subject
from schemas.rows import AssessmentRow
from schemas.words import Band, EvidenceKind, Role, SubjectKind
from streams.rules import assessment_events
from streams.rules.case_state import CaseState
from streams.rules.contradictions.found import Found
from streams.rules.ledger import Ledger

_ASSESSED_AS = {Role.VICTIM: SubjectKind.VICTIM, Role.PERPETRATOR: SubjectKind.PERPETRATOR}


def found(state: CaseState, ledger: Ledger) -> Iterator[Found]:
    """Each subject of the case of whom Sentinel gave another band with the latest assessment."""
    del ledger
    for subject, row in _subjects(state):
        differs = assessment_events.sentinel_band_differs(row)
        if differs is not None:
            yield _found(subject, row, differs)


def _found(subject: Subject, row: AssessmentRow, differs: Band) -> Found:
    standing = row.standing
    ours = standing.band if standing is not None else None
    return Found(
        Evidence(
            kind=EvidenceKind.ASSESSMENT,
            ref=standing.fact_id if standing is not None else "",
            rule=f"our band: {ours or 'none'}",
        ),
        Evidence(
            kind=EvidenceKind.ASSESSMENT,
            ref=row.versions[-1].fact_id,
            rule=f"Sentinel's band: {differs}",
        ),
        f"Sentinel's own band is {differs}; ours is {ours or 'none: nothing that was recorded gives one'}.",
        about=f"{subject.kind}|{subject.ref}",
        subject=subject,
    )


def _subjects(state: CaseState) -> Iterator[tuple[Subject, AssessmentRow]]:
    """Everybody assessed in a role that they have on the case, each once; every place; and the community."""
    for person in state.people:
        for role, kind in _ASSESSED_AS.items():
            row = assessment_events.as_of_one(state.assessments_of(person, kind))
            if role in person.roles and row is not None:
                yield Subject(kind=kind, ref=person.ref), row
    for (kind, ref), row in state.assessments.items():
        if kind in (SubjectKind.LOCATION, SubjectKind.COMMUNITY) and row.versions:
            yield Subject(kind=kind, ref=ref), row
