"""Which incidents are ASB (R4, R5)."""

from schemas.outgoing.parts import Evidence, Outgoing, PolicyVersion
from schemas.words import (
    AsbClass,
    AsbType,
    TagBasis,
    WithdrawalReason,
)


class IncidentTagged(Outgoing):
    """An incident is ASB: class and type, what they rest on, and what else was considered (R4)."""

    incident_id: str
    # None: no code and no text says which class or type; unknown is a value.
    asb_class: AsbClass | None
    asb_type: AsbType | None
    basis: TagBasis
    # Inferred from the text of the log, not from a code or a registrar.
    suggested: bool
    type_suggested: bool
    crime_and_asb: bool
    also_considered: tuple[AsbClass, ...]
    evidence: tuple[Evidence, ...]
    decided_by: PolicyVersion


class TagWithdrawn(Outgoing):
    """An incident is no longer counted as ASB (R5)."""

    incident_id: str
    reason: WithdrawalReason
    duplicate_of: str | None = None
    decided_by: PolicyVersion
    # The `ce_id` of the event that this one corrects.
    corrects: str | None = None
