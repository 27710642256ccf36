"""Under which entries each row is found again (design: Rows; R1 cost).

Pure. Buckets live in memory and are derived from rows: keys of standing incidents, duplicates, members of a
case with its people, places and asks, assessments and answers of a reference, open duties by subject, acceptances,
policies, and whatever falls due by its time. What is missing is found by `compliance_gaps`.
"""

from functools import singledispatch
from typing import Any

from schemas.rows import (
    AssessmentRow,
    CaseRow,
    CheckpointRow,
    ComplianceRow,
    DirectoryRow,
    FeedRow,
    HandledRow,
    HeaderKept,
    IncidentRow,
    MarkerRow,
    NoticeRow,
    ObligationRow,
    PersonRow,
    PolicyRow,
    ReferralRow,
    Row,
    SentinelRow,
    StepRow,
    SubjectRow,
    Timed,
    WatchRow,
)
from schemas.words import CaseStatus, NoticeKind, ObligationStatus, StepKind
from streams.rules import (
    acceptance,
    audit,
    case_state,
    compliance,
    confirmation,
    directory,
    duplicates,
    duty,
    feeds,
    markers,
    membership,
    nominals,
    notice,
    obligation,
    people,
    places,
)
from streams.rules.ledger import micros
from streams.rules.link import bucket_of
from streams.rules.referrals import life as referrals
from streams.rules.referrals import signs
from streams.rules.retention import owned
from streams.rules.rights import aside
from streams.rules.watches import counted

DUE = "due"
POLICIES = "policies"

Entries = tuple[tuple[str, Any], ...]


def cases_bucket(status: CaseStatus) -> str:
    """The index bucket of the cases of a status, to be counted."""
    return f"cases:{status}"


def _due(row: Timed) -> Entries:
    """When the clock comes to a row; nothing falls due for it: no entry."""
    at = row.tried_at
    return ((DUE, micros(at)),) if at is not None else ()


@singledispatch
def entries_of(row: Row) -> Entries:
    """The (bucket, sort value) entries of a row; a row of another kind is found by its key alone."""
    del row
    return ()


@entries_of.register
def _(row: IncidentRow) -> Entries:
    header = row.header
    found: list[tuple[str, Any]] = [*_due(row)]
    if header is None:
        return tuple(found)
    if header.duplicate_of:
        found.append((duplicates.bucket(header.duplicate_of), 0))
    if header.set_aside:
        found.append((aside.INCIDENTS, 0))
    standing = row.standing
    if not standing and not row.case_id:
        return tuple(found)
    at = micros(header.reported_at)
    if row.case_id:
        found.append((membership.members_bucket(row.case_id), at))
        if row.managed:
            found.append((membership.managed_members(row.case_id), at))
        found += _of_case(row, header)
    place = header.place
    for key in row.keys if standing else ():
        if key[0] == "g":
            # Until its keys are put anew, an incident that lost its point is still known by the cell it was in.
            if place is not None and place.easting is not None and place.northing is not None:
                found.append((key, (at, place.easting, place.northing)))
        else:
            found.append((bucket_of(key), at))
            if row.managed:
                found.append((bucket_of(key, managed=True), at))
    found += counted.entries(row)
    return tuple(found)


def _of_case(row: IncidentRow, header: HeaderKept) -> list[tuple[str, Any]]:
    """What an incident adds to the picture of its case, found without reading the incident."""
    bucket = people.bucket(row.case_id)
    found: list[tuple[str, Any]] = [(bucket, entry) for entry in people.entries(row, header)]
    if header.set_aside:
        aside_bucket = people.aside_bucket(row.case_id)
        found += [(aside_bucket, entry) for entry in people.entries_set_aside(row, header)]
    if uprn := places.uprn_of(header):
        found.append((places.bucket(row.case_id), uprn))
    if row.standing and header.place is not None and header.place.beat:
        found.append((places.beats_bucket(row.case_id), header.place.beat))
    found += [(signs.bucket(row.case_id), entry) for entry in signs.entries(row, header)]
    found += nominals.entries_of_incident(row.case_id, header)
    found += [(membership.related_bucket(row.case_id), other) for other in row.related]
    found += [(duty.asks_bucket(row.case_id), obligation_id) for obligation_id in row.asks.values()]
    return found


