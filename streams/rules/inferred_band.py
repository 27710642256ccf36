"""Which band do incidents speak for of somebody who is named as perpetrator and not assessed? (R18, X6)

Pure. Standing incidents of the whole force that surely name the person are counted, within the policy's days before
the case's latest incident. The band is never taken without a named officer, and the officer's word is about the
incidents they were shown: each such evidence is a step of its own. Confirmed, the band counts on the case from the
word on, as long as enough of those very incidents still stand, and until somebody assesses the person. Refused, it is
asked about again only where incidents after the refusal reach it once more.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Final, NamedTuple

from schemas.ids import proposed_band_id
from schemas.rows import AssessmentRow, PersonKept, StepRow
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
# The lowest first.
BANDS: Final = (Band.MEDIUM, Band.HIGH)
# Incidents that a request names, and that a word is therefore about: more nobody reads before deciding.
NAMED: Final = 20


class Inferred(NamedTuple):
    """A step by which a band of somebody is confirmed, and the incidents that it is about, the latest first."""

    step_id: str
    band: Band
    incidents: tuple[str, ...]
    window_days: int
    decided: Decision | None


class _Case(NamedTuple):
    """When a case's latest incident was reported, and the policy of that day."""

    case_id: str
    latest: datetime
    terms: Perpetrators

    @property
    def window(self) -> timedelta:
        return timedelta(days=self.terms.window_days)

    @property
    def since(self) -> datetime:
        return self.latest - self.window

    def least_for(self, band: Band) -> int:
        return self.terms.medium_from if band is Band.MEDIUM else self.terms.high_from


def of_people(
    case_id: str,
    people: Iterable[PersonOnCase],
    left: Iterable[PersonOnCase],
    assessments: Mapping[SubjectKey, AssessmentRow],
    ledger: Ledger,
) -> dict[str, tuple[Inferred, ...]]:
    """Each band that incidents speak for or that was decided, and whose incidents still bear it out; by reference.

    Nothing new is inferred of whoever is assessed as perpetrator, or has left the case.
    """
    case = _case(case_id, ledger)
    if case is None:
        return {}
    known = ledger.members(confirmation.bands_bucket(case_id), StepRow)
    found = {person.ref: tuple(_of(case, person, known, ledger, is_new=False)) for person in left}
    for person in people:
        is_new = Role.PERPETRATOR in person.roles and not is_assessed(person, assessments)
        found[person.ref] = tuple(_of(case, person, known, ledger, is_new=is_new))
    return {ref: steps for ref, steps in found.items() if steps}


def confirmed(
    inferred: Mapping[str, Iterable[Inferred]],
    people: Iterable[PersonOnCase],
    assessments: Mapping[SubjectKey, AssessmentRow],
) -> dict[str, tuple[Change, ...]]:
    """The bands that named officers confirmed, by the reference of the perpetrator, from their words on."""
    found = {
        person.ref: tuple(_confirmed_of(inferred.get(person.ref, ()), _assessed_since(person, assessments)))
        for person in people
    }
    return {ref: changes for ref, changes in found.items() if changes}


def steps_of(person: PersonOnCase, known: Iterable[StepRow], ledger: Ledger) -> list[StepRow]:
    """Those of a case's steps about bands that are of a person, however they were known."""
    refs = {person.ref, *former_refs(person, ledger.secret)}
    return [row for row in known if row.subject_ref in refs]


def is_assessed(person: PersonOnCase, assessments: Mapping[SubjectKey, AssessmentRow]) -> bool:
    """Whether an assessment of them as perpetrator stands: then nothing is inferred."""
    return _assessed_since(person, assessments) is not None


def _case(case_id: str, ledger: Ledger) -> _Case | None:
    """None: there is no incident that anything could be inferred from."""
    entries = ledger.rows.before(members_bucket(case_id), _LAST, 1)
    if not entries:
        return None
    latest = EPOCH + timedelta(microseconds=entries[0][0])
    return _Case(case_id, latest, ledger.policy(latest).policy.watches.perpetrators)


