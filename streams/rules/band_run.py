"""At which band does a case stand, and since when? (R10, R22)

Pure. The band of a case is the highest standing band of any subject still on it, a person being one subject however
many references they are known by. Since when follows from the
history of assessments and of who was on the case, so that it does not depend on the order of messages, and a band
that is merely confirmed does not begin anew.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from itertools import groupby
from operator import itemgetter
from typing import Final, NamedTuple

from schemas.rows import AssessmentKept, AssessmentRow, Rank, SentinelRow
from schemas.words import Band, Role, SubjectKind
from streams.rules.people import PersonOnCase

SubjectKey = tuple[SubjectKind, str]

# The role in which a person of a kind is on a case; of a place or the community: none.
ROLE_OF: Final = {SubjectKind.VICTIM: Role.VICTIM, SubjectKind.PERPETRATOR: Role.PERPETRATOR}


class BandRun(NamedTuple):
    """A run of one band and when it began; nobody assessed: neither."""

    band: Band | None
    since: datetime | None


class _Subject(NamedTuple):
    """One person in one role, or a place, with every reference and assessment of theirs."""

    kind: SubjectKind
    ref: str
    known_as: tuple[str, ...]
    # Since when the role is held now; None: it is not, or this is no person.
    held: datetime | None
    # In order of rank, whichever reference they were recorded under.
    versions: tuple[AssessmentKept, ...]


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
        for subject in _subjects(assessments, people)
        for change in (*_bands(subject), *_presence(subject, sentinel))
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


def _subjects(assessments: Iterable[AssessmentRow], people: Sequence[PersonOnCase]) -> Iterator[_Subject]:
    """Whoever was assessed, each once: what was recorded of a person under several references is of one subject."""
    by_subject: dict[SubjectKey, list[AssessmentRow]] = {}
    on_case = {
        (kind, ref): person
        for person in people
        for kind, role in ROLE_OF.items()
        if role in person.roles
        for ref in person.known_as
    }
    for row in assessments:
        if row.standing is not None:
            person = on_case.get((row.kind, row.ref))
            by_subject.setdefault((row.kind, person.ref if person else row.ref), []).append(row)
    for (kind, ref), rows in by_subject.items():
        person = on_case.get((kind, ref))
        yield _Subject(
            kind,
            ref,
            person.known_as if person else (ref,),
            person.roles[ROLE_OF[kind]] if person else None,
            tuple(sorted((version for row in rows for version in row.versions), key=lambda one: one.rank)),
        )


def _bands(subject: _Subject) -> Iterator[_Change]:
    """The band after each version. A later revision stands even when its time is earlier."""
    at = recorded_at(subject.versions[0].rank)
    for version in subject.versions:
        at = max(at, recorded_at(version.rank))
        if version.band is not None:
            yield _Change(at, (subject.kind, subject.ref), band=version.band)


def _presence(subject: _Subject, sentinel: SentinelRow | None) -> Iterator[_Change]:
    """When the subject came on the case, and when it left."""
    role = ROLE_OF.get(subject.kind)
    told = _as_place(subject, sentinel) if role is None else _as_person(subject, role, sentinel)
    for at, on_case in told:
        yield _Change(at, (subject.kind, subject.ref), on_case=on_case)


def _as_place(subject: _Subject, sentinel: SentinelRow | None) -> list[tuple[datetime, bool]]:
    """Whoever assesses a location or the community has put it on the case, unless Sentinel says otherwise."""
    locations = sentinel.locations if sentinel is not None and subject.kind is SubjectKind.LOCATION else ()
    told = _never_back((each.at, not each.left) for each in locations if each.uprn == subject.ref)
    assessed_at = recorded_at(subject.versions[0].rank)
    if not told:
        return [(assessed_at, True)]
    return told if told[0][1] else [(min(assessed_at, told[0][0]), True), *told]


def _as_person(
    subject: _Subject, role: Role, sentinel: SentinelRow | None
) -> Iterator[tuple[datetime, bool]]:
    """When Sentinel gave the person the role and took it; a role that is held now is held by all that is known."""
    told = [
        (at, person.person_ref, holds)
        for person in (sentinel.people if sentinel is not None else ())
        if person.person_ref in subject.known_as
        for at, holds in _never_back((each.at, each.role is role) for each in person.roles)
    ]
    holding: dict[str, bool] = {}
    for at, person_ref, holds in sorted(told, key=itemgetter(0)):
        holding[person_ref] = holds
        if subject.held is None or at < subject.held:
            yield at, any(holding.values())
    if subject.held is not None:
        yield subject.held, True


def _never_back(told: Iterable[tuple[datetime, bool]]) -> list[tuple[datetime, bool]]:
    """What was told in order of rank, of which what ranks higher does not come earlier."""
    latest = datetime.min.replace(tzinfo=UTC)
    found = []
    for at, on_case in told:
        latest = max(latest, at)
        found.append((latest, on_case))
    return found


def recorded_at(rank: Rank) -> datetime:
    """When the fact of this rank was recorded."""
    return datetime.fromisoformat(rank[1])


def _time_of(change: _Change) -> datetime:
    return change.at
