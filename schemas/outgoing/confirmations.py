"""Steps that wait for a named officer, and what that officer decided (X6, R9)."""

from pydantic import AwareDatetime

from schemas.outgoing.parts import Evidence, Outgoing, Subject
from schemas.words import StepKind, WithdrawalReason


class ConfirmationAsked(Outgoing):
    """A named officer is asked to confirm or refuse a step: what it is, why, and on what evidence (X6)."""

    step_id: str
    step: StepKind
    case_id: str
    reference: str | None
    subject: Subject
    # It is against a person, and nothing of it happens before a person confirms it.
    adverse: bool
    what: str
    why: str
    evidence: tuple[Evidence, ...]
    asked_at: AwareDatetime
    # 1, and one more each time that somebody contests what was decided.
    asking: int


class ConfirmationWithdrawn(Outgoing):
    """Nobody needs to decide any more: what the step was for no longer stands."""

    step_id: str
    step: StepKind
    case_id: str
    reason: WithdrawalReason
    corrects: str


class StepDecided(Outgoing):
    """What a named officer decided about a step; it stands until contested (X6)."""

    step_id: str
    step: StepKind
    case_id: str
    confirmed: bool
    officer: str
    reason: str
    asking: int


class StepContested(Outgoing):
    """Somebody contests a step; it stays as it is until a named officer has decided again (X6)."""

    step_id: str
    step: StepKind
    case_id: str
    reason: str
