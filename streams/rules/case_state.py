"""How does a case stand by everything that is known of it? (R10-R19, R22)

Pure. One reading of a case for all that follows from it: assessments, questions, duties and the snapshot. What
Sentinel has put under the case's reference counts, whether it came before or after the case.
"""

from collections.abc import Collection, Iterator, Mapping
from datetime import datetime
from typing import NamedTuple

from schemas.rows import AssessmentRow, CaseRow, NotOnCaseKept, PersonRow, SentinelRow
from schemas.words import Band, CaseStatus, Role, SubjectKind
from streams.rules import band_run, high_risk, inferred_band, people, places, risk_history
from streams.rules.band_run import BandRun, Standing
from streams.rules.high_risk import HighRisk
from streams.rules.inferred_band import Inferred
from streams.rules.ledger import Ledger
from streams.rules.people import PersonOnCase
from streams.rules.rights import aside
from streams.rules.risk_history import History, SubjectKey


class CaseState(NamedTuple):
    """A case with its people, places, assessments and answers."""

    case: CaseRow
    sentinel: SentinelRow | None
    # When Sentinel took the case, or opened one that began there.
    since: datetime | None
    people: tuple[PersonOnCase, ...]
    # Who was on the case and left it.
    left: tuple[PersonOnCase, ...]
    # Where incidents took place, and since when which locations are on the case to be assessed.
    uprns: tuple[str, ...]
    locations: Mapping[str, datetime]
    assessments: Mapping[SubjectKey, AssessmentRow]
    answers: Mapping[str, PersonRow]
    # How the case's band changed, from when nobody was assessed; the last run stands.
    band_runs: tuple[BandRun, ...]
    # How the risk of each subject changed, and when it was on the case.
    histories: tuple[History, ...]
    # How every subject that was assessed or declared at high risk stands now, by the reference it is published under.
    standing: Mapping[SubjectKey, Standing]
    # Every run of high risk of any subject; those that stand are who and what is at high risk now.
    high_risk_runs: tuple[HighRisk, ...]
    high_risk: tuple[HighRisk, ...]
    # Who is restricted: on the case by the facts, and seen by no rule (X8).
    aside: tuple[PersonOnCase, ...]
    # What is recorded about them, and about others who are restricted, under the case's reference.
    assessments_aside: tuple[AssessmentRow, ...]
    answers_aside: tuple[PersonRow, ...]
    # By reference of the perpetrator, the bands that incidents speak for: nobody's risk unless confirmed.
    inferred: Mapping[str, tuple[Inferred, ...]]

    @property
    def is_worked_on(self) -> bool:
        """Whether the case owes anything: Sentinel has it, and it is not closed."""
        return self.case.status is CaseStatus.ACCEPTED and self.since is not None

    @property
    def band(self) -> Band | None:
        """The highest standing band of any subject still on the case; None: nobody is assessed."""
        return self.band_runs[-1].band

    @property
    def band_since(self) -> datetime | None:
        """When the case came to that band."""
        return self.band_runs[-1].since

    def assessments_of(self, person: PersonOnCase, kind: SubjectKind) -> list[AssessmentRow]:
        """The person's assessments as a victim or as a perpetrator, under each reference they are known by."""
        found = (self.assessments.get((kind, ref)) for ref in person.known_as)
        return [row for row in found if row is not None]

    def not_on_case(self) -> Iterator[AssessmentRow]:
        """The assessments of people who were never on the case in that role, by whatever name they are assessed."""
        for row in self.assessments.values():
            role = risk_history.ROLE_OF.get(row.kind)
            if row.standing is not None and role is not None and not self._was_on_case(row.ref, role):
                yield row

    def declared_not_on_case(self) -> Iterator[NotOnCaseKept]:
        """Who is declared at high risk and was never on the case in that role, by whatever name they are declared."""
        for one in self.histories:
            declared = self.standing[one.kind, one.ref].declared_by
            if (
                declared
                and one.kind in risk_history.ROLE_OF
                and not any(each.on_case for each in one.changes)
            ):
                since = min(each.at for each in one.changes if each.declared_by)
                yield NotOnCaseKept(one.kind, one.ref, since)

    def _was_on_case(self, ref: str, role: Role) -> bool:
        if any(role in person.roles and ref in person.known_as for person in self.people):
            return True
        return any(
            ref in (person.person_ref, person.nominal_ref) and any(told.role is role for told in person.roles)
            for person in (self.sentinel.people if self.sentinel is not None else ())
        )

    def answers_about(self, person: PersonOnCase) -> list[PersonRow]:
        """What was answered about the person, under each reference they are known by."""
        return [self.answers[ref] for ref in person.known_as if ref in self.answers]


