"""Under which entries each row is found again (design: Rows; R1 cost).

Pure. Buckets live in memory and are derived from rows: keys of standing incidents, duplicates, members of a
case, open duties by subject and by due time, acceptances, policies.
"""

from functools import singledispatch
from typing import Any

from schemas.rows import IncidentRow, ObligationRow, PolicyRow, Row, SentinelRow
from schemas.words import ObligationStatus
from streams.rules import acceptance, duplicates, duty, membership
from streams.rules.ledger import micros
from streams.rules.link import bucket_of

DUE = "due"
POLICIES = "policies"

Entries = tuple[tuple[str, Any], ...]


@singledispatch
def entries_of(row: Row) -> Entries:
    """The (bucket, sort value) entries of a row; a row of another kind is found by its key alone."""
    del row
    return ()


@entries_of.register
def _(row: IncidentRow) -> Entries:
    header = row.header
    if header is None:
        return ()
    found: list[tuple[str, Any]] = []
    if header.duplicate_of:
        found.append((duplicates.bucket(header.duplicate_of), 0))
    if not row.standing and not row.case_id:
        return tuple(found)
    at = micros(header.reported_at)
    if row.case_id:
        found.append((membership.members_bucket(row.case_id), at))
        if row.managed:
            found.append((membership.managed_members(row.case_id), at))
    place = header.place
    for key in row.keys if row.standing else ():
        if key[0] == "g" and place is not None:
            found.append((key, (at, place.easting, place.northing)))
        else:
            found.append((bucket_of(key), at))
            if row.managed:
                found.append((bucket_of(key, managed=True), at))
    return tuple(found)


@entries_of.register
def _(row: SentinelRow) -> Entries:
    found: list[tuple[str, Any]] = []
    if row.accepted_case:
        found.append((acceptance.bucket(row.accepted_case), 0))
    if row.opened_at is not None:
        at = micros(row.opened_at)
        found += [(bucket_of(key, managed=managed), at) for key in row.keys for managed in (False, True)]
    return tuple(found)


@entries_of.register
def _(row: ObligationRow) -> Entries:
    if row.status is not ObligationStatus.OPEN:
        return ()
    held = (duty.subject_bucket(row.incident_id or row.case_id), 0)
    if row.parked or row.next_at is None:
        return (held,)
    return (held, (DUE, micros(row.next_at)))


@entries_of.register
def _(row: PolicyRow) -> Entries:
    activated = micros(row.activated_at) if row.activated_at else 0
    return ((POLICIES, (row.effective_from, activated)),)
