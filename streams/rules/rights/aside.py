"""Who is set aside, so that no rule sees them? (X8; DPA 2018 s.47)

Pure. A log's namings of somebody who is restricted stand apart from the others in its row; of a case, whoever is
surely one person with a naming that is set aside is set aside whole, with every assessment, answer and declaration
about them. Nothing is lost: when the restriction is lifted the same facts are read again.
"""

from collections.abc import Iterable, Iterator
from typing import Any, Final

import msgspec

from schemas.rows import HeaderKept, IncidentRow, SentinelPersonKept, SentinelRow, SetAside, SubjectRow
from schemas.words import SubjectKind
from streams.rules.ledger import Ledger
from streams.rules.rights import keys

# The index bucket of everybody who is restricted.
RESTRICTED: Final = "restricted"
# The index bucket of every incident of which anybody is set aside.
INCIDENTS: Final = "incidents-with-people-aside"
_PEOPLE: Final = (SubjectKind.VICTIM, SubjectKind.PERPETRATOR)


def bucket(key: str) -> str:
    """The index bucket of whoever is restricted under a key."""
    return f"restricted:{key}"


def told_bucket(case_id: str) -> str:
    """The index bucket of the subjects whose restriction Sentinel was told of with a case."""
    return f"restriction-told:{case_id}"


def entries(row: SubjectRow) -> Iterator[tuple[str, Any]]:
    """Under what a subject is found: by each key while restricted, and by the cases that were told of it."""
    if row.restricted:
        yield RESTRICTED, 0
        for key in (*row.keys, *row.refs):
            yield bucket(key), 0
    for case_id in row.told:
        yield told_bucket(case_id), 0


def is_anybody(ledger: Ledger) -> bool:
    """Whether anybody is restricted at all: mostly nobody is, and then nothing is looked up."""
    return ledger.rows.size(RESTRICTED) > 0


def is_restricted(ledger: Ledger, found: Iterable[str]) -> bool:
    """Whether somebody is restricted under one of the keys."""
    return is_anybody(ledger) and any(ledger.rows.size(bucket(key)) for key in found)


def subjects(ledger: Ledger, found: Iterable[str]) -> list[SubjectRow]:
    """Whoever is restricted under the keys, each once, by id."""
    rows = {row.subject_id: row for key in found for row in ledger.members(bucket(key), SubjectRow)}
    return [rows[subject_id] for subject_id in sorted(rows)]


def parted(row: IncidentRow, ledger: Ledger) -> IncidentRow:
    """The incident with those of its people set aside who are restricted now, and no others."""
    header = row.header
    if header is None or not (header.set_aside or (header.people and is_anybody(ledger))):
        return row
    people, aside = [], []
    for number, person in header.everybody:
        if person is None or is_restricted(ledger, keys.of_naming(person, ledger.secret)):
            aside.append(SetAside(number, person))
        else:
            people.append(person)
    return msgspec.structs.replace(row, header=_with(header, people, aside))


def _with(header: HeaderKept, people: list[Any], aside: list[SetAside]) -> HeaderKept:
    return msgspec.structs.replace(header, people=tuple(people), set_aside=tuple(aside))


def is_record(ledger: Ledger, reference: str, person: SentinelPersonKept) -> bool:
    """Whether a record of Sentinel is of somebody who is restricted."""
    named = (keys.record(reference, person.person_ref), *keys.of_naming(person, ledger.secret))
    return is_restricted(ledger, named)


def is_ref(ledger: Ledger, reference: str, ref: str) -> bool:
    """Whether a reference under which something is recorded on a case is of somebody who is restricted."""
    return is_restricted(ledger, keys.of_ref(reference, ref))


def is_subject(ledger: Ledger, reference: str, kind: SubjectKind, ref: str, refs: Iterable[str]) -> bool:
    """Whether a subject of a case is set aside; `refs`: how those of its people are known who are."""
    return kind in _PEOPLE and (ref in refs or is_ref(ledger, reference, ref))


def seen(sentinel: SentinelRow, ledger: Ledger, refs: Iterable[str] = ()) -> SentinelRow:
    """Sentinel's facts as rules may read them. Never to be put: what is set aside is not in it."""
    if not is_anybody(ledger):
        return sentinel
    reference = sentinel.reference
    people = (
        one for one in sentinel.people if one.person_ref not in refs and not is_record(ledger, reference, one)
    )
    declarations = (
        one for one in sentinel.declarations if not is_subject(ledger, reference, one.kind, one.ref, refs)
    )
    return msgspec.structs.replace(sentinel, people=tuple(people), declarations=tuple(declarations))
