"""The life of one marker: each step of it publishes one event and gives the row as it is then (R9; domain 5).

Pure. Proposed, with an alert at once where it protects; put on, reviewed, kept, and off again by expiry, by its
owner, or because what it rested on was false. Which step is to be taken is decided in `markers`.
"""

from datetime import datetime

import msgspec

from schemas.ids import marker_id
from schemas.outgoing import (
    Marked,
    MarkerActivated,
    MarkerExpired,
    MarkerProposed,
    MarkerRefused,
    MarkerRenewed,
    MarkerReviewFellDue,
    MarkerWithdrawalDropped,
    MarkerWithdrawalProposed,
    MarkerWithdrawn,
    Outgoing,
    ProtectiveAlertRaised,
    Subject,
)
from schemas.rows import MarkerRow, WordKept
from schemas.words import MarkerStatus, WithdrawalReason
from streams.policies.markers import REFERENCE
from streams.rules.ladder import local_days_after
from streams.rules.ledger import Ledger
from streams.rules.markers import marked
from streams.rules.markers.placement import Placement

# What stands of a marker and is corrected when it is withdrawn, the latest first.
_WHAT_STOOD = (MarkerActivated, ProtectiveAlertRaised, MarkerProposed)
# What the control room goes by.
_IN_EFFECT = (ProtectiveAlertRaised, MarkerActivated)


def proposed(ledger: Ledger, case_id: str, reference: str, placement: Placement, number: int) -> MarkerRow:
    """A new marker, proposed; where it is not against the person the control room is alerted in the same breath."""
    in_force = ledger.policy(placement.since)
    terms = in_force.policy.markers.subjects[placement.subject.kind]
    on = marked.of(ledger, placement.kind, placement.ref)
    row = MarkerRow(
        marker_id=marker_id(ledger.force, case_id, placement.kind, placement.ref, number),
        case_id=case_id,
        reference=reference,
        kind=placement.kind,
        ref=placement.ref,
        subject_kind=placement.subject.kind,
        subject_ref=placement.subject.ref,
        adverse=placement.adverse,
        status=MarkerStatus.PROPOSED,
        since=placement.since,
        text=terms.text.replace(REFERENCE, reference),
        response=terms.response,
        easting=on.easting,
        northing=on.northing,
        number=number,
    )
    asked = MarkerProposed(
        marker_id=row.marker_id,
        case_id=case_id,
        reference=reference,
        marked=on,
        subject=placement.subject,
        adverse=row.adverse,
        text=row.text,
        response=row.response,
        owner=owner_of(ledger, row),
        since=placement.since,
        decided_by=in_force.version,
    )
    row = _said(ledger, row, asked)
    return row if row.adverse else _alerted(ledger, row)


def activated(ledger: Ledger, row: MarkerRow, word: WordKept) -> MarkerRow:
    """A named officer confirmed it: it is on from that word."""
    row = _running(ledger, row, word.at)
    row = msgspec.structs.replace(
        row, status=MarkerStatus.ACTIVE, valid_from=word.at, dealt_with_at=None, withdrawn_for=None
    )
    on = MarkerActivated(
        **_named(row),
        reference=row.reference,
        marked=marked_by(row),
        text=row.text,
        response=row.response,
        authoriser=word.officer,
        valid_from=word.at,
        review_by=_known(row.review_by),
        expires_at=_known(row.expires_at),
    )
    return _said(ledger, row, on)


def refused(ledger: Ledger, row: MarkerRow, word: WordKept) -> MarkerRow:
    """A named officer refused it before it was on."""
    over = MarkerRefused(**_named(row), officer=word.officer, reason=word.reason, ends=_what_is_over(row))
    row = msgspec.structs.replace(_ended(row), status=MarkerStatus.REFUSED, dealt_with_at=word.at)
    return _said(ledger, row, over)


def review_due(ledger: Ledger, row: MarkerRow) -> MarkerRow:
    """The clock: the owner is to review it; if nobody does it expires."""
    row = msgspec.structs.replace(row, review_due=True, next_at=row.expires_at)
    due = MarkerReviewFellDue(
        **_named(row),
        marked=marked_by(row),
        owner=owner_of(ledger, row),
        review_by=_known(row.review_by),
        expires_at=_known(row.expires_at),
    )
    return _said(ledger, row, due)


def renewed(ledger: Ledger, row: MarkerRow, word: WordKept) -> MarkerRow:
    """The owner keeps it: it runs anew from that word."""
    row = msgspec.structs.replace(_running(ledger, row, word.at), kept_at=word.at)
    kept = MarkerRenewed(
        **_named(row),
        officer=word.officer,
        reason=word.reason,
        review_by=_known(row.review_by),
        expires_at=_known(row.expires_at),
    )
    return _said(ledger, row, kept)


