"""How high is the risk of one person, place or community of a case, and since when? (R11-R13, R18, R19, R22)

Pure. Each subject of a case has a slot of its own, also where several live in one home; the highest rank that has a
band stands, whatever order versions came in; what was recorded in error never counted (R5). Matrices come from the
policy of the day the assessment was created.

Reads: AssessmentRecorded, AssessmentWithdrawn. Keeps: AssessmentRow.
Publishes: RiskAssessed, AssessmentTakenBack, AnswerRefused.
"""

from collections.abc import Iterable, Iterator
from hashlib import blake2b

import msgspec

from schemas.incoming import AssessmentRecorded, AssessmentSubject, AssessmentWithdrawn
from schemas.rows import NO_RANK, AssessmentKept, AssessmentRow, Rank, RefusalKept
from schemas.words import Band, SubjectKind
from streams.rules import assessment_events as events
from streams.rules import history
from streams.rules.assessment_answers import Refused, counted, judged, matrix_for
from streams.rules.assessment_events import Assessed
from streams.rules.case_state import CaseState
from streams.rules.in_force import InForce
from streams.rules.ledger import Ledger
from streams.rules.matrix_score import score
from streams.rules.risk_history import SubjectKey


def take(ledger: Ledger, fact: AssessmentRecorded, rank: Rank) -> None:
    """Put an assessment into its subject's slot; the case is touched when it is known."""
    known = _known(ledger, fact)
    _put(ledger, known, _with(known, *_held_against_the_matrix(fact, rank, ledger.policy(fact.created_at))))


def take_back(ledger: Ledger, fact: AssessmentWithdrawn, rank: Rank) -> None:
    """Whatever ranks lower was recorded in error: it never counted, whether it came before or comes after (R5)."""
    known = _known(ledger, fact)
    versions = tuple(one for one in known.versions if one.rank > rank)
    refusals = tuple(one for one in known.refusals if one.rank > rank)
    withdrawn = max(rank, known.withdrawn)
    told = msgspec.structs.replace(known, versions=versions, refusals=refusals, withdrawn=withdrawn)
    _put(ledger, known, told)


def _known(ledger: Ledger, fact: AssessmentRecorded | AssessmentWithdrawn) -> AssessmentRow:
    ref = subject_ref(fact.subject)
    known = ledger.assessment(fact.reference, fact.subject.kind, ref)
    return known or AssessmentRow(fact.reference, fact.subject.kind, ref)


def _put(ledger: Ledger, known: AssessmentRow, told: AssessmentRow) -> None:
    if told == known:
        return
    ledger.put_assessment(told)
    sentinel = ledger.sentinel(told.reference)
    if sentinel is not None and ledger.case(sentinel.case_id) is not None:
        ledger.touched_cases[sentinel.case_id] = None


def announce(ledger: Ledger, state: CaseState) -> None:
    """Publish the risk of every subject where it differs from what was published, and hand back what was refused."""
    case_id = state.case.case_id
    strays = set(_not_on_case(state))
    for hidden in state.assessments_aside:
        _hold_back(ledger, case_id, hidden)
    for known in state.assessments.values():
        for refusal in known.refusals:
            if not refusal.told:
                ledger.publish_of_case(events.refused(case_id, known, refusal), case_id)
        row = _with_result(ledger, case_id, known)
        standing = row.standing
        refusals = tuple(msgspec.structs.replace(refusal, told=True) for refusal in row.refusals)
        since = standing.assessed_at if standing is not None and (row.kind, row.ref) in strays else None
        told = msgspec.structs.replace(
            row,
            refusals=refusals,
            not_on_case_since=since,
            case_beat=state.case.beat if since is not None else None,
        )
        if told != known:
            ledger.put_assessment(told)


def _hold_back(ledger: Ledger, case_id: str, row: AssessmentRow) -> None:
    """Of somebody who is restricted nothing stands: what was published is taken back, and the facts are kept (X8)."""
    held = msgspec.structs.replace(_taken_back(ledger, case_id, row), not_on_case_since=None, case_beat=None)
    if held != row:
        ledger.put_assessment(held)


def _taken_back(ledger: Ledger, case_id: str, row: AssessmentRow) -> AssessmentRow:
    if row.told:
        ledger.publish_of_case(events.taken_back(case_id, row), case_id)
    return msgspec.structs.replace(row, digest=b"", told="")


def _with_result(ledger: Ledger, case_id: str, row: AssessmentRow) -> AssessmentRow:
    """The row once the result that stands is published, or the one that was published is taken back."""
    standing = row.standing
    if standing is None:
        return _taken_back(ledger, case_id, row)
    digest = _digest(case_id, standing, row.sentinel_band)
    if digest == row.digest:
        return row
    told = ledger.publish_of_case(events.risk(case_id, row, assessed(ledger, standing)), case_id)
    return msgspec.structs.replace(row, digest=digest, told=told)


