"""What a certificate of erasure says: who asked, what was reached, until when the bytes may last (X8).

Pure. Of the rows only how many of each kind, and one hash over the keyed hashes of their keys: that the same rows
were meant can be shown later, and none can be read from it (ICO: a log of erasure holds nothing that was erased).
"""

from collections import Counter
from hashlib import sha256

from schemas.incoming import SubjectErased
from schemas.outgoing import ErasureCertified, ReferralRecalled
from streams.rules.audit import UNLINKED
from streams.rules.audit.messages import subject_hash
from streams.rules.keys import hidden
from streams.rules.ledger import Ledger
from streams.topic_retention import gone_after


class Certificate:
    """Takes down what an erasure reaches."""

    def __init__(self, ledger: Ledger, told: SubjectErased) -> None:
        self._ledger = ledger
        self._told = told
        self._removed: dict[bytes, None] = {}
        self._rewritten: dict[bytes, None] = {}

    def removed(self, key: bytes) -> None:
        """A row is gone."""
        self._removed[key] = None

    def rewrote(self, key: bytes) -> None:
        """A row stays without the person."""
        self._rewritten[key] = None

    def of_what_was_reached(self) -> ErasureCertified:
        """The certificate; the audit links it."""
        told, ledger = self._told, self._ledger
        return ErasureCertified(
            link=UNLINKED,
            subject_id=told.subject_id,
            subject_hash=subject_hash(told.subject, ledger.secret),
            by=told.officer,
            removed=_by_kind(self._removed),
            rewritten=_by_kind(self._rewritten),
            reached_hash=self._reached(),
            rejected=len(told.rejected_keys),
            recalls=ledger.ids_of(ReferralRecalled),
            gone_by=told.gone_by or told.recorded_at + gone_after(),
        )

    def _reached(self) -> str:
        rows = sorted({*self._removed, *self._rewritten})
        return sha256("".join(hidden(key.decode(), self._ledger.secret) for key in rows).encode()).hexdigest()


def _by_kind(found: dict[bytes, None]) -> dict[str, int]:
    return dict(sorted(Counter(key.split(b"|", 2)[1].decode() for key in found).items()))
