"""How did the risk of each subject of a case change, and when was the subject on the case? (R8, R11, R22)

Pure. A person is one subject however many references they are known by. What changed when follows from the history
of assessments, of what officers declared and of who was on the case: it does not depend on the order of messages.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from operator import attrgetter, itemgetter
from typing import Final, NamedTuple

from schemas.rows import AssessmentKept, AssessmentRow, DeclarationKept, Rank, SentinelRow
from schemas.words import Band, Role, SubjectKind
from streams.rules.people import PersonOnCase

SubjectKey = tuple[SubjectKind, str]

# The role in which a person of a kind is on a case; of a place or the community: none.
ROLE_OF: Final = {SubjectKind.VICTIM: Role.VICTIM, SubjectKind.PERPETRATOR: Role.PERPETRATOR}


class Change(NamedTuple):
    """From a moment on: the band of a subject, who declares it at high risk, whether it is on the case.

    What is None is as before; declared by nobody is empty.
    """

    at: datetime
    band: Band | None = None
    declared_by: str | None = None
    on_case: bool | None = None
    # Of a band that incidents speak for, who confirmed it; of an assessed one empty.
    confirmed_by: str | None = None


class History(NamedTuple):
    """One person in one role, or a place, with all that changed, in order of time."""

    kind: SubjectKind
    ref: str
    known_as: tuple[str, ...]
    changes: tuple[Change, ...]


class _Subject(NamedTuple):
    """What is known of one subject, whichever reference it was recorded under."""

    kind: SubjectKind
    ref: str
    known_as: tuple[str, ...]
    # Since when the role is held now; None: it is not, or this is no person.
    held: datetime | None
    # In order of rank.
    versions: tuple[AssessmentKept, ...]
    declarations: tuple[DeclarationKept, ...]


def of_subjects(
    assessments: Iterable[AssessmentRow],
    sentinel: SentinelRow | None,
    people: Iterable[PersonOnCase],
    confirmed: Mapping[str, tuple[Change, ...]] | None = None,
) -> list[History]:
    """The history of everybody and everything that was assessed or declared; `people`: who is on the case, or was.

    `confirmed`: bands of perpetrators that follow from incidents and that a named officer confirmed, by reference.
    """
    found = []
    bands = confirmed or {}
    for subject in _subjects(
        assessments, sentinel.declarations if sentinel is not None else (), people, bands
    ):
        changes = [*_bands(subject), *_declared(subject), *_presence(subject, sentinel)]
        changes += bands.get(subject.ref, ()) if subject.kind is SubjectKind.PERPETRATOR else ()
        found.append(
            History(subject.kind, subject.ref, subject.known_as, tuple(sorted(changes, key=attrgetter("at"))))
        )
    return found


def _subjects(
    assessments: Iterable[AssessmentRow],
    declarations: Iterable[DeclarationKept],
    people: Iterable[PersonOnCase],
    confirmed: Iterable[str],
) -> Iterator[_Subject]:
    """Whoever was assessed or declared, or has a confirmed band, each once."""
    person_of = {ref: person for person in people for ref in person.known_as}
    versions: dict[SubjectKey, list[AssessmentKept]] = {}
    declared: dict[SubjectKey, list[DeclarationKept]] = {}

    def key_of(kind: SubjectKind, ref: str) -> SubjectKey:
        person = person_of.get(ref) if kind in ROLE_OF else None
        return kind, person.ref if person is not None else ref

    for row in assessments:
        if row.standing is not None:
            versions.setdefault(key_of(row.kind, row.ref), []).extend(row.versions)
    for word in declarations:
        declared.setdefault(key_of(word.kind, word.ref), []).append(word)
    of_perpetrators = ((SubjectKind.PERPETRATOR, ref) for ref in confirmed)
    for kind, ref in dict.fromkeys((*versions, *declared, *of_perpetrators)):
        person = person_of.get(ref) if kind in ROLE_OF else None
        yield _Subject(
            kind,
            ref,
            person.known_as if person is not None else (ref,),
            person.roles.get(ROLE_OF[kind]) if person is not None else None,
            tuple(sorted(versions.get((kind, ref), ()), key=_rank_of)),
            tuple(sorted(declared.get((kind, ref), ()), key=_rank_of)),
        )


def _bands(subject: _Subject) -> Iterator[Change]:
    """The band after each version. A later revision stands even when its time is earlier."""
    at = _ALWAYS
    for version in subject.versions:
        at = max(at, recorded_at(version.rank))
        if version.band is not None:
            yield Change(at, band=version.band, confirmed_by="")


def _declared(subject: _Subject) -> Iterator[Change]:
    at = _ALWAYS
    for word in subject.declarations:
        at = max(at, word.at)
        yield Change(at, declared_by=word.officer if word.high else "")


def _presence(subject: _Subject, sentinel: SentinelRow | None) -> Iterator[Change]:
    """When the subject came on the case, and when it left."""
    role = ROLE_OF.get(subject.kind)
    told = _as_place(subject, sentinel) if role is None else _as_person(subject, role, sentinel)
    for at, on_case in told:
        yield Change(at, on_case=on_case)


def _as_place(subject: _Subject, sentinel: SentinelRow | None) -> list[tuple[datetime, bool]]:
    """Whoever assesses a location or the community has put it on the case, unless Sentinel says otherwise."""
    locations = sentinel.locations if sentinel is not None and subject.kind is SubjectKind.LOCATION else ()
    told = _never_back((each.at, not each.left) for each in locations if each.uprn == subject.ref)
    ranks = [told.rank for told in subject.versions[:1]] + [told.rank for told in subject.declarations[:1]]
    spoken_of_at = min(recorded_at(rank) for rank in ranks)
    if not told:
        return [(spoken_of_at, True)]
    return told if told[0][1] else [(min(spoken_of_at, told[0][0]), True), *told]


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
    latest = _ALWAYS
    found = []
    for at, on_case in told:
        latest = max(latest, at)
        found.append((latest, on_case))
    return found


def recorded_at(rank: Rank) -> datetime:
    """When the fact of this rank was recorded."""
    return datetime.fromisoformat(rank[1])


def _rank_of(told: AssessmentKept | DeclarationKept) -> Rank:
    return told.rank


_ALWAYS: Final = datetime.min.replace(tzinfo=UTC)
