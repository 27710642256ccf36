"""What named officers say of steps that wait for them, and of markers: instructions with valid defaults (X6, R9).

Times are hours after the start of the story, as in `messages`; what is said later has a later time and the same
revision, as the `asb` command gives it.
"""

from collections.abc import Iterable
from typing import Any

from schemas.incoming import ContestRaised, MarkerKept, MarkerTakenOff, StepConfirmed, StepRefused
from tests.given.core import Event
from tests.given.messages import at

SERGEANT = "PS 77"
INSPECTOR = "INSP 9"


def confirmed(step_id: str, hours: float = 50, revision: int = 1, **changes: Any) -> StepConfirmed:
    """A named officer confirms the step."""
    return StepConfirmed(**{**_said("confirmed", step_id, hours, revision), "step_id": step_id, **changes})


def refused(step_id: str, hours: float = 50, revision: int = 1, **changes: Any) -> StepRefused:
    """A named officer refuses the step."""
    reason = {"reason": "The incidents were others'."}
    values = {**_said("refused", step_id, hours, revision), "step_id": step_id, **reason}
    return StepRefused(**{**values, **changes})


def contested(step_id: str, hours: float = 60, revision: int = 1, **changes: Any) -> ContestRaised:
    """Somebody contests what was decided of the step."""
    reason = {"reason": "They were abroad that week."}
    values = {**_said("contested", step_id, hours, revision), "step_id": step_id, **reason}
    return ContestRaised(**{**values, **changes})


def kept(marker_id: str, hours: float = 100, revision: int = 1, **changes: Any) -> MarkerKept:
    """The owner keeps the marker."""
    reason = {"reason": "The risk is as it was."}
    values = {**_said("kept", marker_id, hours, revision), "marker_id": marker_id, **reason}
    return MarkerKept(**{**values, **changes})


def taken_off(marker_id: str, hours: float = 100, revision: int = 1, **changes: Any) -> MarkerTakenOff:
    """The owner takes the marker off."""
    reason = {"reason": "The household has had no report since."}
    values = {**_said("taken-off", marker_id, hours, revision), "marker_id": marker_id, **reason}
    return MarkerTakenOff(**{**values, **changes})


def asked(events: Iterable[Event], step: str = "") -> list[dict[str, Any]]:
    """What named officers are asked to confirm, of one kind of step if named."""
    return [
        each.data
        for each in events
        if each.type == "ConfirmationAsked" and (not step or each.data["step"] == step)
    ]


def _said(what: str, ident: str, hours: float, revision: int) -> dict[str, Any]:
    return {
        "instruction_id": f"{what}-{ident[:8]}-{hours}",
        "recorded_at": at(hours),
        "revision": revision,
        "officer": SERGEANT,
    }
