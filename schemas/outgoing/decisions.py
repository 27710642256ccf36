"""What was decided for an incident, and what an officer is asked (R1, R2, R6)."""

from pydantic import AwareDatetime

from schemas.outgoing.parts import Evidence, Outgoing, PolicyVersion
from schemas.words import (
    Answer,
    AskReason,
    Letter,
    LinkKind,
    OpeningPolicy,
    Outcome,
    Placement,
    WithdrawalReason,
)


class LetterAnswer(Outgoing):
    """One letter with its evidence; `inferred` is what the text gave where an officer's word stands (R6)."""

    letter: Letter
    answer: Answer
    inferred: Answer
    evidence: tuple[Evidence, ...] = ()
    by_officer: str | None = None


class Link(Outgoing):
    """An earlier report and why it is thought to belong; `associated` when strong enough by policy (R1)."""

    kind: LinkKind
    to: str
    confidence: float
    associated: bool


class DecisionMade(Outgoing):
    """What was decided for one incident and why (R1, R2, R6, X1). Published again when any of it changes."""

    incident_id: str
    revision: int
    reported_at: AwareDatetime
    outcome: Outcome
    placement: Placement
    case_id: str | None
    opening_policy: OpeningPolicy
    letters: tuple[LetterAnswer, ...]
    links: tuple[Link, ...]
    # Letters that are unknown and worth asking by policy.
    would_ask: tuple[Letter, ...]
    officer_asked: bool
    decided_by: PolicyVersion
    sentence: str


class DecisionWithdrawn(Outgoing):
    """The incident is no longer decided on: not ASB any more, or a duplicate (R5)."""

    incident_id: str
    reason: WithdrawalReason
    decided_by: PolicyVersion
    # The `ce_id` of the event that this one corrects.
    corrects: str | None = None


class OfficerDecisionAsked(Outgoing):
    """An officer is asked to decide; stands until decided or withdrawn (R1, R5, R6)."""

    obligation_id: str
    incident_id: str | None
    case_id: str | None
    reason: AskReason
    letters: tuple[Letter, ...] = ()
    sentence: str


class AskWithdrawn(Outgoing):
    """New evidence or an officer's word decides: the ask is over."""

    obligation_id: str
    incident_id: str | None
    case_id: str | None
    reason: WithdrawalReason
    # The `ce_id` of the event that this one corrects.
    corrects: str | None = None