def _of(
    case: _Case, person: PersonOnCase, known: Iterable[StepRow], ledger: Ledger, *, is_new: bool
) -> Iterator[Inferred]:
    """What was decided and is still borne out, then what is to be asked."""
    rows = steps_of(person, known, ledger)
    if not rows and not is_new:
        return
    named = _incidents(person, EPOCH if rows else case.since, case.latest, ledger)
    decided = [step for row in rows if row.decided and (step := _borne_out(case, row, named)) is not None]
    yield from decided
    if is_new:
        recent = [one for one in named if case.since < one.reported_at]
        step = _to_be_asked(case, person, rows, recent, ledger)
        if step is not None and not any(_covers(one, step) for one in decided):
            yield step


def _borne_out(case: _Case, row: StepRow, named: Iterable[Counted]) -> Inferred | None:
    """The step, as long as enough of the very incidents that it is about still stand; no others count for it (X6)."""
    about = {one.ref for one in row.evidence}
    standing = [one for one in named if one.incident_id in about]
    least = case.least_for(row.band or Band.HIGH)
    together = any(
        first.reported_at - last.reported_at < case.window
        for first, last in zip(standing, standing[least - 1 :], strict=False)
    )
    if row.band is None or not together:
        return None
    word = Decision(row.confirmed, row.decided) if row.decided is not None else None
    incidents = tuple(one.ref for one in row.evidence)
    return Inferred(row.step_id, row.band, incidents, case.terms.window_days, word)


def _to_be_asked(
    case: _Case, person: PersonOnCase, rows: Iterable[StepRow], recent: list[Counted], ledger: Ledger
) -> Inferred | None:
    """The highest band that is reached by incidents that no officer has refused it on; None: no more than low.

    Once asked about it stays the same step while the incidents that it is about still suffice.
    """
    for band in reversed(BANDS):
        since = _refused_since(rows, band)
        fresh = [one for one in recent if since is None or one.reported_at > since]
        if len(fresh) < case.least_for(band):
            continue
        asked = [row for row in rows if row.band is band and row.decided is None]
        asked.sort(key=lambda row: (not row.standing, row.asked_at or EPOCH, row.step_id))
        waiting = (_borne_out(case, row, fresh) for row in asked)
        return next((step for step in waiting if step), None) or _new(case, person, band, fresh, ledger)
    return None


def _new(case: _Case, person: PersonOnCase, band: Band, fresh: list[Counted], ledger: Ledger) -> Inferred:
    """A step of its own for this evidence, with what was said of it before it was known here."""
    incidents = tuple(one.incident_id for one in fresh[: max(NAMED, case.least_for(band))])
    step_id = proposed_band_id(ledger.force, case.case_id, person.ref, band, incidents)
    said = confirmation.decision(ledger, step_id)
    return Inferred(step_id, band, incidents, case.terms.window_days, said)


def _refused_since(rows: Iterable[StepRow], band: Band) -> datetime | None:
    """Until when an officer has looked at the incidents and refused this band, or a higher one; None: nobody has."""
    refusals = (
        row.decided.at for row in rows if row.decided and not row.confirmed and row.band in (band, Band.HIGH)
    )
    return max(refusals, default=None)


def _covers(decided: Inferred, step: Inferred) -> bool:
    """Whether a decided step leaves nothing to ask: it has confirmed this band, or a higher one."""
    if decided.step_id == step.step_id:
        return True
    is_confirmed = decided.decided is not None and decided.decided.confirmed
    return is_confirmed and decided.band in (step.band, Band.HIGH)


def _confirmed_of(steps: Iterable[Inferred], assessed_since: datetime | None) -> Iterator[Change]:
    """In order of the words: a high band is not undone by a lower one that somebody confirmed later."""
    said = [
        (one.decided.word.at, one.band, one.decided.word.officer)
        for one in steps
        if one.decided and one.decided.confirmed
    ]
    for at, band, officer in sorted(said):
        if assessed_since is None or at < assessed_since:
            yield Change(at, band=band, confirmed_by=officer)
        if band is Band.HIGH:
            return


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


def _assessed_since(person: PersonOnCase, assessments: Mapping[SubjectKey, AssessmentRow]) -> datetime | None:
    """When the first of their assessments that count was recorded; None: none does."""
    rows = (assessments.get((SubjectKind.PERPETRATOR, ref)) for ref in person.known_as)
    ranks = (one.rank for row in rows if row is not None for one in row.versions if one.band is not None)
    return min((recorded_at(rank) for rank in ranks), default=None)
