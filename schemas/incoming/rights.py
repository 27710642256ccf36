"""What is told about people's rights in their data: restriction, erasure, and who looked (X7, X8).

DPA 2018 ss.46-48 and s.62.
"""

from datetime import date
from typing import Annotated

from pydantic import ConfigDict, StringConstraints, model_validator

from schemas.incoming.instructions import Instruction
from schemas.incoming.parts import (
    CaseReference,
    Ident,
    IncidentId,
    Incoming,
    Instant,
    PersonRef,
    Reason,
    Seq,
    _given,
    at_most,
)
from schemas.words import Recorded

MOST_REFS = 200
MOST_INCIDENTS = 500
MOST_REJECTED = 1_000


class SentinelRef(Incoming):
    """Somebody as Sentinel names them on one of its cases."""

    reference: CaseReference
    person_ref: PersonRef


class DataSubject(Incoming):
    """Who it is about: every way in which our records surely name them. A phone alone is a household's."""

    model_config = ConfigDict(
        json_schema_extra={
            "type": "object",
            "anyOf": [
                _given("nominal_ref"),
                _given("name"),
                {"required": ["in_sentinel"], "properties": {"in_sentinel": {"minItems": 1}}},
            ],
            "if": {"anyOf": [_given("name"), _given("date_of_birth")]},
            "then": {"allOf": [_given("name"), _given("date_of_birth")]},
        }
    )

    nominal_ref: Annotated[str, StringConstraints(min_length=1, max_length=64)] | None = None
    name: Annotated[str, StringConstraints(min_length=1, max_length=200)] | None = None
    date_of_birth: date | None = None
    in_sentinel: Annotated[tuple[SentinelRef, ...], at_most(MOST_REFS)] = ()

    @model_validator(mode="after")
    def is_surely_somebody(self) -> "DataSubject":
        if (self.name is None) != (self.date_of_birth is None):
            msg = "a name counts with its birth date only"
            raise ValueError(msg)
        if not (self.nominal_ref or self.name or self.in_sentinel):
            msg = "nominal_ref, name with date_of_birth, or in_sentinel is needed"
            raise ValueError(msg)
        return self


class SubjectRestricted(Instruction):
    """A person is not scored, published or disclosed, or with `restricted` false is again (X8; s.47(3)).

    The slot is `subject_id`, the force's own number of the request; it says nothing about the person.
    """

    subject_id: Ident
    subject: DataSubject
    restricted: bool = True
    reason: Reason


class SubjectErased(Instruction):
    """What we hold about a person is erased, everywhere (X8; s.47(1)); the slot is `subject_id`."""

    subject_id: Ident
    subject: DataSubject
    # Incidents whose log names the person although their header does not.
    incident_ids: Annotated[tuple[IncidentId, ...], at_most(MOST_INCIDENTS)] = ()
    # Rejected messages that name the person, by their keys on the rejected topic.
    rejected_keys: Annotated[
        tuple[Annotated[str, StringConstraints(min_length=1, max_length=300)], ...],
        at_most(MOST_REJECTED),
    ] = ()
    # Until when bytes of the person may last, by what the installation keeps; nobody said: by the topics' own days.
    gone_by: Instant | None = None
    reason: Reason


class RecordConsulted(Instruction):
    """Somebody looks at a record through the command line (X7; s.62(1)(c)); sent before it is shown."""

    what: Recorded
    # The record's id; of a subject: the keyed hash that stands for them.
    ref: Ident
    # The command that showed it.
    through: Annotated[str, StringConstraints(min_length=1, max_length=64)]
    # How many records of the kind were shown, where it was a listing.
    records: Seq = 1
