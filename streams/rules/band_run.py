"""At which band does a case stand, and since when? (R10, R22)

Pure. The band of a case is the highest standing band of any subject still on it. Since when follows from the
history of assessments and of who was on the case, so that it does not depend on the order of messages, and a band
that is merely confirmed does not begin anew.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import groupby
from typing import Final, NamedTuple

from schemas.rows import AssessmentRow, Rank, SentinelRow
from schemas.words import Band, Role, SubjectKind
from streams.rules.people import PersonOnCase

SubjectKey = tuple[SubjectKind, str]

_ROLE: Final = {SubjectKind.VICTIM: Role.VICTIM, SubjectKind.PERPETRATOR: Role.PERPETRATOR}


class BandRun(NamedTuple):
    """A run of one band and when it began; nobody assessed: neither."""

    band: Band | None
    since: datetime | None


class _Change(NamedTuple):
    """From a moment on: the band of a subject, or whether it is on the case; what is None is as before."""

    at: datetime
    subject: SubjectKey
    band: Band | None = None
    on_case: bool | None = None


def runs(
    assessments: Iterable[AssessmentRow], sentinel: SentinelRow | None, people: Sequence[PersonOnCase]
) -> list[BandRun]:
    """Every run of a band, in order of time; the last stands, the first is that nobody was assessed."""
    changes = [
        change
        for row in assessments
        if row.standing is not None
        for change in (*_bands(row), *_presence(row, sentinel, people))
    ]
    bands: dict[SubjectKey, Band] = {}
    present: dict[SubjectKey, bool] = {}
    found = [BandRun(None, None)]
    for at, together in groupby(sorted(changes, key=_time_of), key=_time_of):
        for change in together:
            if change.band is not None:
                bands[change.subject] = change.band
            if change.on_case is not None:
                present[change.subject] = change.on_case
        counted = [band for subject, band in bands.items() if present.get(subject)]
        highest = max(counted, key=lambda band: band.height, default=None)
        if highest is not found[-1].band:
            found.append(BandRun(highest, at if highest is not None else None))
    return found


def _bands(row: AssessmentRow) -> Iterator[_Change]:
    """The band after each version. A later revision stands even when its time is earlier."""
    at = recorded_at(row.versions[0].rank)
    for version in row.versions:
        at = max(at, recorded_at(version.rank))
        if version.band is not None:
            yield _Change(at, (row.kind, row.ref), band=version.band)


def _presence(
    row: AssessmentRow, sentinel: SentinelRow | None, people: Sequence[PersonOnCase]
) -> Iterator[_Change]:
    """When the subject came on the case, and when it left."""
    role = _ROLE.get(row.kind)
    told = _as_place(row, sentinel) if role is None else _as_person(row.ref, role, sentinel, people)
    latest: datetime | None = None
    for at, on_case in told:
        latest = at if latest is None else max(latest, at)
        yield _Change(latest, (row.kind, row.ref), on_case=on_case)


def _as_place(row: AssessmentRow, sentinel: SentinelRow | None) -> list[tuple[datetime, bool]]:
    """Whoever assesses a location or the community has put it on the case, unless Sentinel says otherwise."""
    locations = sentinel.locations if sentinel is not None and row.kind is SubjectKind.LOCATION else ()
    told = [(each.at, not each.left) for each in locations if each.uprn == row.ref]
    assessed_at = recorded_at(row.versions[0].rank)
    if not told:
        return [(assessed_at, True)]
    return told if told[0][1] else [(min(assessed_at, told[0][0]), True), *told]


def _as_person(
    ref: str, role: Role, sentinel: SentinelRow | None, people: Sequence[PersonOnCase]
) -> list[tuple[datetime, bool]]:
    """When Sentinel gave the person the role and took it; a role that is held now is held by all that is known."""
    told = [
        (each.at, each.role is role)
        for person in (sentinel.people if sentinel is not None else ())
        if person.person_ref == ref
        for each in person.roles
    ]
    held = next((one.roles[role] for one in people if role in one.roles and ref in one.known_as), None)
    if held is None:
        return told
    return [*((at, on_case) for at, on_case in told if at < held), (held, True)]


def recorded_at(rank: Rank) -> datetime:
    """When the fact of this rank was recorded."""
    return datetime.fromisoformat(rank[1])


def _time_of(change: _Change) -> datetime:
    return change.at