def assessments_bucket(reference: str) -> str:
    """The index bucket of the assessments under a reference."""
    return f"assessments:{reference}"


def persons_bucket(reference: str) -> str:
    """The index bucket of those under a reference about whom something was answered."""
    return f"persons:{reference}"


def of(case: CaseRow, ledger: Ledger) -> CaseState:
    """The case as it stands now."""
    reference = case.reference
    sentinel = ledger.sentinel(reference) if reference else None
    found = people.people_of(case.case_id, sentinel, ledger)
    refs = frozenset(ref for one in found.aside for ref in _refs(one, ledger))
    seen = aside.seen(sentinel, ledger, refs) if sentinel is not None else None
    locations = places.on_case(sentinel)
    assessments, assessments_aside = _assessments(reference, refs, ledger)
    answers, answers_aside = _answers(reference, refs, ledger)
    everybody = (*found.now, *found.left)
    inferred = inferred_band.of_people(case.case_id, found.now, found.left, assessments, ledger)
    confirmed = inferred_band.confirmed(inferred, everybody, assessments)
    histories = risk_history.of_subjects(assessments.values(), seen, everybody, confirmed)
    high_risk_runs = high_risk.runs(histories, everybody, ledger.secret)
    return CaseState(
        case=case,
        sentinel=seen,
        since=(sentinel.accepted_at or sentinel.opened_at) if sentinel is not None else None,
        people=found.now,
        left=found.left,
        uprns=tuple(places.of_incidents(case.case_id, ledger)),
        locations=locations,
        assessments=assessments,
        answers=answers,
        band_runs=tuple(band_run.runs(histories)),
        histories=tuple(histories),
        standing={(one.kind, one.ref): band_run.standing(one) for one in histories},
        high_risk_runs=high_risk_runs,
        high_risk=high_risk.standing(high_risk_runs),
        aside=found.aside,
        assessments_aside=assessments_aside,
        answers_aside=answers_aside,
        inferred=inferred,
    )


def _refs(person: PersonOnCase, ledger: Ledger) -> Iterator[str]:
    """Every reference under which anything may ever have been recorded of a person."""
    yield from person.known_as
    yield from people.former_refs(person, ledger.secret)


def _assessments(
    reference: str, refs: Collection[str], ledger: Ledger
) -> tuple[dict[SubjectKey, AssessmentRow], tuple[AssessmentRow, ...]]:
    """What was assessed under a reference, and apart from it what is set aside."""
    rows = ledger.members(assessments_bucket(reference), AssessmentRow) if reference else []
    hidden = [row for row in rows if aside.is_subject(ledger, reference, row.kind, row.ref, refs)]
    return {(row.kind, row.ref): row for row in rows if row not in hidden}, tuple(hidden)


def _answers(
    reference: str, refs: Collection[str], ledger: Ledger
) -> tuple[dict[str, PersonRow], tuple[PersonRow, ...]]:
    """About whom something was answered under a reference, and apart from them who is set aside."""
    rows = ledger.members(persons_bucket(reference), PersonRow) if reference else []
    hidden = [
        row for row in rows if row.person_ref in refs or aside.is_ref(ledger, reference, row.person_ref)
    ]
    return {row.person_ref: row for row in rows if row not in hidden}, tuple(hidden)
