"""Which bands of perpetrators wait for a named officer? (R18, X6)

Pure. A band that follows from incidents and from no officer's assessment is part of nobody's risk until a named
officer confirms it. Nobody is asked once an assessment stands; what was decided may still be contested.
"""

from collections.abc import Iterable, Iterator
from typing import Final

from schemas.outgoing import Evidence, SnapshotPerson, Subject
from schemas.rows import IncidentRow, StepRow
from schemas.words import EvidenceKind, Role, StepKind, SubjectKind, WithdrawalReason
from streams.rules import confirmation, inferred_band, nominals
from streams.rules.case_state import CaseState
from streams.rules.confirmation import Step
from streams.rules.inferred_band import Inferred
from streams.rules.ledger import Ledger
from streams.rules.people import PersonOnCase
from streams.rules.watches import counted

_KINDS: Final = frozenset({StepKind.PERPETRATOR_BAND})


def settle(ledger: Ledger, state: CaseState) -> None:
    """Ask about the bands that incidents speak for by now, and no longer about others."""
    case = state.case
    if not state.inferred and not ledger.rows.size(confirmation.bands_bucket(case.case_id)):
        return
    known = ledger.members(confirmation.bands_bucket(case.case_id), StepRow)
    wanted = [step for person in state.people for step in _steps(state, person)]
    why_over = WithdrawalReason.CORRECTED if state.is_worked_on else WithdrawalReason.CASE_CLOSED
    answered = {
        row.step_id: WithdrawalReason.ANSWERED
        for person in state.people
        if inferred_band.is_assessed(person, state.assessments)
        for row in inferred_band.steps_of(person, known, ledger)
    }
    confirmation.settle(ledger, case.case_id, case.reference, _KINDS, wanted, why_over, answered)


def with_proposed(state: CaseState, person: SnapshotPerson) -> SnapshotPerson:
    """A perpetrator as shown, with the band that is proposed of them and that nobody has decided about."""
    if person.role is not Role.PERPETRATOR or not state.is_worked_on:
        return person
    waits = [one for one in state.inferred.get(person.person_ref, ()) if one.decided is None]
    return person.model_copy(update={"proposed": waits[0].band}) if waits else person


def note_incidents(ledger: Ledger) -> None:
    """Touch the cases of whoever an incident that changed names, or named, as perpetrator: theirs count it too."""
    keys = dict[str, None]()
    for incident_id, before in ledger.former_incidents.items():
        was, now = _perpetrators(before), _perpetrators(ledger.incident(incident_id))
        if was != now:
            keys.update(dict.fromkeys(key for one in (*was, *now) for key in one.keys))
    for case_id in _cases_of(ledger, keys):
        if ledger.case(case_id) is not None:
            ledger.touched_cases[case_id] = None


def _steps(state: CaseState, person: PersonOnCase) -> Iterator[Step]:
    """The band that is proposed of a person, and those that were decided, for they may be contested."""
    if not state.case.reference or inferred_band.is_assessed(person, state.assessments):
        return
    for one in state.inferred.get(person.ref, ()):
        if one.decided is not None or state.is_worked_on:
            yield _step(person, one)


def _step(person: PersonOnCase, found: Inferred) -> Step:
    return Step(
        step_id=found.step_id,
        kind=StepKind.PERPETRATOR_BAND,
        subject=Subject(kind=SubjectKind.PERPETRATOR, ref=person.ref),
        adverse=True,
        what=f"Take the perpetrator {person.ref} to be of {found.band} risk until somebody assesses them",
        why=f"{len(found.incidents)} incidents within {found.window_days} days name them as perpetrator.",
        evidence=tuple(Evidence(kind=EvidenceKind.LINK, ref=ref) for ref in found.incidents),
        band=found.band,
    )


def _perpetrators(row: IncidentRow | None) -> list[counted.Counted]:
    if row is None:
        return []
    return [one for role, _, one in counted.named_in(row) if role is Role.PERPETRATOR]


def _cases_of(ledger: Ledger, keys: Iterable[str]) -> Iterator[str]:
    """The cases that name somebody who is known by one of these keys."""
    known = dict.fromkeys(other for key in keys for other in counted.person_of(key, ledger).keys)
    for key in known:
        for one in counted.incidents_of(
            counted.Person((key,)), Role.PERPETRATOR, inferred_band.EPOCH, ledger
        ):
            yield one.case_id
        if key.startswith("n:"):
            for case_id, _ in ledger.rows.members(nominals.cases_bucket(key[2:])):
                yield case_id
