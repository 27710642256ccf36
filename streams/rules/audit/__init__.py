"""What we did with personal data, recorded as a chain (X7; DPA 2018 s.62).

Pure. Of one cause, a message or a due item, one record; it is derived when the ledger closes, from the message,
the rows that were removed and the events that were published.

Reads: what the ledger was told to publish and remove. Keeps: AuditRow, the head, and CheckpointRow.
Publishes: ProcessingLogged, and ErasureCertified as it was left on the ledger.
"""

from streams.rules.audit.chain import UNLINKED, Linked, chained
from streams.rules.audit.clock import CHECKPOINTS, cause_of, fall_due
from streams.rules.audit.messages import operations_of
from streams.rules.audit.operations import operations
from streams.rules.audit.record import Done

__all__ = [
    "CHECKPOINTS",
    "UNLINKED",
    "Done",
    "Linked",
    "cause_of",
    "chained",
    "fall_due",
    "operations",
    "operations_of",
]