def withdrawal_proposed(ledger: Ledger, row: MarkerRow, reason: WithdrawalReason) -> MarkerRow:
    """What it is for may be over: the owner is asked, and it stays until they say so."""
    row = msgspec.structs.replace(row, withdrawal_proposed=reason, withdrawal_proposed_at=ledger.cause.at)
    return _said(
        ledger,
        row,
        MarkerWithdrawalProposed(**_named(row), owner=owner_of(ledger, row), reason=reason),
    )


def withdrawal_dropped(ledger: Ledger, row: MarkerRow) -> MarkerRow:
    """What was proposed is not."""
    dropped = MarkerWithdrawalDropped(**_named(row), corrects=row.told[MarkerWithdrawalProposed.__name__])
    row = msgspec.structs.replace(row, withdrawal_proposed=None, withdrawal_proposed_at=None)
    return _said(ledger, row, dropped)


def expired(ledger: Ledger, row: MarkerRow) -> MarkerRow:
    """The clock: nobody kept it."""
    over = MarkerExpired(**_named(row), marked=marked_by(row), ends=_what_is_over(row))
    return _said(ledger, msgspec.structs.replace(_ended(row), status=MarkerStatus.EXPIRED), over)


def withdrawn(
    ledger: Ledger, row: MarkerRow, reason: WithdrawalReason, word: WordKept | None = None
) -> MarkerRow:
    """It is off, by a named officer's `word` or by itself. One that is refused may still be confirmed after all."""
    reason = ledger.why(reason)
    off = MarkerWithdrawn(
        **_named(row),
        marked=marked_by(row),
        reason=reason,
        officer=word.officer if word is not None else None,
        corrects=next(row.told[each.__name__] for each in _WHAT_STOOD if each.__name__ in row.told),
        ends=_what_is_over(row),
    )
    status = MarkerStatus.REFUSED if reason is WithdrawalReason.REFUSED else MarkerStatus.WITHDRAWN
    row = msgspec.structs.replace(
        _ended(row),
        status=status,
        dealt_with_at=word.at if word is not None else None,
        withdrawn_for=reason,
    )
    return _said(ledger, row, off)


def marked_by(row: MarkerRow) -> Marked:
    """What a marker is on."""
    return Marked(kind=row.kind, ref=row.ref, easting=row.easting, northing=row.northing)


def owner_of(ledger: Ledger, row: MarkerRow) -> str | None:
    """Who owns a marker: the lead officer of its Sentinel record."""
    sentinel = ledger.sentinel(row.reference)
    return sentinel.lead_officer if sentinel is not None else None


def subject_of(row: MarkerRow) -> Subject:
    """Whose high risk it is."""
    return Subject(kind=row.subject_kind, ref=row.subject_ref)


def _alerted(ledger: Ledger, row: MarkerRow) -> MarkerRow:
    alert = ProtectiveAlertRaised(
        **_named(row),
        reference=row.reference,
        marked=marked_by(row),
        text=row.text,
        response=row.response,
    )
    return _said(ledger, row, alert)


def _running(ledger: Ledger, row: MarkerRow, since: datetime) -> MarkerRow:
    """Review and expiry from a moment on, by the policy of that day."""
    terms = ledger.policy(since).policy.markers
    review_by = local_days_after(since, terms.review_after)
    return msgspec.structs.replace(
        row,
        review_by=review_by,
        expires_at=local_days_after(since, terms.expires_after),
        next_at=review_by,
        review_due=False,
    )


def _what_is_over(row: MarkerRow) -> tuple[str, ...]:
    """The alert and the activation that stand of a marker that comes off."""
    return tuple(row.told[each.__name__] for each in _IN_EFFECT if each.__name__ in row.told)


def _ended(row: MarkerRow) -> MarkerRow:
    """Nothing of it is in effect any more."""
    over = {each.__name__ for each in _IN_EFFECT}
    told = {name: ce_id for name, ce_id in row.told.items() if name not in over}
    return msgspec.structs.replace(_still(row), told=told)


def _still(row: MarkerRow) -> MarkerRow:
    """Nothing of it falls due any more, and nobody is asked about it."""
    return msgspec.structs.replace(
        row,
        next_at=None,
        parked_until=None,
        review_due=False,
        withdrawal_proposed=None,
        withdrawal_proposed_at=None,
    )


def _said(ledger: Ledger, row: MarkerRow, event: Outgoing) -> MarkerRow:
    """The event published and remembered by its id, and the row put."""
    told = ledger.publish_of_marker(event, row.marker_id)
    row = msgspec.structs.replace(row, told={**row.told, type(event).__name__: told})
    ledger.put_marker(row)
    return row


def _named(row: MarkerRow) -> dict[str, str]:
    return {"marker_id": row.marker_id, "case_id": row.case_id}


def _known(at: datetime | None) -> datetime:
    """A time that every marker has that is on. Raises LookupError for one that is not."""
    if at is None:
        msg = "a marker that is not on runs towards nothing"
        raise LookupError(msg)
    return at
