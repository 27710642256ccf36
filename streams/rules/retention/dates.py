"""When is the time of a row up? (X8)

Pure. By the policy of the day that counts: of an incident, that of its report.
"""

from datetime import datetime

import msgspec

from schemas.rows import HeaderKept, IncidentRow
from streams.policies.retention import LogText, Retention


def of_incident(row: IncidentRow, header: HeaderKept, terms: Retention) -> IncidentRow:
    """The incident with the time at which the text of its log is removed."""
    has_any = bool(row.log) and row.text_removed_at is None
    return msgspec.structs.replace(row, text_until=_text_until(header, terms.log_text) if has_any else None)


def _text_until(header: HeaderKept, terms: LogText) -> datetime:
    """So long after it was closed, and no longer than so long after its report."""
    latest = header.reported_at + terms.at_most
    return min(latest, header.closed_at + terms.after_closed) if header.closed_at is not None else latest
