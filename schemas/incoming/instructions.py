"""What a named officer tells this system to do."""

import json
from datetime import date
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    ConfigDict,
    Field,
    StringConstraints,
    model_validator,
)
from pydantic_core import PydanticKnownError

from schemas.incoming.casework import AssessmentSubject
from schemas.incoming.parts import (
    Beat,
    CaseReference,
    Ident,
    IncidentId,
    Incoming,
    Instant,
    OfficerId,
    Reason,
    Revision,
    Seq,
    _given,
)
from schemas.words import (
    Answer,
    AsbClass,
    AsbType,
    Letter,
    RejectionAction,
)

# A policy has sixteen; what is in them is checked by its own schema, streams/policies/policy.schema.json.
MOST_SECTIONS = 100


def _finite(document: dict[str, Any]) -> dict[str, Any]:
    """NaN and infinity pass every comparison that a schema makes, and are no JSON."""
    try:
        json.dumps(document, allow_nan=False)
    except ValueError as error:
        raise PydanticKnownError("finite_number") from error
    return document


class Instruction(Incoming):
    """What a named officer tells this system; the revision counts changes of the thing it changes."""

    instruction_id: Ident
    recorded_at: Instant
    revision: Revision
    officer: OfficerId


class LetterOverridden(Instruction):
    """An officer sets one letter of one incident, with a reason (R6)."""

    incident_id: IncidentId
    letter: Letter
    answer: Answer
    reason: Reason


class TagOverridden(Instruction):
    """The Force Incident Registrar sets the tag of one incident, with a reason (X11)."""

    model_config = ConfigDict(
        json_schema_extra={
            "if": {"properties": {"asb": {"const": True}}, "required": ["asb"]},
            "then": _given("asb_class"),
        }
    )

    incident_id: IncidentId
    asb: bool
    asb_class: AsbClass | None = None
    asb_type: AsbType | None = None
    reason: Reason

    @model_validator(mode="after")
    def has_a_class_when_asb(self) -> "TagOverridden":
        if self.asb and self.asb_class is None:
            msg = "asb_class is needed when asb is true"
            raise ValueError(msg)
        return self


class PolicyActivated(Instruction):
    """A whole policy and the SHA-256 of its canonical JSON; it must lie in the future of `recorded_at`."""

    policy: Annotated[dict[str, Any], Field(max_length=MOST_SECTIONS), AfterValidator(_finite)]
    sha256: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]


class DutyDeclined(Instruction):
    """A named officer decides that a duty will not be met, with a reason (R10); the slot is the obligation."""

    obligation_id: Ident
    reason: Reason


class GoLiveSet(Instruction):
    """From when reminders are sent: what fell due before is listed in compliance and never mailed (R7)."""

    live_from: Instant


class DirectoryUpdated(Instruction):
    """Who a beat's sergeant and inspector are, from a London date on (R8); the slot is (beat, date).

    Without a beat: the fallback, whom everything goes to whose beat is not known or not in the directory.
    """

    beat: Beat | None
    effective_from: date
    sergeant: OfficerId
    inspector: OfficerId
    chief_inspector: OfficerId | None = None
    district: Annotated[str, StringConstraints(max_length=16)] | None = None


class HighRiskDeclared(Instruction):
    """A named officer says that a subject of a case is at high risk, or with `high` false no longer (R8).

    The slot is (case, subject).
    """

    reference: CaseReference
    subject: AssessmentSubject
    high: bool = True
    reason: Reason


class StepConfirmed(Instruction):
    """A named officer confirms a step that waits for a person (X6, R9); the slot is the step, with StepRefused."""

    step_id: Ident


class StepRefused(Instruction):
    """A named officer refuses a step, with a reason (X6)."""

    step_id: Ident
    reason: Reason


class ContestRaised(Instruction):
    """Somebody contests a step, confirmed or refused: a named officer is asked once more (X6; DPA 2018 s.50C)."""

    step_id: Ident
    reason: Reason


class MarkerKept(Instruction):
    """The owner keeps a marker: reviewed, it runs anew (R9); the slot is the marker, with MarkerTakenOff."""

    marker_id: Ident
    reason: Reason


class MarkerTakenOff(Instruction):
    """The owner takes a marker off, asked to or not (R9)."""

    marker_id: Ident
    reason: Reason


class CrimeRecordingReviewed(Instruction):
    """A person decided whether a series of incidents is a crime (X3); the slot is the obligation."""

    obligation_id: Ident
    crime: bool
    crime_reference: Annotated[str, StringConstraints(max_length=64)] | None = None
    reason: Reason


class RejectionHandled(Instruction):
    """What a named operator did about a rejected message, and why; the slot is the message.

    It is named by its offset on `asb.rejected.v1`, on the partition of the force that this instruction is of.
    """

    rejected_offset: Seq
    action: RejectionAction
    reason: Reason
