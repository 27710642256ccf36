"""Whom does a duty tell that it is due? (R6, R7, R15)

Pure. A rung fires once; rungs that were missed are told by one reminder that names them; a rung that was due
before reminders went live is never told (R7). Whose duty it is hears of it every time, and beside them whoever
the ladder has come to. Who that is is read at the moment of firing.
"""

from collections.abc import Iterator
from datetime import datetime

import msgspec

from schemas.outgoing import ReminderCancelled, ReminderFellDue
from schemas.rows import CaseRow, ObligationRow
from schemas.words import Post
from streams.rules.directory import addressee
from streams.rules.duty import about_of, named, publish
from streams.rules.ladder import first_rung_from, rung_after, rung_at
from streams.rules.ledger import Cause, Ledger


def cause_of(row: ObligationRow, at: datetime) -> Cause:
    """The latest rung that has come by `at`, and when: of a duty that was opened late not before that."""
    reached = rung_after(row.ladder, row.since, at) - 1
    due_at = rung_at(row.ladder, row.since, reached)
    return Cause(f"{row.obligation_id}/{row.rung + 1}", max(due_at, row.opened_at), type=row.kind)


def remind(ledger: Ledger, row: ObligationRow, at: datetime) -> None:
    """A duty has come to a rung: one reminder for all rungs up to `at`, the next at its proper day."""
    following = rung_after(row.ladder, row.since, at)
    live_from = ledger.live_from()
    live = first_rung_from(row.ladder, row.since, live_from) if live_from is not None else 1
    told = tuple(range(max(row.rung + 1, live), following))
    reminded = msgspec.structs.replace(
        row,
        rung=following - 1,
        reminded=row.reminded + bool(told),
        next_at=rung_at(row.ladder, row.since, following),
    )
    if told:
        ce_id = publish(ledger, row, _reminder(ledger, row, told, at))
        reminded = msgspec.structs.replace(reminded, reminded_by=ce_id)
    ledger.put_obligation(reminded)


def cancelled(row: ObligationRow) -> ReminderCancelled:
    """What was told in the reminders of this duty is no longer to be done."""
    return ReminderCancelled(**named(row), last_rung=row.rung, corrects=row.reminded_by or None)


def _reminder(ledger: Ledger, row: ObligationRow, told: tuple[int, ...], at: datetime) -> ReminderFellDue:
    case = _case_of(ledger, row)
    sentinel = ledger.sentinel(case.reference) if case and case.reference else None
    lead_officer = sentinel.lead_officer if sentinel else None
    beat = row.beat or (case.beat if case else None)
    levels = row.ladder.levels
    level = levels[min(row.reminded, len(levels) - 1)]
    posts = _told(row, level)
    return ReminderFellDue(
        **{**named(row), "case_id": case.case_id if case else None},
        about=about_of(row.about),
        rung=told[-1],
        stands_for=told,
        level=level,
        addressees=tuple(dict.fromkeys(addressee(ledger, post, beat, at, lead_officer) for post in posts)),
        lead_officer=lead_officer,
        beat=beat,
        due_at=rung_at(row.ladder, row.since, told[-1]),
    )


def _told(row: ObligationRow, level: Post) -> Iterator[Post]:
    """Whose duty it is, where its ladder begins; the post that holds the review it is about (R10); the level."""
    yield row.ladder.levels[0]
    if row.about is not None and row.about.post is not None:
        yield row.about.post
    yield level


def _case_of(ledger: Ledger, row: ObligationRow) -> CaseRow | None:
    incident = ledger.incident(row.incident_id) if row.incident_id else None
    case_id = row.case_id or (incident.case_id if incident else "")
    return ledger.case(case_id) if case_id else None
