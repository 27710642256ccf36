"""Which duty is a wanted one, that is new by its id, the continuation of? (R7, R15)

Pure. A duty is known by what it is about and when it begins, so that it gets another id when facts are corrected:
somebody becomes known under another reference, or an acceptance turns out to be minutes earlier. It then goes on
where it was: no day is told twice, and an officer's word against it stands.
"""

from collections.abc import Iterable
from datetime import datetime

from schemas.rows import ObligationRow
from schemas.words import ObligationStatus
from streams.rules.case_state import CaseState
from streams.rules.duties.standing import person_of
from streams.rules.ladder import london_day
from streams.rules.ledger import Ledger
from streams.rules.obligation import Wanted, declined_bucket
from streams.rules.people import former_refs


def of(
    ledger: Ledger, state: CaseState, wanted: Wanted, going_on: Iterable[ObligationRow]
) -> ObligationRow | None:
    """What the wanted duty was before; `going_on`: the open ones that begin at another time by now."""
    case_id = state.case.case_id
    if ledger.obligation(wanted.id_in(ledger, case_id)) is not None:
        return None
    at_another_time = (row for row in going_on if _is_same(row, wanted))
    return (
        _renamed(ledger, state, wanted)
        or _declined_before(ledger, case_id, wanted)
        or next(at_another_time, None)
    )


def is_declined(ledger: Ledger, case_id: str, wanted: Wanted) -> bool:
    """Whether a named officer decided against the duty: before it was opened, since, or as it began before."""
    ident = wanted.id_in(ledger, case_id)
    row = ledger.obligation(ident)
    if row is not None and row.status is ObligationStatus.DECLINED:
        return True
    return ledger.declined(ident) is not None or (
        row is None and _declined_before(ledger, case_id, wanted) is not None
    )


def _renamed(ledger: Ledger, state: CaseState, wanted: Wanted) -> ObligationRow | None:
    """About the same person, of whom less was known then."""
    person = person_of(state, wanted.about.person_ref or wanted.about.ref)
    refs = former_refs(person, ledger.secret) if person is not None else ()
    found = (ledger.obligation(wanted.about_as(ref).id_in(ledger, state.case.case_id)) for ref in refs)
    return next((row for row in found if row is not None), None)


def _declined_before(ledger: Ledger, case_id: str, wanted: Wanted) -> ObligationRow | None:
    """Begun on the same day, or declined when the wanted one had begun too."""
    rows = ledger.members(declined_bucket(case_id), ObligationRow)
    return next((row for row in rows if _is_same(row, wanted) and _covers(ledger, row, wanted)), None)


def _covers(ledger: Ledger, row: ObligationRow, wanted: Wanted) -> bool:
    word = ledger.declined(row.obligation_id)
    said_later = word is not None and datetime.fromisoformat(word.rank[1]) >= wanted.since
    return said_later or london_day(row.since) == london_day(wanted.since)


def _is_same(row: ObligationRow, wanted: Wanted) -> bool:
    return row.kind is wanted.kind and row.about == wanted.about
