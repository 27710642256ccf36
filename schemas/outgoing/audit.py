"""The audit of our own processing (X7; DPA 2018 s.62): which operation, on what, by whom, for whom. Ids only.

Every record on the topic is a link of a chain: it names the SHA-256 of the one before it.
"""

from pydantic import AwareDatetime

from schemas.outgoing.parts import Outgoing
from schemas.words import AuditVerb, Recorded


class AuditLink(Outgoing):
    """A record's place in the chain of its force."""

    # 1, 2, 3 ...
    number: int
    # SHA-256 of the value of the record before it, as hex; of the first: empty.
    previous: str


class Operation(Outgoing):
    """One of the six operations, on one record."""

    verb: AuditVerb
    what: Recorded
    # Id of the record; of a subject the keyed hash that stands for them.
    ref: str
    # Whom it was disclosed to: parties of the topic list.
    to: tuple[str, ...] = ()
    # The `ce_id`s of what was published.
    events: tuple[str, ...] = ()
    # How many records, where it was more than this one: a listing that somebody looked at, rows that aged out.
    records: int = 1
    # The command that showed it to somebody.
    through: str = ""


class ProcessingLogged(Outgoing):
    """What one message, or one due item, made this system do with personal data."""

    link: AuditLink
    # The officer of an instruction, else the system that the message came from.
    by: str
    # The type of the message, or what fell due.
    because: str
    # The message's `ce_source` and `ce_id`, or the due item.
    cause: str
    operations: tuple[Operation, ...]


class ErasureCertified(Outgoing):
    """A certificate of erasure: it holds hashes and counts, and nothing that was erased (X8)."""

    link: AuditLink
    subject_id: str
    # HMAC-SHA256 under the installation's secret of how the person was named.
    subject_hash: str
    by: str
    # Rows that were removed and rewritten, by kind.
    removed: dict[str, int]
    rewritten: dict[str, int]
    # SHA-256 over the keyed hashes of the rows' keys, in order: what was reached can be shown, not read.
    reached_hash: str
    # Rejected messages that were removed.
    rejected: int
    # The `ce_id`s of the recalls that partners were sent.
    recalls: tuple[str, ...]
    # By then the last bytes have left the log of every topic.
    gone_by: AwareDatetime
