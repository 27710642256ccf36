"""How does a case stand now? (R17, R22, X4)

Pure. Published whenever it changed, keyed by case, on a compacted topic, until the case has been closed, or its
request taken back, for as long as the policy keeps it; then it is removed, and comes back when it is opened again.
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Any, Final

import msgspec

from schemas.envelope import timestamp
from schemas.outgoing import (
    CaseSnapshot,
    SnapshotAssessed,
    SnapshotNotice,
    SnapshotObligation,
    SnapshotPerson,
    SnapshotPlace,
    SnapshotReferral,
    Subject,
)
from schemas.rows import AssessmentRow, CaseRow, NoticeRow
from schemas.words import Answer, Band, CaseStatus, Question, Role, SubjectKind
from streams.rules import assessment_events, duty, notice, proposed_band, questions
from streams.rules.case_state import CaseState
from streams.rules.ledger import Cause, Entry, Ledger, digest_of
from streams.rules.link import id_of
from streams.rules.markers import shown
from streams.rules.membership import members_bucket, related_of
from streams.rules.people import PersonOnCase
from streams.rules.referrals import life as referrals

# Incidents, and people of whom nothing is known: so that a snapshot stays small; the counts are of all.
_LATEST: Final = 10
_AFTER_ALL: Final[Entry] = (2**63, b"")
_NEVER: Final = datetime(1970, 1, 1, tzinfo=UTC)
_REMOVED: Final = b""
_KIND: Final = {
    Role.PERPETRATOR: SubjectKind.PERPETRATOR,
    Role.VICTIM: SubjectKind.VICTIM,
    Role.WITNESS: None,
}


def publish(ledger: Ledger, state: CaseState) -> None:
    """Publish the snapshot where it differs from the last; not of a case that retention has removed."""
    case = ledger.the_case(state.case.case_id)
    retire_at, kept_until = _kept_until(ledger, state)
    if retire_at is not None and retire_at == case.retire_at and case.snapshot_digest == _REMOVED:
        return
    snapshot = of(state, ledger)
    kept = msgspec.structs.replace(
        case, snapshot_digest=digest_of(snapshot), retire_at=retire_at, kept_until=kept_until
    )
    if kept.snapshot_digest != case.snapshot_digest:
        cause = ledger.cause
        changed = {"changed_at": cause.at, "changed_by": cause.id, "changed_by_type": cause.type}
        ledger.publish_of_case(snapshot.model_copy(update=changed), case.case_id)
        kept = msgspec.structs.replace(kept, changed_at=cause.at, changed_by=cause.id)
    if kept != case:
        ledger.rows.put(ledger.key("case", case.case_id), kept)


def retirement(case: CaseRow) -> Cause | None:
    """What causes the removal of the snapshot; None: nothing does, or it is removed."""
    if case.retire_at is None or case.snapshot_digest == _REMOVED:
        return None
    return Cause(f"{case.case_id}/retention/{timestamp(case.retire_at)}", case.retire_at, type="retention")


def retire(ledger: Ledger, case: CaseRow) -> None:
    """The case has been over for as long as the policy keeps its snapshot."""
    ledger.remove_of_case(CaseSnapshot, case.case_id)
    removed = msgspec.structs.replace(
        case, snapshot_digest=_REMOVED, changed_at=ledger.cause.at, changed_by=ledger.cause.id
    )
    ledger.rows.put(ledger.key("case", case.case_id), removed)


def of(state: CaseState, ledger: Ledger) -> CaseSnapshot:
    """The case as it stands; `changed_at` is the start of time until it is known that something changed."""
    case, sentinel = state.case, state.sentinel
    bucket = members_bucket(case.case_id)
    latest = ledger.rows.before(bucket, _AFTER_ALL, _LATEST)
    return CaseSnapshot(
        case_id=case.case_id,
        reference=case.reference or None,
        status=case.status,
        origin=case.origin,
        lead_officer=sentinel.lead_officer if sentinel else None,
        incident_count=ledger.rows.size(bucket),
        latest_incident_ids=tuple(id_of(key) for _, key in latest),
        related_case_ids=tuple(related_of(case.case_id, ledger)),
        highest_risk=state.band or "unknown",
        people=tuple(proposed_band.with_proposed(state, one) for one in _people(state)),
        unnamed_count=sum(person.is_anonymous for person in state.people),
        assessed_not_on_case=tuple(_not_on_case(state)),
        places=tuple(_places(state)),
        notices=_notices(case, ledger),
        markers=tuple(shown.with_case(ledger, case.case_id)),
        referrals=tuple(_referrals(state, ledger)),
        open_obligations=_obligations(case, ledger),
        incomplete_since=case.incomplete_since,
        changed_at=_NEVER,
        changed_by="",
        changed_by_type="",
    )


def _kept_until(ledger: Ledger, state: CaseState) -> tuple[datetime | None, datetime | None]:
    """When the snapshot is to be removed, and the case, by the policy in force when it was over; open: never."""
    case = state.case
    if case.status is CaseStatus.WITHDRAWN and case.retire_at is not None:
        return case.retire_at, case.kept_until
    over_at = _over_at(ledger, state)
    if over_at is None:
        return None, None
    terms = ledger.policy(over_at).policy.retention
    # Sentinel may not know when it was closed, and send any year: what it told lately is kept.
    kept_from = max(over_at, _told_at(state) or over_at)
    return over_at + terms.snapshot_after_closed, kept_from + terms.cases


def _told_at(state: CaseState) -> datetime | None:
    """When Sentinel told that the case is closed."""
    if state.sentinel is None or state.case.status is not CaseStatus.CLOSED:
        return None
    return datetime.fromisoformat(state.sentinel.closed_rank[1])


def _over_at(ledger: Ledger, state: CaseState) -> datetime | None:
    """When Sentinel closed the case; a request is over with what took it back."""
    if state.case.status is CaseStatus.CLOSED:
        return state.sentinel.closed_at if state.sentinel is not None else None
    return ledger.cause.at if state.case.status is CaseStatus.WITHDRAWN else None


def _people(state: CaseState) -> Iterator[SnapshotPerson]:
    """Everybody of whom anything is known, and some of the others: each incident may add more of those."""
    unnamed = [person for person in state.people if person.is_anonymous]
    left_out = {one.ref for one in sorted(unnamed, key=lambda one: _shown_last(state, one))[_LATEST:]}
    for person in state.people:
        if person.ref in left_out:
            continue
        for role, kind in _KIND.items():
            if role in person.roles:
                yield _person(state, person, role, kind)


def _shown_last(state: CaseState, person: PersonOnCase) -> tuple[bool, datetime, str]:
    """Whom Sentinel speaks of comes first, then who has been on the case the longest."""
    spoken_of = person.ref in state.answers or any(person.ref == ref for _, ref in state.assessments)
    return not spoken_of, min(person.roles.values()), person.ref


def _person(state: CaseState, person: PersonOnCase, role: Role, kind: SubjectKind | None) -> SnapshotPerson:
    rows = state.answers_about(person)

    def answer_to(question: Question) -> Answer:
        return questions.standing(questions.answers_of(rows, question))

    return SnapshotPerson(
        person_ref=person.ref,
        role=role,
        safeguarding=answer_to(Question.SAFEGUARDING),
        repeat_victim=answer_to(Question.REPEAT_VICTIM),
        vulnerable=answer_to(Question.VULNERABLE),
        **(_risk_of(state, kind, person.ref, state.assessments_of(person, kind)) if kind is not None else {}),
    )


def _not_on_case(state: CaseState) -> Iterator[SnapshotAssessed]:
    for row in state.not_on_case():
        yield SnapshotAssessed(subject=Subject(kind=row.kind, ref=row.ref), **_risk((row,)))
    for one in state.declared_not_on_case():
        if (one.kind, one.ref) not in state.assessments:
            yield SnapshotAssessed(subject=Subject(kind=one.kind, ref=one.ref), risk=Band.HIGH)


def _risk_of(
    state: CaseState, kind: SubjectKind, ref: str, rows: Iterable[AssessmentRow | None]
) -> dict[str, Any]:
    """The risk of a subject of the case, also where no assessment says so but a named officer does (R8, R18)."""
    shown = _risk(row for row in rows if row is not None)
    stands = state.standing.get((kind, ref))
    counted = stands.counted if stands is not None else None
    if counted is not None and counted is not shown.get("risk"):
        shown |= {"risk": counted, "could_be": None}
    return shown


def _risk(rows: Iterable[AssessmentRow]) -> dict[str, Any]:
    """The latest assessment that stands, of those under each of somebody's references, and Sentinel's own band."""
    of_person = assessment_events.as_of_one(rows)
    if of_person is None:
        return {}
    differs = assessment_events.sentinel_band_differs(of_person)
    standing = of_person.standing
    if standing is None:
        return {"sentinel_band_differs": differs}
    return {
        "risk": standing.band,
        "could_be": standing.could_be,
        "completeness_percent": standing.completeness_percent,
        "sentinel_band_differs": differs,
    }


def _places(state: CaseState) -> Iterator[SnapshotPlace]:
    """Where incidents took place, what is on the case or was assessed, and the community once it was assessed."""
    assessed = {
        row.ref for row in state.assessments.values() if row.kind is SubjectKind.LOCATION and row.versions
    }
    declared = {run.ref for run in state.high_risk if run.kind is SubjectKind.LOCATION}
    for uprn in sorted({*state.uprns, *state.locations, *assessed, *declared}):
        row = state.assessments.get((SubjectKind.LOCATION, uprn))
        yield SnapshotPlace(
            kind=SubjectKind.LOCATION,
            uprn=uprn,
            on_case=uprn in state.locations,
            **_risk_of(state, SubjectKind.LOCATION, uprn, (row,)),
        )
    community = state.assessments.get((SubjectKind.COMMUNITY, ""))
    risk = _risk_of(state, SubjectKind.COMMUNITY, "", (community,))
    if risk:
        yield SnapshotPlace(kind=SubjectKind.COMMUNITY, uprn=None, on_case=True, **risk)


def _notices(case: CaseRow, ledger: Ledger) -> tuple[SnapshotNotice, ...]:
    """The notices that stand, those about its incidents too."""
    rows = ledger.members(notice.shown_bucket(case.case_id), NoticeRow)
    shown = (SnapshotNotice(notice_id=row.notice_id, kind=row.kind) for row in rows)
    return tuple(sorted(shown, key=lambda one: (one.kind, one.notice_id)))


def _obligations(case: CaseRow, ledger: Ledger) -> tuple[SnapshotObligation, ...]:
    """What the case owes, and what officers are asked about its incidents: the earliest due first."""
    rows = (*duty.open_of(ledger, case.case_id), *duty.open_of_members(ledger, case.case_id))
    open_now = sorted(rows, key=lambda row: (row.due_at, row.obligation_id))
    return tuple(
        SnapshotObligation(
            obligation_id=row.obligation_id,
            kind=row.kind,
            about=duty.about_of(row.about),
            incident_id=row.incident_id or None,
            due_at=row.due_at,
        )
        for row in open_now
    )


def _referrals(state: CaseState, ledger: Ledger) -> Iterator[SnapshotReferral]:
    """Those that stand, or whose recall the partner has not taken in, about whoever they are about now."""
    for row, key in referrals.shown(ledger, state):
        yield SnapshotReferral(
            referral_id=row.referral_id,
            partner=row.partner,
            subject=Subject(kind=key.kind, ref=key.ref),
            status=row.status,
            consent=row.consent,
            unacknowledged=tuple(each.correction_id for each in referrals.unacknowledged(row)),
        )
