"""Which band do incidents speak for of somebody who is named as perpetrator and not assessed? (R18, X6)

Pure. Standing incidents of the whole force that surely name the person are counted, within the policy's days before
the case's latest incident. The band is never taken without a named officer: confirmed it counts on the case from the
officer's word on, as long as the incidents that spoke for it still stand, and until somebody assesses the person.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Final, NamedTuple

from schemas.ids import proposed_band_id
from schemas.rows import AssessmentRow, PersonKept
from schemas.words import Band, Role, SubjectKind
from streams.policies.watches import Perpetrators
from streams.rules import confirmation
from streams.rules.confirmation import Decision
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


def confirmed(
    case_id: str,
    people: Iterable[PersonOnCase],
    assessments: Mapping[SubjectKey, AssessmentRow],
    ledger: Ledger,
) -> dict[str, tuple[Change, ...]]:
    """The bands that named officers confirmed, by the reference of the perpetrator, from their words on."""
    found = {person.ref: tuple(_confirmed_of(case_id, person, assessments, ledger)) for person in people}
    return {ref: changes for ref, changes in found.items() if changes}


def proposed(
    case_id: str,
    people: Iterable[PersonOnCase],
    assessments: Mapping[SubjectKey, AssessmentRow],
    ledger: Ledger,
) -> dict[str, Inferred]:
    """What incidents speak for now, of everybody on the case as perpetrator who is not assessed; by reference."""
    found = {
        person.ref: _of(case_id, person, ledger)
        for person in people
        if Role.PERPETRATOR in person.roles and not is_assessed(person, assessments)
    }
    return {ref: one for ref, one in found.items() if one is not None}


def _of(case_id: str, person: PersonOnCase, ledger: Ledger) -> Inferred | None:
    """None: no more than a low band."""
    terms, latest = _terms(case_id, ledger)
    if terms is None:
        return None
    since = latest - timedelta(days=terms.window_days)
    named = [one for one in _incidents(person, latest, ledger) if since < one.reported_at]
    band = _band_of(len(named), terms)
    return Inferred(band, tuple(named), terms.window_days) if band is not None else None


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


def _confirmed_of(
    case_id: str, person: PersonOnCase, assessments: Mapping[SubjectKey, AssessmentRow], ledger: Ledger
) -> Iterator[Change]:
    assessed_since = _assessed_since(person, assessments)
    for band in BANDS:
        said = _decision(case_id, person, band, ledger)
        if said is None or not said.confirmed or not _is_borne_out(case_id, person, band, ledger):
            continue
        if assessed_since is None or said.word.at < assessed_since:
            yield Change(said.word.at, band=band)


def _decision(case_id: str, person: PersonOnCase, band: Band, ledger: Ledger) -> Decision | None:
    return confirmation.decision(ledger, step_of(case_id, person, band, ledger))


def _is_borne_out(case_id: str, person: PersonOnCase, band: Band, ledger: Ledger) -> bool:
    """Whether there are days in which enough incidents that still stand named the person."""
    terms, latest = _terms(case_id, ledger)
    if terms is None:
        return False
    least = terms.medium_from if band is Band.MEDIUM else terms.high_from
    times = [one.reported_at for one in _incidents(person, latest, ledger)]
    window = timedelta(days=terms.window_days)
    return any(last - first < window for last, first in zip(times, times[least - 1 :], strict=False))


def _incidents(person: PersonOnCase, until: datetime, ledger: Ledger) -> Sequence[Counted]:
    """The standing incidents that surely name them as perpetrator, reported by a moment, the latest first."""
    known = {other for key in _keys(person, ledger) for other in counted.person_of(key, ledger).keys}
    if not known:
        return ()
    found = counted.incidents_of(Person(tuple(sorted(known))), Role.PERPETRATOR, EPOCH, ledger)
    return [one for one in found if one.reported_at <= until]


def _keys(person: PersonOnCase, ledger: Ledger) -> Iterator[str]:
    linking = ledger.policy(ledger.cause.at).policy.linking
    for one in person.identities:
        born = date.fromisoformat(one.born) if one.born else None
        named = PersonKept(Role.PERPETRATOR, one.nominal or None, one.name or None, born)
        yield from sure_keys(named, linking, ledger.secret)


def _terms(case_id: str, ledger: Ledger) -> tuple[Perpetrators | None, datetime]:
    """When the case's latest incident was reported, and the policy of that day; a case without any infers nothing."""
    entries = ledger.rows.before(members_bucket(case_id), _LAST, 1)
    if not entries:
        return None, EPOCH
    latest = EPOCH + timedelta(microseconds=entries[0][0])
    return ledger.policy(latest).policy.watches.perpetrators, latest


def _band_of(incidents: int, terms: Perpetrators) -> Band | None:
    if incidents >= terms.high_from:
        return Band.HIGH
    return Band.MEDIUM if incidents >= terms.medium_from else None


def _assessed_since(person: PersonOnCase, assessments: Mapping[SubjectKey, AssessmentRow]) -> datetime | None:
    """When the first of their assessments that count was recorded; None: none does."""
    rows = (assessments.get((SubjectKind.PERPETRATOR, ref)) for ref in person.known_as)
    ranks = (one.rank for row in rows if row is not None for one in row.versions if one.band is not None)
    return min((recorded_at(rank) for rank in ranks), default=None)
