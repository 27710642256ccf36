"""Cases: requested, adopted, joined, left, taken back, related (R1, R5, R7)."""

from datetime import date

from schemas.outgoing.parts import Outgoing, PolicyVersion
from schemas.words import (
    AsbClass,
    AsbType,
    OpeningPolicy,
    RelatedReason,
    Role,
    WithdrawalReason,
)


class CasePerson(Outgoing):
    """A person as Sentinel needs them to create the case."""

    person_ref: str
    role: Role
    nominal_ref: str | None = None
    name: str | None = None
    date_of_birth: date | None = None
    phone: str | None = None


class CasePlace(Outgoing):
    uprn: str | None = None
    text: str = ""
    easting: int | None = None
    northing: int | None = None
    beat: str | None = None


class CaseOpened(Outgoing):
    """The request to create a case in Sentinel: idempotent by `case_id` and `request` (R7)."""

    case_id: str
    request: int
    incident_id: str
    # Earlier associated reports that are part of why it opened.
    associated_incident_ids: tuple[str, ...]
    asb_class: AsbClass | None
    asb_type: AsbType | None
    opening_policy: OpeningPolicy
    people: tuple[CasePerson, ...]
    place: CasePlace | None
    decided_by: PolicyVersion
    sentence: str


class CaseAdopted(Outgoing):
    """A case that began in Sentinel is now kept here with every duty (R7)."""

    case_id: str
    reference: str


class IncidentJoined(Outgoing):
    """An incident belongs to a case that exists already (R1, R7)."""

    case_id: str
    incident_id: str
    sentence: str


class IncidentLeft(Outgoing):
    """An incident no longer belongs to the case (R5)."""

    case_id: str
    incident_id: str
    reason: WithdrawalReason
    # The `ce_id` of the event that this one corrects.
    corrects: str | None = None


class CaseWithdrawn(Outgoing):
    """The request is taken back before Sentinel accepted it (R5); or an adopted case turned out to be another's.

    Such a one has `request` 0 and `known_as`, the case that Sentinel says its reference is of (R7).
    """

    case_id: str
    request: int
    reason: WithdrawalReason
    known_as: str | None = None
    # The `ce_id` of the event that this one corrects.
    corrects: str | None = None


class IncidentRelated(Outgoing):
    """Membership differs from the linked group; shown, never merged by machine (R1)."""

    case_id: str
    incident_id: str
    related_case_id: str | None
    reason: RelatedReason


class RelatedWithdrawn(Outgoing):
    """The exception shown by `IncidentRelated` no longer stands."""

    case_id: str
    incident_id: str
    related_case_id: str | None
    reason: RelatedReason
    # The `ce_id` of the event that this one corrects.
    corrects: str | None = None
