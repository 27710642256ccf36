"""Which band do incidents speak for of somebody who is named as perpetrator and not assessed? (R18, X6)

Pure. Standing incidents of the whole force that surely name the person are counted, within the policy's days before
the case's latest incident. The band is never taken without a named officer: confirmed it counts on the case from the
officer's word on, as long as the incidents that spoke for it still stand, and until somebody assesses the person.
"""

from collections.abc import Container, Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Final, NamedTuple

from schemas.ids import proposed_band_id
from schemas.rows import AssessmentRow, PersonKept
from schemas.words import Band, Role, SubjectKind
from streams.policies.watches import Perpetrators
from streams.rules import confirmation
from streams.rules.keys import sure_keys
from streams.rules.ledger import Entry, Ledger
from streams.rules.membership import members_bucket
from streams.rules.people import PersonOnCase, former_refs
from streams.rules.risk_history import Change, SubjectKey, recorded_at
from streams.rules.watches import counted
from streams.rules.watches.counted import Counted, Person

_LAST: Final[Entry] = (2**63, b"")
# Before every incident.
EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
BANDS: Final = (Band.MEDIUM, Band.HIGH)


class Inferred(NamedTuple):
    """A band that incidents speak for, and those incidents, the latest first."""

    band: Band
    incidents: tuple[Counted, ...]
    window_days: int


class _Case(NamedTuple):
    """When a case's latest incident was reported, and the policy of that day."""

    case_id: str
    latest: datetime
    terms: Perpetrators


def confirmed(
    case_id: str,
    people: Iterable[PersonOnCase],
    assessments: Mapping[SubjectKey, AssessmentRow],
    inferred: Container[str],
    ledger: Ledger,
) -> dict[str, tuple[Change, ...]]:
    """The bands that named officers confirmed, by the reference of the perpetrator, from their words on.

    `inferred`: of whom a band is proposed now.
    """
    case = _case(case_id, ledger)
    if case is None:
        return {}
    was_asked = ledger.rows.size(confirmation.bands_bucket(case_id)) > 0
    found = {
        person.ref: tuple(_confirmed_of(case, person, assessments, ledger))
        for person in people
        if person.ref in inferred or (was_asked and not person.is_anonymous)
    }
    return {ref: changes for ref, changes in found.items() if changes}


def proposed(
    case_id: str,
    people: Iterable[PersonOnCase],
    assessments: Mapping[SubjectKey, AssessmentRow],
    ledger: Ledger,
) -> dict[str, Inferred]:
    """What incidents speak for now, of everybody on the case as perpetrator who is not assessed; by reference."""
    case = _case(case_id, ledger)
    if case is None:
        return {}
    found = {
        person.ref: _of(case, person, ledger)
        for person in people
        if Role.PERPETRATOR in person.roles and not is_assessed(person, assessments)
    }
    return {ref: one for ref, one in found.items() if one is not None}


def step_of(case_id: str, person: PersonOnCase, band: Band, ledger: Ledger) -> str:
    """The step by which a band of a person is confirmed: the one that was asked about, however they were known."""
    steps = [
        proposed_band_id(ledger.force, case_id, ref, band)
        for ref in dict.fromkeys((person.ref, *former_refs(person, ledger.secret)))
    ]
    return next((step_id for step_id in steps if ledger.step(step_id) is not None), steps[0])


def is_assessed(person: PersonOnCase, assessments: Mapping[SubjectKey, AssessmentRow]) -> bool:
    """Whether an assessment of them as perpetrator stands: then nothing is inferred."""
    return _assessed_since(person, assessments) is not None


def borne_out(case_id: str, person: PersonOnCase, band: Band, ledger: Ledger) -> Inferred | None:
    """The latest incidents that still stand and that, within the days, spoke for a band; None: there are none."""
    case = _case(case_id, ledger)
    if case is None:
        return None
    least = case.terms.medium_from if band is Band.MEDIUM else case.terms.high_from
    window = timedelta(days=case.terms.window_days)
    named = _incidents(person, EPOCH, case.latest, ledger)
    for last in range(len(named) - least + 1):
        found = named[last : last + least]
        if found[0].reported_at - found[-1].reported_at < window:
            return Inferred(band, tuple(found), case.terms.window_days)
    return None


def _case(case_id: str, ledger: Ledger) -> _Case | None:
    """None: there is no incident that anything could be inferred from."""
    entries = ledger.rows.before(members_bucket(case_id), _LAST, 1)
    if not entries:
        return None
    latest = EPOCH + timedelta(microseconds=entries[0][0])
    return _Case(case_id, latest, ledger.policy(latest).policy.watches.perpetrators)


def _of(case: _Case, person: PersonOnCase, ledger: Ledger) -> Inferred | None:
    """None: no more than a low band."""
    since = case.latest - timedelta(days=case.terms.window_days)
    named = [one for one in _incidents(person, since, case.latest, ledger) if since < one.reported_at]
    band = _band_of(len(named), case.terms)
    return Inferred(band, tuple(named), case.terms.window_days) if band is not None else None


def _confirmed_of(
    case: _Case, person: PersonOnCase, assessments: Mapping[SubjectKey, AssessmentRow], ledger: Ledger
) -> Iterator[Change]:
    assessed_since = _assessed_since(person, assessments)
    for band in BANDS:
        said = confirmation.decision(ledger, step_of(case.case_id, person, band, ledger))
        if said is None or not said.confirmed or borne_out(case.case_id, person, band, ledger) is None:
            continue
        if assessed_since is None or said.word.at < assessed_since:
            yield Change(said.word.at, band=band)


def _incidents(person: PersonOnCase, since: datetime, until: datetime, ledger: Ledger) -> list[Counted]:
    """The standing incidents that surely name them as perpetrator, reported between two moments, the latest first."""
    known = {other for key in _keys(person, ledger) for other in counted.person_of(key, ledger).keys}
    if not known:
        return []
    found = counted.incidents_of(Person(tuple(sorted(known))), Role.PERPETRATOR, since, ledger)
    return [one for one in found if one.reported_at <= until]


def _keys(person: PersonOnCase, ledger: Ledger) -> Iterator[str]:
    linking = ledger.policy(ledger.cause.at).policy.linking
    for one in person.identities:
        born = date.fromisoformat(one.born) if one.born else None
        named = PersonKept(Role.PERPETRATOR, one.nominal or None, one.name or None, born)
        yield from sure_keys(named, linking, ledger.secret)


def _band_of(incidents: int, terms: Perpetrators) -> Band | None:
    if incidents >= terms.high_from:
        return Band.HIGH
    return Band.MEDIUM if incidents >= terms.medium_from else None


def _assessed_since(person: PersonOnCase, assessments: Mapping[SubjectKey, AssessmentRow]) -> datetime | None:
    """When the first of their assessments that count was recorded; None: none does."""
    rows = (assessments.get((SubjectKind.PERPETRATOR, ref)) for ref in person.known_as)
    ranks = (one.rank for row in rows if row is not None for one in row.versions if one.band is not None)
    return min((recorded_at(rank) for rank in ranks), default=None)
