"""Who is still to be assessed? (R11, R12, R18, R19)

Pure. One matrix per victim, even in one household; perpetrators and locations that Sentinel has put on the case; and
one for the place or community when nobody on the case is a victim. Victims of whom logs say nothing may be any of
those who are known, and where nobody is, all one person: one assessment of any of them will do. Done by a standing
assessment that answers something: silence is not an assessment.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import pairwise

from schemas.rows import AboutKept, AssessmentRow, ObligationRow
from schemas.words import ObligationKind, Role, SubjectKind, WithdrawalReason
from streams.rules.case_state import CaseState
from streams.rules.duties.ending import Ending, done, withdrawn
from streams.rules.duties.standing import person_of, worked_on_since
from streams.rules.ledger import Ledger
from streams.rules.obligation import Wanted
from streams.rules.people import PersonOnCase

_ROLE = {SubjectKind.VICTIM: Role.VICTIM, SubjectKind.PERPETRATOR: Role.PERPETRATOR}
_OF_THE_PLACE = (SubjectKind.LOCATION, SubjectKind.COMMUNITY)


def wanted(state: CaseState, ledger: Ledger) -> Iterator[Wanted]:
    """A risk assessment of every subject that has none."""
    for about, came in _subjects(state):
        if not _is_assessed(state, about):
            since = max(came, worked_on_since(state))
            yield Wanted(ObligationKind.RISK_ASSESSMENT, since, ledger.policy(since), about)


def ending(state: CaseState, row: ObligationRow, ledger: Ledger) -> Ending:
    """Assessed; or the person left the case, or their role; or it turned out otherwise."""
    del ledger
    about = row.about or AboutKept()
    if _is_assessed(state, about):
        return done()
    person = person_of(state, about.ref)
    if about.kind in _ROLE and (person is None or _ROLE[about.kind] not in person.roles):
        return withdrawn(WithdrawalReason.PERSON_LEFT)
    return withdrawn(WithdrawalReason.CORRECTED)


def _subjects(state: CaseState) -> Iterator[tuple[AboutKept, datetime]]:
    """Each subject that needs an assessment of its own, and since when it is on the case."""
    victims = [person for person in state.people if Role.VICTIM in person.roles]
    for victim in [one for one in victims if not one.is_anonymous] or _earliest(victims):
        yield AboutKept(kind=SubjectKind.VICTIM, ref=victim.ref), victim.roles[Role.VICTIM]
    for person in state.people:
        # Who is only named in a log as a perpetrator is not held to be one.
        if Role.PERPETRATOR in person.sentinel_roles:
            held = person.sentinel_roles[Role.PERPETRATOR]
            yield AboutKept(kind=SubjectKind.PERPETRATOR, ref=person.ref), held
    for uprn, since in state.locations.items():
        yield AboutKept(kind=SubjectKind.LOCATION, ref=uprn), since
    if not victims:
        yield AboutKept(kind=SubjectKind.COMMUNITY), _no_victim_since(state)


def _earliest(victims: Iterable[PersonOnCase]) -> list[PersonOnCase]:
    return sorted(victims, key=lambda one: (one.roles[Role.VICTIM], one.ref))[:1]


def _no_victim_since(state: CaseState) -> datetime:
    """When the last victim left the case or the role; else since it is worked on."""
    people = state.sentinel.people if state.sentinel is not None else ()
    ended = (
        later.at
        for person in people
        for earlier, later in pairwise(person.roles)
        if earlier.role is Role.VICTIM and later.role is not Role.VICTIM
    )
    return max(ended, default=worked_on_since(state))


def _is_assessed(state: CaseState, about: AboutKept) -> bool:
    return any(_answers_something(row) for row in _assessments(state, about))


def _assessments(state: CaseState, about: AboutKept) -> Iterable[AssessmentRow]:
    if about.kind in _ROLE:
        person = person_of(state, about.ref)
        if person is None:
            return ()
        # Nobody can say which of those without a name it is.
        alike = [one for one in state.people if one.is_anonymous] if person.is_anonymous else [person]
        return [row for one in alike for row in state.assessments_of(one, about.kind)]
    if about.kind is SubjectKind.LOCATION:
        row = state.assessments.get((SubjectKind.LOCATION, about.ref))
        return (row,) if row is not None else ()
    return [row for (kind, _), row in state.assessments.items() if kind in _OF_THE_PLACE]


def _answers_something(row: AssessmentRow) -> bool:
    standing = row.standing
    return standing is not None and any(
        answer.option is not None or answer.points is not None for answer in standing.answers
    )
