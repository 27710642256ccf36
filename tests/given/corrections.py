"""Corrections with valid defaults: a log deleted, two records of one person, an assessment recorded in error.

Times are hours after the start of the story, as in `messages`; each is recorded when it happened.
"""

from typing import Any

from schemas.incoming import AssessmentSubject, AssessmentWithdrawn, IncidentDeleted, PersonMerged
from schemas.words import SubjectKind
from tests.given.casework import OFFICER
from tests.given.messages import at, fact


def deleted(incident_id: str = "SK-1", hours: float = 24, revision: int = 2) -> IncidentDeleted:
    """STORM deleted the log, whose revisions are counted as those of `incident`."""
    return IncidentDeleted(
        incident_id=incident_id, revision=revision, recorded_at=at(hours), reason="Opened in error."
    )


def merged(
    person_ref: str = "P-2",
    into: str | None = "P-1",
    hours: float = 72,
    revision: int = 1,
    reference: str = "SEN-1",
) -> PersonMerged:
    """Sentinel's record `person_ref` is of the person whose record `into` is; None: it is a person of its own."""
    return PersonMerged(
        **fact(f"merged-{reference}-{person_ref}", hours, revision),
        reference=reference,
        person_ref=person_ref,
        into=into,
    )


def assessment_withdrawn(
    reference: str = "SEN-1",
    person_ref: str = "P-1",
    hours: float = 72,
    revision: int = 2,
    kind: SubjectKind = SubjectKind.VICTIM,
    **changes: Any,
) -> AssessmentWithdrawn:
    """What was assessed up to this revision was recorded in error; the slot is that of `assessed`."""
    values = {
        **fact(f"assessment-withdrawn-{reference}-{kind}-{person_ref}", hours, revision),
        "reference": reference,
        "subject": AssessmentSubject(kind=kind, ref=person_ref),
        "officer": OFFICER,
        "reason": "Filled in for another case.",
    }
    return AssessmentWithdrawn(**{**values, **changes})