def _not_on_case(state: CaseState) -> Iterator[SubjectKey]:
    """Who is assessed under a case that is worked on, and is not on it: a gap, until they are or it is closed."""
    if state.is_worked_on:
        for row in state.not_on_case():
            yield row.kind, row.ref


def assessed(ledger: Ledger, version: AssessmentKept) -> Assessed:
    """The score of a standing version, by the policy it was held against when it came."""
    timeline = ledger.policies.timeline
    in_force = next(one for one in timeline if one.sha256 == version.policy)
    matrix = next(
        one
        for one in in_force.policy.matrices
        if (one.id, one.version) == (version.matrix, version.matrix_version)
    )
    return Assessed(version, matrix, in_force, score(matrix, version.answers, version.judged))


def subject_ref(subject: AssessmentSubject) -> str:
    """How a subject is found: a person's reference, a UPRN without leading zeros, nothing for the community."""
    if subject.kind is SubjectKind.LOCATION:
        return subject.ref.lstrip("0")
    return "" if subject.kind is SubjectKind.COMMUNITY else subject.ref


def _held_against_the_matrix(
    fact: AssessmentRecorded, rank: Rank, in_force: InForce
) -> tuple[AssessmentKept, tuple[RefusalKept, ...]]:
    """The version as it counts, and what of it is handed back."""
    version = AssessmentKept(
        rank=rank,
        fact_id=fact.fact_id,
        assessed_at=fact.assessed_at,
        created_at=fact.created_at,
        assessor=fact.assessor,
        matrix=fact.matrix,
        matrix_version=fact.matrix_version,
        sentinel_band=fact.sentinel_band,
        policy=in_force.sha256,
    )
    matrix = matrix_for(fact, in_force.policy)
    if isinstance(matrix, Refused):
        return version, _kept([matrix], fact, rank)
    answers, refused = counted(matrix, fact.answers)
    computed = score(matrix, answers).band
    band, missing = judged(fact.judgement, computed)
    refusals = _kept([*refused, *missing], fact, rank)
    if not answers and (band is None or band.height <= computed.height):
        # A form that nobody has filled in says nothing of the risk, and takes back nothing that was said.
        return version, refusals
    found = score(matrix, answers, band)
    standing = msgspec.structs.replace(
        version,
        band=found.band,
        answers=answers,
        judged=band,
        could_be=found.could_be,
        completeness_percent=found.completeness_percent,
    )
    return standing, refusals


def _kept(refused: Iterable[Refused], fact: AssessmentRecorded, rank: Rank) -> tuple[RefusalKept, ...]:
    return tuple(RefusalKept(fact.fact_id, one.reason, one.question, rank=rank) for one in refused)


def _with(row: AssessmentRow, version: AssessmentKept, refusals: tuple[RefusalKept, ...]) -> AssessmentRow:
    """The row with one more version: what stands keeps its answers, what comes after it its refusals."""
    if version.rank <= row.withdrawn:
        return row
    versions = history.with_one(row.versions, version, _band_of)
    standing = max((one.rank for one in versions if one.band is not None), default=NO_RANK)
    kept = tuple(
        one if one.rank >= standing else msgspec.structs.replace(one, answers=())
        for one in versions
        if one.band is not None or one.rank > standing
    )
    ranks = {one.rank for one in kept if one.rank >= standing}
    told = {_identity(refusal) for refusal in row.refusals if refusal.told}
    open_now = {_identity(one): one for one in (*row.refusals, *refusals) if one.rank in ranks}
    return msgspec.structs.replace(
        row,
        versions=kept,
        refusals=tuple(
            msgspec.structs.replace(one, told=_identity(one) in told)
            for one in sorted(open_now.values(), key=lambda one: (one.rank, one.reason, one.question or ""))
        ),
    )


def _identity(refusal: RefusalKept) -> tuple[object, ...]:
    """One refusal however often its fact is sent: the id of the message does not count."""
    return (*refusal.rank[:2], refusal.fact_id, refusal.reason, refusal.question)


def _band_of(version: AssessmentKept) -> Band | None:
    return version.band


def _digest(case_id: str, version: AssessmentKept, sentinel_band: Band | None) -> bytes:
    """What the published result follows from, and nothing else: cheaper than making it to see that it is the same."""
    followed_from = msgspec.structs.replace(
        version, rank=NO_RANK, fact_id="", created_at=version.assessed_at, sentinel_band=sentinel_band
    )
    return blake2b(case_id.encode() + msgspec.msgpack.encode(followed_from), digest_size=12).digest()
