"""What does it change that somebody is restricted, or no longer? (X8; DPA 2018 s.47(3), s.48(9))

Pure. Whatever rests on the person is withdrawn, recalled and corrected by the rules that say when a thing stands, for
they do not see the person any more; facts that come meanwhile are kept. Lifted, the same facts are read again.

Reads: SubjectRestricted. Keeps: SubjectRow. Publishes: through `decide` and `case_settle` whatever follows.
"""

from collections.abc import Iterable, Iterator

import msgspec

from schemas.incoming import SubjectRestricted
from schemas.rows import IncidentRow, Rank, SubjectRow
from schemas.words import WithdrawalReason
from streams.rules import decide, sentinel
from streams.rules.ledger import Ledger
from streams.rules.rights import aside, keys, reach, resolved
from streams.rules.rights.reach import Reached


def take(ledger: Ledger, told: SubjectRestricted, rank: Rank) -> None:
    """Restrict somebody, or lift it: the highest revision under the request's number stands."""
    known = ledger.subject(told.subject_id) or SubjectRow(told.subject_id)
    if rank <= known.rank:
        return
    subject = resolved.of(ledger, told.subject)
    now = msgspec.structs.replace(known, rank=rank, restricted=told.restricted, keys=(), refs=(), since=None)
    if told.restricted:
        ledger.because = WithdrawalReason.RESTRICTED
        now = msgspec.structs.replace(
            now,
            keys=keys.of_subject(subject, ledger.secret),
            refs=keys.refs_of_subject(subject),
            since=known.since or told.recorded_at,
        )
    ledger.put_subject(now)
    reached = reach.of_subject(ledger, subject)
    read_again(ledger, reached.and_of(known.refs), known.told)


def read_again(ledger: Ledger, reached: Reached, case_ids: Iterable[str] = ()) -> None:
    """Decide everything again that may rest on somebody who counts otherwise than before; once all rows are put."""
    told = dict.fromkeys((*reached.incident_ids, *_set_aside(ledger)))
    touched = dict[str, None]()
    for row in [ledger.known_incident(incident_id) for incident_id in told]:
        touched.update(dict.fromkeys(decide.take_in(ledger, row)))
    for reference in reached.references:
        touched.update(dict.fromkeys(sentinel.read_again(ledger, reference)))
    for case_id in case_ids:
        if ledger.case(case_id) is not None:
            ledger.touched_cases[case_id] = None
    decide.settle(ledger, touched, [incident_id for incident_id in told if incident_id in touched])


def _set_aside(ledger: Ledger) -> Iterator[str]:
    """The incidents of which anybody is set aside already: by another revision of the request it may be others."""
    yield from (row.incident_id for row in ledger.members(aside.INCIDENTS, IncidentRow))
