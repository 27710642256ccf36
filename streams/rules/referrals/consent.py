"""Does somebody agree to be referred to a partner? (R20)

Pure. The slot is (case, person, partner), the highest rank stands. Sentinel may know somebody under several
references: what was recorded last of any of them counts.

Reads: ConsentRecorded. Keeps: PersonRow.
"""

from collections.abc import Iterable

import msgspec

from schemas.incoming import ConsentRecorded
from schemas.rows import ConsentKept, PersonRow, Rank
from schemas.words import ConsentState, Partner
from streams.rules.ledger import Ledger


def take(ledger: Ledger, fact: ConsentRecorded, rank: Rank) -> None:
    """Put a person's word into its slot; the case is touched when it is known."""
    row = ledger.person(fact.reference, fact.person_ref) or PersonRow(fact.reference, fact.person_ref)
    slots = {kept.partner: kept for kept in row.consents}
    standing = slots.get(fact.partner)
    if standing is not None and rank <= standing.rank:
        return
    slots[fact.partner] = ConsentKept(fact.partner, fact.consent, rank, fact.recorded_at, fact.officer)
    consents = tuple(slots[partner] for partner in sorted(slots))
    ledger.put_person(msgspec.structs.replace(row, consents=consents))
    sentinel = ledger.sentinel(fact.reference)
    if sentinel is not None and ledger.case(sentinel.case_id) is not None:
        ledger.touched_cases[sentinel.case_id] = None


def recorded(rows: Iterable[PersonRow], partner: Partner) -> ConsentKept | None:
    """What one person said last of a partner; None: nobody has recorded anything."""
    words = (kept for row in rows for kept in row.consents if kept.partner is partner)
    # Revisions are counted by each reference for itself: between references the time tells.
    return max(words, key=lambda kept: kept.rank[1:], default=None)


def state_of(rows: Iterable[PersonRow], partner: Partner) -> ConsentState:
    """Whether one person agrees."""
    word = recorded(rows, partner)
    return word.consent if word is not None else ConsentState.NOT_ASKED
