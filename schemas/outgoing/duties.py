"""Duties and their reminders (R6, R7, R10, R15, R16)."""

from pydantic import AwareDatetime

from schemas.outgoing.parts import Addressee, DutyAbout, Outgoing, PolicyVersion
from schemas.words import (
    ObligationKind,
    Post,
    WithdrawalReason,
)


class ObligationOpened(Outgoing):
    """A duty that stays visible until done, declined with a reason, or withdrawn (R10, R6, R7)."""

    obligation_id: str
    kind: ObligationKind
    incident_id: str | None
    case_id: str | None
    about: DutyAbout | None
    opened_at: AwareDatetime
    due_at: AwareDatetime
    decided_by: PolicyVersion


class ObligationDone(Outgoing):
    obligation_id: str
    kind: ObligationKind
    incident_id: str | None
    case_id: str | None


class ObligationDeclined(Outgoing):
    """A named officer decided that the duty will not be met, with a reason (R10, R16)."""

    obligation_id: str
    kind: ObligationKind
    incident_id: str | None
    case_id: str | None
    officer: str
    reason: str


class ObligationWithdrawn(Outgoing):
    """What the duty was opened for no longer stands."""

    obligation_id: str
    kind: ObligationKind
    incident_id: str | None
    case_id: str | None
    reason: WithdrawalReason
    # The `ce_id` of the event that this one corrects.
    corrects: str | None = None


class ReminderFellDue(Outgoing):
    """A duty is due and not done (R6, R7, R15). After an outage one stands for all rungs that were missed."""

    obligation_id: str
    kind: ObligationKind
    incident_id: str | None
    case_id: str | None
    about: DutyAbout | None
    # The latest rung, from 1, and every rung that this reminder stands for, itself included.
    rung: int
    stands_for: tuple[int, ...]
    # How far up its ladder this duty has come: by the reminders that were sent of it, not by its rungs, so that
    # of what is first told long after it was due nobody is passed over.
    level: Post
    # Everybody who is told, each once: first whose duty it is (where the ladder begins with the lead officer always
    # the lead officer), then the post that holds the review it is about, then the level. Who that is at this moment:
    # for a lead officer who is not known the beat's sergeant, for a post without a beat the fallback.
    addressees: tuple[Addressee, ...]
    lead_officer: str | None
    beat: str | None
    due_at: AwareDatetime


class ReminderCancelled(Outgoing):
    """The duty is over: what was told in its reminders is no longer to be done."""

    obligation_id: str
    kind: ObligationKind
    incident_id: str | None
    case_id: str | None
    last_rung: int
    # The `ce_id` of the last of those reminders.
    corrects: str | None = None
