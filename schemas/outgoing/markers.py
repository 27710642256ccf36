"""History markers on persons and locations of STORM (R9). All events of one marker carry its id."""

from pydantic import AwareDatetime

from schemas.outgoing.parts import Outgoing, PolicyVersion, Subject
from schemas.words import MarkedKind, WithdrawalReason


class Marked(Outgoing):
    """What a marker is on: a person by nominal reference, or a location by UPRN with its point in metres."""

    kind: MarkedKind
    ref: str
    easting: int | None = None
    northing: int | None = None


class MarkerProposed(Outgoing):
    """A marker is proposed; it is put on when a named officer confirms it (R9, X6)."""

    marker_id: str
    case_id: str
    # The Sentinel record that the marker points to.
    reference: str
    marked: Marked
    # Whose high risk it is.
    subject: Subject
    adverse: bool
    text: str
    # What the control room does on a call.
    response: str
    owner: str | None
    since: AwareDatetime
    decided_by: PolicyVersion


class ProtectiveAlertRaised(Outgoing):
    """The control room knows at once, before anybody confirmed the marker: protecting never waits (R9, X6)."""

    marker_id: str
    case_id: str
    reference: str
    marked: Marked
    text: str
    response: str


class MarkerActivated(Outgoing):
    """A named officer confirmed the marker: it is on until `expires_at` unless it is kept."""

    marker_id: str
    case_id: str
    reference: str
    marked: Marked
    text: str
    response: str
    authoriser: str
    valid_from: AwareDatetime
    review_by: AwareDatetime
    expires_at: AwareDatetime


class MarkerRefused(Outgoing):
    """A named officer refused the marker; a protective alert that was raised for it is over."""

    marker_id: str
    case_id: str
    officer: str
    reason: str
    # The `ce_id` of the alert and the activation that are over with it, so that whoever holds them finds their end.
    ends: tuple[str, ...]


class MarkerReviewFellDue(Outgoing):
    marker_id: str
    case_id: str
    marked: Marked
    owner: str | None
    review_by: AwareDatetime
    expires_at: AwareDatetime


class MarkerRenewed(Outgoing):
    """The owner keeps the marker."""

    marker_id: str
    case_id: str
    officer: str
    reason: str
    review_by: AwareDatetime
    expires_at: AwareDatetime


class MarkerWithdrawalProposed(Outgoing):
    """What the marker is for may be over. It stays until the owner takes it off: that too can harm (R9)."""

    marker_id: str
    case_id: str
    owner: str | None
    reason: WithdrawalReason


class MarkerWithdrawalDropped(Outgoing):
    """What was proposed is not: the risk is high again, the case open again, or the owner keeps the marker."""

    marker_id: str
    case_id: str
    corrects: str


class MarkerExpired(Outgoing):
    marker_id: str
    case_id: str
    marked: Marked
    # The `ce_id` of the alert and the activation that are over with it, so that whoever holds them finds their end.
    ends: tuple[str, ...]


class MarkerWithdrawn(Outgoing):
    """The marker, or a proposed one with its alert, is off."""

    marker_id: str
    case_id: str
    marked: Marked
    reason: WithdrawalReason
    # Who took it off; None: the fact under it was false.
    officer: str | None
    corrects: str
    # The `ce_id` of the alert and the activation that are over with it, so that whoever holds them finds their end.
    ends: tuple[str, ...]
