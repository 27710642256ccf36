"""What does the clock do to a row whose time is up? (X8)

Pure. Each row is a due item of its own. Nothing of the business follows and nothing is published of it.
"""

from schemas.envelope import timestamp
from schemas.rows import IncidentRow
from streams.rules.ledger import Cause, Ledger
from streams.rules.retention import log_text

_TYPE = "retention"


def cause_of_incident(row: IncidentRow) -> Cause | None:
    """What causes the text of a log to be removed: the incident, and when that is due."""
    if row.text_until is None:
        return None
    return Cause(f"{row.incident_id}/log-text/{timestamp(row.text_until)}", row.text_until, type=_TYPE)


def of_incident(ledger: Ledger, row: IncidentRow) -> None:
    """The text of the log has been kept for as long as the policy keeps it."""
    ledger.put_incident(log_text.without_text(row, ledger.cause.at))
