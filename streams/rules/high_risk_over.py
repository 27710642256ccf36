"""Why does a notice of high risk no longer stand? (R8, R5)

Pure. Each reason follows from the facts as they are now, and from when the high risk began that was told.
"""

from collections.abc import Mapping

from schemas.rows import AssessmentKept, NoticeRow
from schemas.words import CaseOrigin, CaseStatus, NoticeKind, SubjectKind, WithdrawalReason
from streams.rules import high_risk
from streams.rules.area import Area
from streams.rules.assessment_events import as_of_one
from streams.rules.case_state import CaseState
from streams.rules.high_risk import HighRisk
from streams.rules.risk_history import ROLE_OF


def why_over(state: CaseState, areas: Mapping[HighRisk, Area], row: NoticeRow) -> WithdrawalReason:
    """The reason for the withdrawal; `areas`: of what is at high risk now."""
    if not state.is_worked_on:
        return _case_over(state)
    if row.kind is NoticeKind.BEAT_NOT_IN_DIRECTORY:
        return _alarm_over(areas, row.about)
    word, _, ref = row.about.partition("|")
    kind = SubjectKind(word)
    match row.kind:
        case NoticeKind.HIGH_RISK_POSSIBLE:
            return _possible_over(state, kind, ref)
        case NoticeKind.HIGH_RISK_NOT_ON_CASE:
            return _not_on_case_over(state, kind, ref)
        case _:
            return _high_risk_over(state, areas, row, kind, ref)


def _high_risk_over(
    state: CaseState, areas: Mapping[HighRisk, Area], row: NoticeRow, kind: SubjectKind, ref: str
) -> WithdrawalReason:
    if any(run.is_of(kind, ref) for run in areas):
        return WithdrawalReason.KNOWN_AS_ANOTHER
    if row.since is not None and not high_risk.is_a_fact(state.high_risk_runs, kind, ref, row.since):
        return WithdrawalReason.FOUND_FALSE
    return WithdrawalReason.BAND_CHANGED if _is_on_case(state, kind, ref) else WithdrawalReason.PERSON_LEFT


def _case_over(state: CaseState) -> WithdrawalReason:
    if state.case.status is CaseStatus.CLOSED:
        return WithdrawalReason.CASE_CLOSED
    adopted = state.case.origin is CaseOrigin.SENTINEL
    return WithdrawalReason.KNOWN_AS_ANOTHER if adopted else WithdrawalReason.CORRECTED


def _alarm_over(areas: Mapping[HighRisk, Area], beat: str) -> WithdrawalReason:
    """Somebody is named by now, or nobody is at high risk, or it was on another beat."""
    if not areas:
        return WithdrawalReason.BAND_CHANGED
    concerned = {each or "" for area in areas.values() for each in area.beats}
    return WithdrawalReason.ANSWERED if beat in concerned else WithdrawalReason.CORRECTED


def _possible_over(state: CaseState, kind: SubjectKind, ref: str) -> WithdrawalReason:
    if any(run.is_of(kind, ref) for run in state.high_risk):
        return WithdrawalReason.BAND_CHANGED
    if kind in ROLE_OF and not _is_on_case(state, kind, ref):
        return WithdrawalReason.PERSON_LEFT
    stands = any(ref in one.known_as for one in state.people) or (kind, ref) in state.standing
    version = standing_version(state, kind, ref) if stands else None
    return WithdrawalReason.ANSWERED if version is not None else WithdrawalReason.FOUND_FALSE


def _not_on_case_over(state: CaseState, kind: SubjectKind, ref: str) -> WithdrawalReason:
    """They are put on the case, or nobody says so any more."""
    return WithdrawalReason.ANSWERED if _is_on_case(state, kind, ref) else WithdrawalReason.BAND_CHANGED


def _is_on_case(state: CaseState, kind: SubjectKind, ref: str) -> bool:
    role = ROLE_OF.get(kind)
    if role is None:
        return (kind, ref) in state.standing and state.standing[kind, ref].on_case
    return any(role in person.roles and ref in person.known_as for person in state.people)


def standing_version(state: CaseState, kind: SubjectKind, ref: str) -> AssessmentKept | None:
    """The assessment that stands of a subject, of those under each of a person's references."""
    person = next((one for one in state.people if one.ref == ref), None) if kind in ROLE_OF else None
    found = (state.assessments.get((kind, ref)),) if person is None else state.assessments_of(person, kind)
    row = as_of_one(each for each in found if each is not None)
    return row.standing if row is not None else None
