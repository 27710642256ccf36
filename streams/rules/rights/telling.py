"""Who is told that somebody on a case is restricted, and that it is lifted? (X8)

Pure. Nothing is said of whoever is restricted, and nobody is to be left alone by that: Sentinel is told with every
case that the person is on, also of one they come on later, and compliance lists it until it is lifted.

Keeps: SubjectRow. Publishes: ProcessingRestricted, RestrictionLifted.
"""

import msgspec

from schemas.outgoing import ProcessingRestricted, RestrictionLifted
from schemas.rows import CaseTold, SubjectRow
from schemas.words import WithdrawalReason
from streams.rules.case_state import CaseState
from streams.rules.ledger import Ledger
from streams.rules.rights import aside, keys


def announce(ledger: Ledger, state: CaseState) -> None:
    """Tell Sentinel of everybody on the case who is restricted, and of whoever was and is not any more."""
    before = ledger.members(aside.told_bucket(state.case.case_id), SubjectRow)
    if not before and not state.aside:
        return
    refs_of = _restricted(ledger, state) if ledger.because is not WithdrawalReason.ERASED else {}
    for row in before:
        if row.subject_id not in refs_of:
            _lifted(ledger, state, row)
    for subject_id, refs in refs_of.items():
        _restricted_on(ledger, state, ledger.subject(subject_id), refs)


def _restricted(ledger: Ledger, state: CaseState) -> dict[str, tuple[str, ...]]:
    """Sentinel's references of everybody on the case who is restricted, by the number of the request."""
    found: dict[str, set[str]] = {}
    for person in state.aside:
        for row in aside.subjects(ledger, keys.of_person(person, state.case.reference, ledger.secret)):
            found.setdefault(row.subject_id, set()).update(person.person_refs)
    return {subject_id: tuple(sorted(refs)) for subject_id, refs in sorted(found.items())}


def _restricted_on(ledger: Ledger, state: CaseState, row: SubjectRow | None, refs: tuple[str, ...]) -> None:
    if row is None or row.since is None:
        return
    case = state.case
    told = row.told.get(case.case_id)
    if told is None or told.person_refs != refs:
        event = ProcessingRestricted(
            case_id=case.case_id,
            reference=case.reference or None,
            person_refs=refs,
            subject_id=row.subject_id,
            since=row.since,
        )
        told = CaseTold(ledger.publish_of_case(event, case.case_id), refs, case.beat)
    told = msgspec.structs.replace(told, beat=case.beat)
    if told != row.told.get(case.case_id):
        ledger.put_subject(msgspec.structs.replace(row, told={**row.told, case.case_id: told}))


def _lifted(ledger: Ledger, state: CaseState, row: SubjectRow) -> None:
    case = state.case
    told = row.told[case.case_id]
    event = RestrictionLifted(
        case_id=case.case_id,
        reference=case.reference or None,
        # Of somebody who was erased nothing is said any more.
        person_refs=() if row.erased_at is not None else told.person_refs,
        subject_id=row.subject_id,
        corrects=told.event,
    )
    ledger.publish_of_case(event, case.case_id)
    others = {case_id: each for case_id, each in row.told.items() if case_id != case.case_id}
    ledger.put_subject(msgspec.structs.replace(row, told=others))
