"""What goes with an incident, or with a case? (X8)

Pure. Everything that is about it alone, found through the index: what was asked and told of it, and the logs that are
duplicates of it, for incidents count and not calls. What no other bucket of the index holds any more, because it is
over, stands in one of its own.
"""

from collections.abc import Iterator
from typing import Final

from schemas.rows import CaseRow, IncidentRow, ReferralRow, Row, WatchRow
from schemas.words import ObligationKind
from streams.rules import acceptance, case_state, confirmation, duplicates, duty, markers, membership, notice
from streams.rules.ledger import Entry, Ledger
from streams.rules.link import id_of
from streams.rules.referrals import life as referrals

# The index bucket of duties and notices that are over, by what they are about.
OVER: Final = "over"
_PAGE: Final = 64


def with_incident(ledger: Ledger, row: IncidentRow) -> Iterator[bytes]:
    """The keys of an incident's rows, and of those of its duplicates."""
    for one in (row, *duplicates_of(ledger, row)):
        yield ledger.key("incident", one.incident_id)
        yield from _asked_and_told(ledger, one.incident_id, notice.of_incident(one.incident_id))


def duplicates_of(ledger: Ledger, row: IncidentRow) -> list[IncidentRow]:
    """The logs that this one counts for."""
    found: dict[str, IncidentRow] = {}
    waiting = [row.incident_id]
    while waiting:
        for ident in duplicates.of(waiting.pop(), ledger):
            other = ledger.incident(ident)
            if other is not None and other.main == row.incident_id and ident not in found:
                found[ident] = other
                waiting.append(ident)
    return list(found.values())


def with_case(ledger: Ledger, case: CaseRow) -> Iterator[bytes]:
    """The keys of a case's rows: Sentinel's facts, what followed from them, and its incidents."""
    case_id = case.case_id
    yield ledger.key("case", case_id)
    for reference in references(ledger, case):
        yield ledger.key("sentinel", reference)
        yield from _in(ledger, case_state.assessments_bucket(reference))
        yield from _in(ledger, case_state.persons_bucket(reference))
    yield from _asked_and_told(ledger, case_id, notice.of_case(case_id))
    yield from _in(ledger, confirmation.bucket(case_id))
    yield from _in(ledger, confirmation.bands_bucket(case_id))
    for key in _in(ledger, markers.bucket(case_id)):
        yield key
        yield ledger.key("step", id_of(key))
    for referral in referrals.of_case(ledger, case_id):
        yield from _with_referral(ledger, referral)
    for row in members(ledger, case_id):
        yield from with_incident(ledger, row)


def members(ledger: Ledger, case_id: str) -> list[IncidentRow]:
    """The incidents of a case, in order of report."""
    return [ledger.known_incident(ident) for ident in membership.members_of(ledger, case_id)]


def references(ledger: Ledger, case: CaseRow) -> list[str]:
    """Sentinel's references under which facts about the case are kept."""
    accepting = (id_of(key) for _, key in ledger.rows.members(acceptance.bucket(case.case_id)))
    rows = (ledger.sentinel(each) for each in dict.fromkeys((case.reference, *accepting)) if each)
    return [row.reference for row in rows if row is not None and row.case_id == case.case_id]


def with_watch(ledger: Ledger, row: WatchRow) -> Iterator[bytes]:
    """The keys of what is counted for somebody, and of the notices that were told of it."""
    yield ledger.key("watch", row.person)
    owner = notice.of_person(row.person)
    yield from _in(ledger, notice.bucket(owner))
    yield from _over(ledger, owner)


def _with_referral(ledger: Ledger, row: ReferralRow) -> Iterator[bytes]:
    yield ledger.key("referral", row.referral_id)
    yield ledger.key("partner-word", f"{row.referral_id}|{row.partner}")
    if row.step_id:
        yield ledger.key("step", row.step_id)


def _asked_and_told(ledger: Ledger, subject: str, owner: str) -> Iterator[bytes]:
    """The keys of the duties and notices of an incident or a case, open and over, with officers' words of them."""
    for key in (*_in(ledger, duty.subject_bucket(subject)), *_over(ledger, subject)):
        yield key
        yield ledger.key("declined", id_of(key))
        yield ledger.key("crime-review", id_of(key))
    yield from (ledger.key("counter", f"{kind}:{subject}") for kind in ObligationKind)
    yield from _in(ledger, notice.bucket(owner))
    yield from _over(ledger, owner)


def _in(ledger: Ledger, bucket: str) -> Iterator[bytes]:
    yield from (key for _, key in ledger.rows.members(bucket))


def _over(ledger: Ledger, subject: str) -> Iterator[bytes]:
    position: Entry = (subject, b"")
    while page := ledger.rows.after(OVER, position, _PAGE):
        for about, key in page:
            if about != subject:
                return
            yield key
        position = page[-1]


def remove(ledger: Ledger, keys: Iterator[bytes]) -> None:
    """Remove those of the rows that there are."""
    for key in keys:
        row: Row | None = ledger.rows.get(key)
        if row is not None:
            ledger.remove(key)
