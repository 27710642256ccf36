"""How does a case stand now? (R17, first form)

Pure. Published whenever it changed, keyed by case, on a compacted topic. People come from Sentinel's facts and
from the latest incidents; what nobody has assessed is `unknown`.
"""

from datetime import UTC, datetime
from typing import Final

import msgspec

from schemas.outgoing import CaseSnapshot, SnapshotObligation, SnapshotPerson, SnapshotPlace
from schemas.rows import CaseRow, IncidentRow, SentinelRow
from schemas.words import Role, SubjectKind
from streams.rules import duty
from streams.rules.keys import person_ref
from streams.rules.ledger import Entry, Ledger, digest_of
from streams.rules.link import id_of
from streams.rules.membership import members_bucket

# So that a snapshot stays small however many incidents a case has; the count is of all.
_LATEST: Final = 10
_AFTER_ALL: Final[Entry] = (2**63, b"")
_NEVER: Final = datetime(1970, 1, 1, tzinfo=UTC)
_SHOWN: Final = (Role.VICTIM, Role.PERPETRATOR, Role.WITNESS)


def publish_touched(ledger: Ledger) -> None:
    """Publish a snapshot of every case touched by the cause, where it differs from the last."""
    for case_id in ledger.touched_cases:
        case = ledger.the_case(case_id)
        snapshot = of(case, ledger)
        digest = digest_of(snapshot)
        if digest != case.snapshot_digest:
            at, by = ledger.cause.at, ledger.cause.id
            dated = snapshot.model_copy(update={"changed_at": at, "changed_by": by})
            ledger.publish_of_case(dated, case_id)
            kept = msgspec.structs.replace(case, snapshot_digest=digest, changed_at=at, changed_by=by)
            ledger.rows.put(ledger.key("case", case_id), kept)
    ledger.touched_cases.clear()


def of(case: CaseRow, ledger: Ledger) -> CaseSnapshot:
    """The case as it stands; `changed_at` is the start of time until it is known that something changed."""
    bucket = members_bucket(case.case_id)
    entries = ledger.rows.before(bucket, _AFTER_ALL, _LATEST)
    latest = [row for _, key in entries if (row := ledger.incident(id_of(key))) is not None]
    sentinel = ledger.sentinel(case.reference) if case.reference else None
    return CaseSnapshot(
        case_id=case.case_id,
        reference=case.reference or None,
        status=case.status,
        origin=case.origin,
        lead_officer=sentinel.lead_officer if sentinel else None,
        incident_count=ledger.rows.size(bucket),
        latest_incident_ids=tuple(row.incident_id for row in latest),
        related_case_ids=tuple(sorted({other for row in latest for other in row.related})),
        people=_people(latest, sentinel, ledger.secret),
        highest_risk="unknown",
        places=tuple(
            SnapshotPlace(kind=SubjectKind.LOCATION, uprn=uprn, on_case=False)
            for uprn in _uprns(latest, sentinel)
        ),
        open_obligations=_obligations(case, ledger),
        incomplete_since=case.incomplete_since,
        changed_at=_NEVER,
        changed_by="",
        changed_by_type="",
    )


def _people(
    latest: list[IncidentRow], sentinel: SentinelRow | None, secret: bytes
) -> tuple[SnapshotPerson, ...]:
    found: dict[tuple[str, Role], None] = {}
    for person in sentinel.people if sentinel else ():
        if person.role is not None and person.role in _SHOWN:
            found[person.nominal_ref or person.person_ref, person.role] = None
    for row in latest:
        for number, named in enumerate(row.header.people if row.header else ()):
            if named.role in _SHOWN:
                found[person_ref(named, row.incident_id, number, secret), named.role] = None
    return tuple(SnapshotPerson(person_ref=ref, role=role) for ref, role in sorted(found))


def _uprns(latest: list[IncidentRow], sentinel: SentinelRow | None) -> tuple[str, ...]:
    places = [row.header.place for row in latest if row.header]
    found = {place.uprn for place in places if place is not None and place.uprn is not None}
    return tuple(sorted(found | set(sentinel.uprns if sentinel else ())))


def _obligations(case: CaseRow, ledger: Ledger) -> tuple[SnapshotObligation, ...]:
    open_now = sorted(duty.open_of(ledger, case.case_id), key=lambda row: (row.due_at, row.obligation_id))
    return tuple(
        SnapshotObligation(
            obligation_id=row.obligation_id,
            kind=row.kind,
            about=duty.about_of(row.about),
            due_at=row.due_at,
        )
        for row in open_now
    )
