"""What is told of high risk and of the directory, with valid defaults. Times are hours after the story's start."""

from datetime import date
from typing import Any, Final

from schemas.incoming import AssessmentSubject, DirectoryUpdated, HighRiskDeclared
from schemas.words import SubjectKind
from tests.given.messages import at

BEAT: Final = "SK12"
LONG_AGO: Final = date(2026, 1, 1)


def declared(
    reference: str = "SEN-1",
    ref: str = "P-1",
    hours: float = 48,
    revision: int = 1,
    kind: SubjectKind = SubjectKind.VICTIM,
    *,
    high: bool = True,
    **changes: Any,
) -> HighRiskDeclared:
    """A named officer says that a subject of a case is at high risk, or no longer."""
    values = {
        "instruction_id": f"high-risk-{reference}-{kind}-{ref}-{revision}",
        "recorded_at": at(hours),
        "revision": revision,
        "officer": "PS 77",
        "reference": reference,
        "subject": AssessmentSubject(kind=kind, ref=ref),
        "high": high,
        "reason": "She was threatened on the way to school.",
    }
    return HighRiskDeclared(**{**values, **changes})


def directory(
    beat: str | None = BEAT,
    effective_from: date = LONG_AGO,
    hours: float = 0,
    revision: int = 1,
    **changes: Any,
) -> DirectoryUpdated:
    """Who a beat's sergeant and inspector are; with no beat the fallback. Their ids name the beat by default."""
    name = beat or "fallback"
    values = {
        "instruction_id": f"directory-{name}-{effective_from}-{revision}",
        "recorded_at": at(hours),
        "revision": revision,
        "officer": "PS 77",
        "beat": beat,
        "effective_from": effective_from,
        "sergeant": f"PS {name}",
        "inspector": f"PI {name}",
    }
    return DirectoryUpdated(**{**values, **changes})
