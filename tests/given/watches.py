"""Reports about one victim with valid defaults, and what was announced of them; times are days after the start."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from schemas.incoming import CrimeRecordingReviewed, IncidentLogged, Person
from schemas.words import NoticeKind, Role
from tests.given.core import Event
from tests.given.duties import Data, london
from tests.given.messages import at, incident, victim

DAY = 24
HATE = ("Prejudice - Racial",)
NUISANCE, PERSONAL = "202", "201"
# What makes an incident one to be case-managed.
GRAVE = "They threatened her. She is frightened."
ANN = victim(nominal_ref="NOM-1")
BEN = victim(nominal_ref="NOM-2")
# The same woman, by her name and birth date alone, and by all that is known of her.
ANN_BY_NAME = victim(name="Ann Bell", date_of_birth=date(1980, 2, 3))
ANN_BY_ALL = victim(nominal_ref="NOM-1", name="Ann Bell", date_of_birth=date(1980, 2, 3))


def report(
    incident_id: str,
    day: float,
    *people: Person,
    happened: float | None = None,
    text: str | None = None,
    **changes: Any,
) -> IncidentLogged:
    """A nuisance report about Ann by default; `happened` on another day than it was reported."""
    values: dict[str, Any] = {"people": people or (ANN,), **changes}
    if happened is not None:
        values["occurred_from"] = at(happened * DAY)
    return incident(incident_id, day * DAY, *([text] if text else []), **values)


def personal(incident_id: str, day: float, *people: Person, **changes: Any) -> IncidentLogged:
    """A report of the Personal class."""
    return report(incident_id, day, *people, **{"opening_code": PERSONAL, **changes})


def suspect(nominal: str = "NOM-9") -> Person:
    return Person(role=Role.PERPETRATOR, nominal_ref=nominal)


def reviewed(
    obligation_id: str, day: float, *, crime: bool = False, revision: int = 1
) -> CrimeRecordingReviewed:
    return CrimeRecordingReviewed(
        instruction_id=f"crime-review-{obligation_id}-{revision}",
        recorded_at=at(day * DAY),
        revision=revision,
        officer="PS 77",
        obligation_id=obligation_id,
        crime=crime,
        crime_reference="CR/1" if crime else None,
        reason="Looked at both.",
    )


def told(events: Iterable[Event], kind: str) -> list[Data]:
    return [event.data for event in events if event.type == kind]


def eligible(events: Iterable[Event]) -> list[tuple[str, str, list[str]]]:
    """Who may ask for a Case Review, by which threshold and incidents."""
    return [
        (data["person_ref"], data["threshold"], counted(data)) for data in told(events, "CaseReviewEligible")
    ]


def conduct(events: Iterable[Event]) -> list[tuple[str, list[str]]]:
    """About whom a course of conduct was seen, and in which incidents."""
    return [(data["person_ref"], counted(data)) for data in told(events, "CourseOfConductSeen")]


def counted(data: Data) -> list[str]:
    return [one["incident_id"] for one in data["incidents"]]


def withdrawn(events: Iterable[Event], kind: NoticeKind = NoticeKind.CASE_REVIEW) -> list[str]:
    """Why notices of a kind were withdrawn."""
    return [data["reason"] for data in told(events, "NoticeWithdrawn") if data["kind"] == kind]


def by(data: Data, field: str) -> str:
    """A time of a notice, as London's day and hour."""
    return london(data[field])
