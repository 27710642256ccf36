"""How else is a data subject surely named here? (X8)

Pure. Who asks gives one name or number of the person; the records that have it say others. From each of those it
goes on, so that a request is about the whole person whatever it began with, and whoever sent it. Where the records
have two nominal references, or two names with birth dates, neither is taken: whoever asks says which is meant.
"""

from collections.abc import Iterable

from schemas.incoming import DataSubject, SentinelRef
from schemas.rows import PersonKept, SentinelPersonKept, SentinelRow
from streams.rules.ledger import Ledger
from streams.rules.rights import keys, reach

_ROUNDS = 3


def of(ledger: Ledger, subject: DataSubject) -> DataSubject:
    """The subject with every reference of Sentinel's, and a nominal reference and a name where only one is said."""
    for _ in range(_ROUNDS):
        further = _further(ledger, subject)
        if further == subject:
            break
        subject = further
    return subject


def is_named(ledger: Ledger, subject: DataSubject) -> bool:
    """Whether any log's header or any record of Sentinel surely names the subject."""
    records, in_logs = _namings(ledger, subject)
    return bool(records or in_logs)


def _further(ledger: Ledger, subject: DataSubject) -> DataSubject:
    records, in_logs = _namings(ledger, subject)
    namings: list[SentinelPersonKept | PersonKept] = [*(one for _, one in records), *in_logs]
    refs = {SentinelRef(reference=reference, person_ref=one.person_ref) for reference, one in records}
    known = sorted({*subject.in_sentinel, *refs}, key=lambda each: (each.reference, each.person_ref))
    nominal = subject.nominal_ref or _only({one.nominal_ref for one in namings if one.nominal_ref})
    name, born = subject.name, subject.date_of_birth
    if name is None:
        said = {(one.name, one.date_of_birth) for one in namings if one.name and one.date_of_birth}
        name, born = next(iter(said)) if len(said) == 1 else (None, None)
    found = {"nominal_ref": nominal, "name": name, "date_of_birth": born, "in_sentinel": tuple(known)}
    # Not validated again: a message may name so many records and no more, here it is as many as there are.
    return subject.model_copy(update=found)


def _namings(
    ledger: Ledger, subject: DataSubject
) -> tuple[list[tuple[str, SentinelPersonKept]], list[PersonKept]]:
    """Sentinel's records of the subject, each with its reference, and the places in logs that name them."""
    sure = {*keys.of_subject(subject, ledger.secret), *keys.refs_of_subject(subject)}
    reached = reach.of_subject(ledger, subject)
    records = [
        (reference, one)
        for reference in reached.references
        if (row := ledger.sentinel(reference)) is not None
        for one in _of(row, sure, ledger.secret)
    ]
    headers = (ledger.known_incident(incident_id).header for incident_id in reached.incident_ids)
    everybody = (person for header in headers if header is not None for _, person in header.everybody)
    in_logs = [
        person
        for person in everybody
        if person is not None and sure & {*keys.of_naming(person, ledger.secret)}
    ]
    return records, in_logs


def _of(row: SentinelRow, sure: set[str], secret: bytes) -> Iterable[SentinelPersonKept]:
    for one in row.people:
        if sure & {keys.record(row.reference, one.person_ref), *keys.of_naming(one, secret)}:
            yield one


def _only(found: set[str]) -> str | None:
    return next(iter(found)) if len(found) == 1 else None
