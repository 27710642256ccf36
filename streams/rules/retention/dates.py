"""When is the time of a row up? (X8)

Pure. By the policy of the day that counts: of an incident, that of its report; of a case, that on which it was over.
"""

from datetime import datetime

import msgspec

from schemas.rows import HeaderKept, IncidentRow, WatchRow
from streams.policies.retention import LogText, Retention


def of_incident(row: IncidentRow, header: HeaderKept, terms: Retention) -> IncidentRow:
    """The incident with the time at which the text of its log is removed, and that at which it goes itself."""
    has_any = bool(row.log) and row.text_removed_at is None
    was_asb = row.tag is not None or bool(row.sequences)
    period = terms.incidents.asb if was_asb else terms.incidents.not_asb
    # A source that does not know when a thing was reported may send any year: what it told lately is kept.
    last_told = datetime.fromisoformat(row.rank[1])
    return msgspec.structs.replace(
        row,
        text_until=_text_until(header, terms.log_text) if has_any else None,
        kept_until=max(header.reported_at, last_told) + period,
    )


def without_log(row: IncidentRow, at: datetime, terms: Retention) -> IncidentRow:
    """An incident of which only facts of others are known, and no log has come, when one more was told at a time."""
    kept_until = at + terms.incidents.not_asb
    return msgspec.structs.replace(row, kept_until=max(kept_until, row.kept_until or kept_until))


def of_watch(row: WatchRow, at: datetime, terms: Retention) -> WatchRow:
    """What is counted for somebody, or at a location, with the time at which it goes, once looked at at a time."""
    kept_until = at + terms.watches
    return msgspec.structs.replace(row, kept_until=max(kept_until, row.kept_until or kept_until))


def _text_until(header: HeaderKept, terms: LogText) -> datetime:
    """So long after it was closed, and no longer than so long after its report."""
    latest = header.reported_at + terms.at_most
    return min(latest, header.closed_at + terms.after_closed) if header.closed_at is not None else latest
