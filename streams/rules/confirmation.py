"""Steps that wait for a named officer: asked, decided, contested, asked again (X6, R9).

Pure. A rule says which steps a case has by its facts; here each is asked about once, and once more whenever
somebody contests what was decided. Words are kept also for a step that is not known yet, and while a step is not
wanted, so that nobody is asked what they have answered. Whoever wants to know whether a step may be taken asks
`decision`.
"""

from collections.abc import Collection, Iterable, Mapping
from typing import Final, NamedTuple

import msgspec

from schemas.incoming import ContestRaised, StepConfirmed, StepRefused
from schemas.outgoing import (
    ConfirmationAsked,
    ConfirmationWithdrawn,
    Evidence,
    StepContested,
    StepDecided,
    Subject,
)
from schemas.rows import PointedAt, Rank, StepRow, WordKept
from schemas.words import Band, StepKind, WithdrawalReason
from streams.rules.ledger import Ledger


class Step(NamedTuple):
    """A step that a case has by its facts."""

    step_id: str
    kind: StepKind
    subject: Subject
    adverse: bool
    what: str
    why: str
    evidence: tuple[Evidence, ...] = ()
    # Of a perpetrator's band: which.
    band: Band | None = None


class Decision(NamedTuple):
    """A named officer's standing word on a step."""

    confirmed: bool
    word: WordKept


def bucket(case_id: str) -> str:
    """The index bucket of the steps that a case has now."""
    return f"steps:{case_id}"


# Evidence that is kept of a step for the list of what waits: whatever there is stands in the request.
_KEPT: Final = 20
# The index bucket of every step of the force that waits for a named officer, by when it was asked about.
WAITING: Final = "steps-waiting"


def bands_bucket(case_id: str) -> str:
    """The index bucket of every step about a perpetrator's band that a case has or had."""
    return f"bands:{case_id}"


def decision(ledger: Ledger, step_id: str) -> Decision | None:
    """What a named officer decided of the step; None: nobody has. A contest alone changes nothing of it."""
    row = ledger.step(step_id)
    return Decision(row.confirmed, row.decided) if row is not None and row.decided is not None else None


def is_waiting(row: StepRow) -> bool:
    """Whether a named officer is to decide: nobody has, or what was decided is contested."""
    return row.standing and (row.decided is None or _is_contested(row))


def is_untold(row: StepRow) -> bool:
    """Whether the standing decision was not published yet."""
    return row.decided is not None and row.decided.rank > row.told_decision


def waiting(ledger: Ledger, case_id: str) -> list[StepRow]:
    """The steps of a case that a named officer is to decide."""
    return [row for row in ledger.members(bucket(case_id), StepRow) if is_waiting(row)]


def take(ledger: Ledger, told: StepConfirmed | StepRefused | ContestRaised, rank: Rank) -> None:
    """Take an officer's word on a step, or that somebody contests it; touches the step's case."""
    row = ledger.step(told.step_id) or StepRow(told.step_id)
    standing = row.contest if isinstance(told, ContestRaised) else row.decided
    if standing is not None and rank <= standing.rank:
        return
    reason = "" if isinstance(told, StepConfirmed) else told.reason
    word = WordKept(rank, told.recorded_at, told.officer, reason)
    if isinstance(told, ContestRaised):
        put(ledger, msgspec.structs.replace(row, contest=word))
    else:
        confirmed = isinstance(told, StepConfirmed)
        put(ledger, msgspec.structs.replace(row, decided=word, confirmed=confirmed))


def put(ledger: Ledger, row: StepRow) -> None:
    """Keep what was said of a step; the case it is of is settled again."""
    ledger.put_step(row)
    if row.case_id:
        ledger.touched_cases[row.case_id] = None


