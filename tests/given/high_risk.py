"""What is told of high risk and of the directory, with valid defaults. Times are hours after the story's start."""

from collections.abc import Iterable
from datetime import date
from typing import Any, Final

from schemas.incoming import AssessmentSubject, DirectoryUpdated, HighRiskDeclared, Location
from schemas.words import SubjectKind
from tests.given.casefile import of_type
from tests.given.core import Core, Event
from tests.given.messages import HOME, accepted, incident, instruction, lead_officer, person_added

BEAT: Final = "SK12"
LONG_AGO: Final = date(2026, 1, 1)
# Answers of a victim's matrix that come to HIGH, and to LOW whatever else is answered.
HIGH: Final = {"vulnerability": "high", "violence": "yes"}
LOW: Final = {
    "frequency": "one-off",
    "duration": "isolated",
    "impact": "low",
    "vulnerability": "none-disclosed",
    "violence": "no",
    "feels-safe": "safe",
    "hate": "no",
    "type": "noise",
}


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
        **instruction(f"high-risk-{reference}-{kind}-{ref}", hours, revision),
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
        **instruction(f"directory-{name}-{effective_from}", hours, revision),
        "officer": "PS 77",
        "beat": beat,
        "effective_from": effective_from,
        "sergeant": f"PS {name}",
        "inspector": f"PI {name}",
    }
    return DirectoryUpdated(**{**values, **changes})


def officers(addressees: Iterable[dict[str, Any]]) -> list[tuple[str, str | None]]:
    """Whom a notice or reminder names: each post with its officer."""
    return [(one["post"], one["officer"]) for one in addressees]


def posts_of(beat: str) -> list[tuple[str, str | None]]:
    """The sergeant and the inspector that `directory` names for a beat, or as fallback."""
    posts = ("fallback", "fallback") if beat == "fallback" else ("sergeant", "inspector")
    return [(posts[0], f"PS {beat}"), (posts[1], f"PI {beat}")]


def withdrawn(events: Iterable[Event]) -> list[tuple[str, str]]:
    """Which notices were withdrawn, and why."""
    return [(each["kind"], each["reason"]) for each in of_type(events, "NoticeWithdrawn")]


def on_a_beat(
    core: Core, beat: str | None = BEAT, hours: float = 0, reference: str = "SEN-1", **victim: Any
) -> str:
    """A case of one incident on a beat, accepted by Sentinel, with PC 4411 as lead officer and P-1 as its victim."""
    place = Location(uprn=HOME, beat=beat)
    core.tell(incident("SK-1", hours, "They threatened her. She is frightened.", location=place))
    case_id = core.incident("SK-1").case_id
    core.tell(
        accepted(case_id, reference, hours + 1),
        lead_officer(reference, hours=hours + 1),
        person_added(reference, hours=hours + 1, **victim),
    )
    return case_id
