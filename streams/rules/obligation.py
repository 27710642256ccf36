"""Duties that stay visible until done: the one mechanism for all kinds (R10, R6, R7).

Opened by a rule, due by policy, reminded on the ladder of the policy it was opened under, done or withdrawn.
Adding a kind is an entry in the policy and a rule that opens and ends it.
Pure: the time comes from the cause.
"""

from datetime import datetime, timedelta

import msgspec

from schemas.ids import obligation_id
from schemas.outgoing import ObligationDone, ObligationOpened, ObligationWithdrawn, ReminderFellDue
from schemas.rows import ObligationRow
from schemas.words import AskReason, ObligationKind, ObligationStatus, WithdrawalReason
from streams.rules.in_force import InForce
from streams.rules.ledger import Ledger
from streams.rules.link import id_of


def open_for_incident(
    ledger: Ledger, kind: ObligationKind, incident_id: str, in_force: InForce, reason: AskReason | None = None
) -> ObligationRow:
    """Open a duty about an incident."""
    return _open(ledger, kind, in_force, reason, incident_id=incident_id)


def open_for_case(
    ledger: Ledger, kind: ObligationKind, case_id: str, in_force: InForce, reason: AskReason | None = None
) -> ObligationRow:
    """Open a duty about a case."""
    return _open(ledger, kind, in_force, reason, case_id=case_id)


def _open(
    ledger: Ledger,
    kind: ObligationKind,
    in_force: InForce,
    reason: AskReason | None,
    incident_id: str = "",
    case_id: str = "",
) -> ObligationRow:
    subject = incident_id or case_id
    terms = in_force.policy.obligations[kind]
    number = ledger.next_number(f"{kind}:{subject}")
    due_at = ledger.cause.at + terms.due_after
    row = ObligationRow(
        obligation_id=obligation_id(ledger.force, kind, subject, number),
        kind=kind,
        status=ObligationStatus.OPEN,
        opened_at=ledger.cause.at,
        due_at=due_at,
        next_at=due_at,
        remind_every_s=int(terms.remind_every.total_seconds()),
        levels=terms.levels,
        incident_id=incident_id,
        case_id=case_id,
        reason=reason,
    )
    ledger.put_obligation(row)
    opened = ObligationOpened(
        obligation_id=row.obligation_id,
        kind=kind,
        incident_id=incident_id or None,
        case_id=case_id or None,
        opened_at=row.opened_at,
        due_at=row.due_at,
        decided_by=in_force.version,
    )
    _publish(ledger, row, opened)
    return row


def done(ledger: Ledger, row: ObligationRow) -> None:
    """The duty was met."""
    ledger.put_obligation(msgspec.structs.replace(row, status=ObligationStatus.DONE))
    _publish(
        ledger,
        row,
        ObligationDone(
            obligation_id=row.obligation_id,
            kind=row.kind,
            incident_id=row.incident_id or None,
            case_id=row.case_id or None,
        ),
    )


def withdraw(ledger: Ledger, row: ObligationRow, reason: WithdrawalReason) -> None:
    """The duty fell away: what it was opened for no longer stands."""
    ledger.put_obligation(msgspec.structs.replace(row, status=ObligationStatus.WITHDRAWN))
    _publish(
        ledger,
        row,
        ObligationWithdrawn(
            obligation_id=row.obligation_id,
            kind=row.kind,
            incident_id=row.incident_id or None,
            case_id=row.case_id or None,
            reason=reason,
        ),
    )


def remind(ledger: Ledger, row: ObligationRow, at: datetime) -> None:
    """A duty is due: one reminder for all rungs missed since the last, the next at its proper time."""
    rung = row.reminded + 1
    every = timedelta(seconds=row.remind_every_s)
    missed = (at - row.next_at) // every
    following = msgspec.structs.replace(row, reminded=rung, next_at=row.next_at + (missed + 1) * every)
    ledger.put_obligation(following)
    case_id, lead_officer, beat = _whereabouts(ledger, row)
    reminder = ReminderFellDue(
        obligation_id=row.obligation_id,
        kind=row.kind,
        incident_id=row.incident_id or None,
        case_id=case_id or None,
        rung=rung,
        level=row.levels[min(row.reminded, len(row.levels) - 1)],
        lead_officer=lead_officer,
        beat=beat,
        due_at=row.next_at,
    )
    _publish(ledger, row, reminder)


def subject_bucket(subject: str) -> str:
    """The index bucket of open duties of one incident or case."""
    return f"of:{subject}"


def open_of(ledger: Ledger, subject: str) -> list[ObligationRow]:
    """The open duties of an incident or a case, of every kind."""
    found = (ledger.obligation(id_of(key)) for _, key in ledger.rows.members(subject_bucket(subject)))
    return [duty for duty in found if duty is not None and duty.status is ObligationStatus.OPEN]


def _whereabouts(ledger: Ledger, row: ObligationRow) -> tuple[str, str | None, str | None]:
    """The case, its lead officer and the beat, as far as they are known at the moment of firing."""
    incident = ledger.incident(row.incident_id) if row.incident_id else None
    case_id = row.case_id or (incident.case_id if incident else "")
    case = ledger.case(case_id) if case_id else None
    sentinel = ledger.sentinel(case.reference) if case and case.reference else None
    place = incident.header.place if incident and incident.header else None
    beat = (place.beat if place else None) or (case.beat if case else None)
    return case_id, sentinel.lead_officer if sentinel else None, beat


def _publish(
    ledger: Ledger,
    row: ObligationRow,
    event: ObligationOpened | ObligationDone | ObligationWithdrawn | ReminderFellDue,
) -> None:
    if row.incident_id:
        ledger.publish_of_incident(event, row.incident_id)
    else:
        ledger.publish_of_case(event, row.case_id)
        ledger.touched_cases[row.case_id] = None