def settle(
    ledger: Ledger,
    case_id: str,
    reference: str,
    kinds: Collection[StepKind],
    wanted: Iterable[Step],
    why_over: WithdrawalReason,
    reasons: Mapping[str, WithdrawalReason] | None = None,
) -> None:
    """Ask about the steps of these kinds that the case has, and no longer about those it has not.

    `reasons` says by step id why a step is over, where that is another reason than `why_over`.
    """
    standing = {row.step_id: row for row in ledger.members(bucket(case_id), StepRow) if row.kind in kinds}
    for step in wanted:
        standing.pop(step.step_id, None)
        _stand(ledger, case_id, reference, step)
    for row in standing.values():
        _no_longer(ledger, row, (reasons or {}).get(row.step_id, why_over))


def _stand(ledger: Ledger, case_id: str, reference: str, step: Step) -> None:
    """The step is wanted: say what was decided and contested of it, and ask if nobody has decided since."""
    known = ledger.step(step.step_id) or StepRow(step.step_id)
    row = msgspec.structs.replace(
        known,
        kind=step.kind,
        case_id=case_id,
        subject_kind=step.subject.kind,
        subject_ref=step.subject.ref,
        adverse=step.adverse,
        what=step.what,
        why=step.why,
        evidence=_kept_of(step),
        band=step.band,
        standing=True,
    )
    row = _tell_contest(ledger, step, _tell_decision(ledger, step, row))
    if is_waiting(row) and not row.asked_event:
        row = _ask(ledger, reference, step, row)
    if row != known:
        ledger.put_step(row)


def _kept_of(step: Step) -> tuple[PointedAt, ...]:
    """The evidence as it is listed; of a band all of it, for that is what the word is about."""
    kept = step.evidence if step.band is not None else step.evidence[:_KEPT]
    return tuple(PointedAt(one.kind, one.ref, one.rule) for one in kept)


def _tell_decision(ledger: Ledger, step: Step, row: StepRow) -> StepRow:
    word = row.decided
    if word is None or not is_untold(row):
        return row
    decided = StepDecided(
        step_id=row.step_id,
        step=step.kind,
        case_id=row.case_id,
        confirmed=row.confirmed,
        officer=word.officer,
        reason=word.reason,
        asking=row.asking,
    )
    ledger.publish_of_case(decided, row.case_id)
    return msgspec.structs.replace(row, told_decision=word.rank, asked_event="")


def _tell_contest(ledger: Ledger, step: Step, row: StepRow) -> StepRow:
    """Also of a contest that came while nobody had decided: whoever decides is to know of it."""
    word = row.contest
    if word is None or word.rank <= row.told_contest:
        return row
    contested = StepContested(step_id=row.step_id, step=step.kind, case_id=row.case_id, reason=word.reason)
    ledger.publish_of_case(contested, row.case_id)
    return msgspec.structs.replace(row, told_contest=word.rank)


def _ask(ledger: Ledger, reference: str, step: Step, row: StepRow) -> StepRow:
    asked = ConfirmationAsked(
        step_id=step.step_id,
        step=step.kind,
        case_id=row.case_id,
        reference=reference or None,
        subject=step.subject,
        adverse=step.adverse,
        what=step.what,
        why=step.why,
        evidence=step.evidence,
        asked_at=ledger.cause.at,
        asking=row.asking + 1,
    )
    event = ledger.publish_of_case(asked, row.case_id)
    return msgspec.structs.replace(row, asking=row.asking + 1, asked_at=ledger.cause.at, asked_event=event)


def _no_longer(ledger: Ledger, row: StepRow, reason: WithdrawalReason) -> None:
    if row.asked_event and row.kind is not None:
        withdrawn = ConfirmationWithdrawn(
            step_id=row.step_id,
            step=row.kind,
            case_id=row.case_id,
            reason=reason,
            corrects=row.asked_event,
        )
        ledger.publish_of_case(withdrawn, row.case_id)
    ledger.put_step(msgspec.structs.replace(row, standing=False, asked_event=""))


def _is_contested(row: StepRow) -> bool:
    """Contested after it was decided: revisions are each word's own, so the times tell."""
    return row.contest is not None and row.decided is not None and row.contest.rank[1:] > row.decided.rank[1:]
