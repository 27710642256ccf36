"""What STORM tells: the incident as it stands at a revision, and log lines."""

from datetime import date
from typing import Annotated

from pydantic import (
    Field,
    StringConstraints,
)

from schemas.incoming.parts import (
    IncidentId,
    Incoming,
    Instant,
    NsirCode,
    Revision,
    Seq,
    ShortText,
    Uprn,
    at_most,
)
from schemas.words import (
    Channel,
    IncidentStatus,
    LineCategory,
    Role,
    ThriveLetter,
    TimePrecision,
)


class Location(Incoming):
    """Where it happened. Easting and northing are metres on the British National Grid."""

    text: ShortText = ""
    uprn: Uprn | None = None
    easting: Annotated[int, Field(ge=0, le=700_000)] | None = None
    northing: Annotated[int, Field(ge=0, le=1_300_000)] | None = None
    # A point moved by its publisher to an anonymous map point: never used to link (R1).
    snapped: bool = False
    beat: Annotated[str, StringConstraints(max_length=16)] | None = None
    district: Annotated[str, StringConstraints(max_length=16)] | None = None


class Person(Incoming):
    """Somebody named in the log. Everything but the role may be missing."""

    role: Role
    nominal_ref: Annotated[str, StringConstraints(max_length=64)] | None = None
    name: ShortText | None = None
    date_of_birth: date | None = None
    phone: Annotated[str, StringConstraints(max_length=32)] | None = None
    age: Annotated[int, Field(ge=0, le=130)] | None = None
    vulnerability_flags: Annotated[tuple[ShortText, ...], at_most(20)] = ()


class IncidentLink(Incoming):
    """A cross-reference that a person in the control room set to another incident."""

    incident_id: IncidentId
    reason: ShortText = ""


class LogLine(Incoming):
    """One line of the log. Its identity is `seq`; the same `seq` may come again, corrected."""

    seq: Seq
    at: Instant
    author: Annotated[str, StringConstraints(max_length=64)] = ""
    category: LineCategory
    text: Annotated[str, StringConstraints(max_length=4_000)]
    thrive_letter: ThriveLetter | None = None
    # On an answer: the question's line; without it the nearest question before the answer.
    question_seq: Seq | None = None
    # Filled in by the system and not by a person: not evidence (domain 2).
    auto_answered: bool = False


class IncidentHeader(Incoming):
    """The incident as it stands at one revision; the highest revision's header wins whole."""

    reported_at: Instant
    reported_precision: TimePrecision = TimePrecision.EXACT
    occurred_from: Instant | None = None
    occurred_to: Instant | None = None
    closed_at: Instant | None = None
    status: IncidentStatus = IncidentStatus.OPEN
    channel: Channel
    grade: Annotated[int, Field(ge=1, le=5)] | None = None
    summary: ShortText = ""
    opening_code: NsirCode | None = None
    closing_code: NsirCode | None = None
    local_codes: Annotated[tuple[Annotated[str, StringConstraints(max_length=32)], ...], at_most(20)] = ()
    qualifiers: Annotated[tuple[ShortText, ...], at_most(20)] = ()
    location: Location | None = None
    people: Annotated[tuple[Person, ...], at_most(50)] = ()
    links: Annotated[tuple[IncidentLink, ...], at_most(50)] = ()
    duplicate_of: IncidentId | None = None


class IncidentLogged(Incoming):
    """Written by the STORM connector for every new or changed log: a header and the lines new since the last.

    May come twice, late and out of order.
    """

    incident_id: IncidentId
    revision: Revision
    recorded_at: Instant
    header: IncidentHeader
    lines: Annotated[tuple[LogLine, ...], at_most(500)] = ()


class IncidentDeleted(Incoming):
    """STORM deleted the log: it was opened in error. A later revision of the log brings it back (R5)."""

    incident_id: IncidentId
    revision: Revision
    recorded_at: Instant
    reason: ShortText = ""
