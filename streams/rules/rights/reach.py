"""Which rows name a data subject? (X8)

Pure. Only what stands for a case is found through the index; a request about a person is rare and must miss nothing,
so here every row of the force is looked at for the bytes by which the person may be named, and then read.
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from schemas.incoming import DataSubject
from schemas.rows import AssessmentRow, IncidentRow, PersonRow, SentinelRow
from streams.rules.ledger import Ledger
from streams.rules.rights import keys

# In a row of its own MessagePack a text stands as it is written.
_HASHES = "bh"


class Reached(NamedTuple):
    """The incidents and the Sentinel references that may name somebody, in order."""

    incident_ids: tuple[str, ...]
    references: tuple[str, ...]

    def and_of(self, records: Iterable[str]) -> "Reached":
        """With the references of these records of Sentinel, `reference|person_ref`."""
        references = (record.partition("|")[0] for record in records)
        return self._replace(references=tuple(sorted({*self.references, *references})))


def of_subject(ledger: Ledger, subject: DataSubject) -> Reached:
    """Whatever may name the subject; rules look again who it is."""
    incidents = dict[str, None]()
    references = dict.fromkeys(one.reference for one in subject.in_sentinel)
    for row in (ledger.rows.get(key) for key in ledger.rows.holding(list(parts_of(subject, ledger.secret)))):
        if isinstance(row, IncidentRow):
            incidents[row.incident_id] = None
        elif isinstance(row, SentinelRow | AssessmentRow | PersonRow):
            references[row.reference] = None
    return Reached(tuple(incidents), tuple(sorted(references)))


def parts_of(subject: DataSubject, secret: bytes) -> Iterator[bytes]:
    """The texts of which a row that names the subject holds one; a birth date stands for the name with it."""
    if subject.nominal_ref:
        yield subject.nominal_ref.encode()
    if subject.date_of_birth:
        yield subject.date_of_birth.isoformat().encode()
    hashes = (key for key in keys.of_subject(subject, secret) if key[0] in _HASHES)
    yield from (key[2:].encode() for key in hashes)
    yield from _each(one.person_ref for one in subject.in_sentinel)


def _each(texts: Iterable[str]) -> Iterator[bytes]:
    yield from dict.fromkeys(text.encode() for text in texts)