@entries_of.register
def _(row: CaseRow) -> Entries:
    standing = (cases_bucket(row.status), 0)
    return (standing, *_due(row))


@entries_of.register
def _(row: AssessmentRow) -> Entries:
    return ((case_state.assessments_bucket(row.reference), 0),)


@entries_of.register
def _(row: PersonRow) -> Entries:
    return ((case_state.persons_bucket(row.reference), 0), *nominals.entries_of_answers(row))


@entries_of.register
def _(row: SentinelRow) -> Entries:
    found: list[tuple[str, Any]] = list(nominals.entries_of_sentinel(row))
    if row.accepted_case:
        found.append((acceptance.bucket(row.accepted_case), 0))
    if row.opened_at is not None:
        at = micros(row.opened_at)
        found += [(bucket_of(key, managed=managed), at) for key in row.keys for managed in (False, True)]
    return tuple(found)


@entries_of.register
def _(row: ObligationRow) -> Entries:
    subject = row.incident_id or row.case_id
    if row.status is ObligationStatus.OPEN:
        return ((duty.subject_bucket(subject), 0), *_due(row))
    over = ((owned.OVER, subject),)
    if row.status is ObligationStatus.DECLINED and row.case_id:
        return (*over, (obligation.declined_bucket(row.case_id), 0))
    return over


@entries_of.register
def _(row: StepRow) -> Entries:
    found: list[tuple[str, Any]] = []
    if row.kind is StepKind.PERPETRATOR_BAND:
        found.append((confirmation.bands_bucket(row.case_id), 0))
    if row.standing:
        found.append((confirmation.bucket(row.case_id), 0))
    if row.asked_at is not None and confirmation.is_waiting(row):
        found.append((confirmation.WAITING, micros(row.asked_at)))
    return tuple(found)


@entries_of.register
def _(row: MarkerRow) -> Entries:
    found: list[tuple[str, Any]] = [(markers.bucket(row.case_id), row.number)]
    if markers.is_there(row):
        found.append((markers.THERE, micros(row.next_at or row.since)))
    return (*found, *_due(row))


@entries_of.register
def _(row: ReferralRow) -> Entries:
    return ((referrals.bucket(row.case_id), 0),)


@entries_of.register
def _(row: NoticeRow) -> Entries:
    if not row.standing:
        return ((owned.OVER, row.owner),)
    found = list(notice.entries(row))
    if row.kind is NoticeKind.BEAT_NOT_IN_DIRECTORY:
        found.append((directory.ALARMS, row.about))
    return tuple(found)


@entries_of.register
def _(row: DirectoryRow) -> Entries:
    return ((directory.BEATS, row.beat),)


@entries_of.register(WatchRow)
@entries_of.register(HandledRow)
def _(row: WatchRow | HandledRow) -> Entries:
    return _due(row)


@entries_of.register
def _(row: FeedRow) -> Entries:
    return (*feeds.entries(row), *_due(row))


@entries_of.register
def _(row: ComplianceRow) -> Entries:
    return _due(row) if row.beat else ((compliance.KEPT, 0), *_due(row))


@entries_of.register
def _(row: SubjectRow) -> Entries:
    return (*aside.entries(row), *_due(row))


@entries_of.register
def _(row: PolicyRow) -> Entries:
    activated = micros(row.activated_at) if row.activated_at else 0
    return ((POLICIES, (row.effective_from, activated)),)


@entries_of.register
def _(row: CheckpointRow) -> Entries:
    return ((audit.CHECKPOINTS, micros(row.at)), *_due(row))
