"""Who is told that somebody on a case is restricted, and that it is lifted? (X8)

Pure. Nothing is said of whoever is restricted, and nobody is to be left alone by that: Sentinel is told with every
case that the person is on, also of one they come on later, and with every case under which their risk or an answer of
theirs is recorded; compliance lists it until it is lifted.

Keeps: SubjectRow. Publishes: ProcessingRestricted, RestrictionLifted.
"""

from collections.abc import Iterator

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
    if not before and not aside.is_anybody(ledger):
        return
    refs_of = _restricted(ledger, state)
    for row in before:
        if row.subject_id not in refs_of:
            _lifted(ledger, state, row)
    for subject_id, refs in refs_of.items():
        _restricted_on(ledger, state, ledger.subject(subject_id), refs)


def _restricted(ledger: Ledger, state: CaseState) -> dict[str, tuple[str, ...]]:
    """Sentinel's references of everybody on the case who is restricted, by the number of the request."""
    found: dict[str, set[str]] = {}
    for known_by, refs in _set_aside(ledger, state):
        rows = aside.subjects(ledger, known_by)
        if not any(_is_being_erased(row, ledger) for row in rows):
            for row in rows:
                found.setdefault(row.subject_id, set()).update(refs)
    return {subject_id: tuple(sorted(refs)) for subject_id, refs in sorted(found.items())}


def _set_aside(ledger: Ledger, state: CaseState) -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
    """By which keys anybody may be restricted whom the case speaks of, each with Sentinel's references of them."""
    reference = state.case.reference
    for person in state.aside:
        yield tuple(keys.of_person(person, reference, ledger.secret)), person.person_refs
    for ref in dict.fromkeys(_recorded(ledger, state)):
        yield (keys.record(reference, ref),), (ref,)
        # By a nominal reference, or a hash, Sentinel need not be told who it is.
        yield tuple(keys.of_ref(reference, ref)), ()


def _recorded(ledger: Ledger, state: CaseState) -> Iterator[str]:
    """The references of people under which anything is recorded of them that no rule sees."""
    yield from (row.ref for row in state.assessments_aside)
    yield from (row.person_ref for row in state.answers_aside)
    sentinel = ledger.sentinel(state.case.reference) if state.case.reference else None
    yield from (one.ref for one in (sentinel.declarations if sentinel is not None else ()) if one.ref)


def _is_being_erased(row: SubjectRow, ledger: Ledger) -> bool:
    return ledger.because is WithdrawalReason.ERASED and row.erased_at == ledger.cause.at


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
        # Of somebody who is erased nothing is said any more.
        person_refs=() if ledger.because is WithdrawalReason.ERASED else told.person_refs,
        subject_id=row.subject_id,
        corrects=told.event,
    )
    ledger.publish_of_case(event, case.case_id)
    others = {case_id: each for case_id, each in row.told.items() if case_id != case.case_id}
    ledger.put_subject(msgspec.structs.replace(row, told=others))
