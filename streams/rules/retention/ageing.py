"""What does the clock do to a row whose time is up? (X8)

Pure. Each row is a due item of its own: it goes with what is its own, or stays and is looked at again later. Nothing
of the business follows and nothing is published of it; the audit says what was removed.
"""

from datetime import datetime

import msgspec

from schemas.envelope import timestamp
from schemas.ids import event_id
from schemas.rows import CaseRow, HandledRow, IncidentRow, WatchRow
from streams.rules.ledger import Cause, Ledger
from streams.rules.retention import log_text, owned, stays

_TYPE = "retention"


def cause_of_incident(row: IncidentRow) -> Cause | None:
    """What causes the text of a log to be removed, or the incident: which, and when that is due."""
    if row.falls_due is None:
        return None
    what = "log-text" if row.falls_due == row.text_until else "incident"
    return Cause(f"{row.incident_id}/{what}/{timestamp(row.falls_due)}", row.falls_due, type=_TYPE)


def of_incident(ledger: Ledger, row: IncidentRow) -> None:
    """The text of the log, or the incident, has been kept for as long as the policy keeps it."""
    if row.falls_due == row.text_until:
        ledger.put_incident(log_text.without_text(row, ledger.cause.at))
    elif stays.incident(ledger, row):
        ledger.put_incident(msgspec.structs.replace(row, kept_until=_again(ledger)))
    else:
        owned.remove(ledger, owned.with_incident(ledger, row))


def cause_of_case(row: CaseRow) -> Cause | None:
    """What causes a case that is over to go: which, and when that is due."""
    if row.kept_until is None:
        return None
    return Cause(f"{row.case_id}/case/{timestamp(row.kept_until)}", row.kept_until, type=_TYPE)


def of_case(ledger: Ledger, row: CaseRow) -> None:
    """The case has been over for as long as the policy keeps it; it goes once the time of each incident is up too."""
    latest = max(
        (each.kept_until for each in owned.members(ledger, row.case_id) if each.kept_until), default=None
    )
    if latest is not None and latest > ledger.cause.at:
        _keep_case(ledger, row, latest)
    elif stays.case(ledger, row):
        _keep_case(ledger, row, _again(ledger))
    else:
        owned.remove(ledger, owned.with_case(ledger, row))


def _keep_case(ledger: Ledger, row: CaseRow, until: datetime) -> None:
    # Not by `put_case`: nothing that is published of it changes.
    ledger.rows.put(ledger.key("case", row.case_id), msgspec.structs.replace(row, kept_until=until))


def cause_of_watch(row: WatchRow) -> Cause | None:
    """What causes that which is counted for somebody to go: whose, and when that is due."""
    if row.kept_until is None:
        return None
    return Cause(event_id(timestamp(row.kept_until), "watch-kept", row.person), row.kept_until, type=_TYPE)


def of_watch(ledger: Ledger, row: WatchRow) -> None:
    """Nothing was counted anew for somebody for as long as the policy keeps what is counted."""
    if stays.watch(ledger, row):
        ledger.put_watch(msgspec.structs.replace(row, kept_until=_again(ledger)))
    else:
        owned.remove(ledger, owned.with_watch(ledger, row))


def cause_of_handled(row: HandledRow) -> Cause | None:
    """What causes the word about a rejected message to go: of which, and when that is due."""
    if row.kept_until is None:
        return None
    at = timestamp(row.kept_until)
    return Cause(f"rejected/{row.rejected_offset}/{at}", row.kept_until, type=_TYPE)


def of_handled(ledger: Ledger, row: HandledRow) -> None:
    """Who did what about a rejected message has been kept for as long as the policy keeps it."""
    ledger.remove(ledger.key("handled", str(row.rejected_offset)))


def _again(ledger: Ledger) -> datetime:
    """When what may not go yet is looked at again."""
    at = ledger.cause.at
    return at + ledger.policy(at).policy.retention.looked_at_again
