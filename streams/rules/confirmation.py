"""Steps that wait for a named officer: asked, decided, contested, asked again (X6, R9).

Pure. A rule says which steps a case has by its facts; here each is asked about once, and once more whenever
somebody contests what was decided. The officer's word is kept also for a step that is not known yet. Whoever
wants to know whether a step may be taken asks `decision`.
"""

from collections.abc import Collection, Iterable
from typing import NamedTuple

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
from schemas.rows import Rank, StepRow, WordKept
from schemas.words import StepKind, WithdrawalReason
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


class Decision(NamedTuple):
    """A named officer's standing word on a step."""

    confirmed: bool
    word: WordKept


def bucket(case_id: str) -> str:
    """The index bucket of the steps that a case has now."""
    return f"steps:{case_id}"


def decision(ledger: Ledger, step_id: str) -> Decision | None:
    """What a named officer decided of the step; None: nobody has."""
    row = ledger.step(step_id)
    return Decision(row.confirmed, row.decided) if row is not None and row.decided is not None else None


def is_waiting(row: StepRow) -> bool:
    """Whether a named officer is to decide: nobody has, or what was decided is contested."""
    return row.standing and (row.decided is None or _is_contested(row))


def take(ledger: Ledger, told: StepConfirmed | StepRefused | ContestRaised, rank: Rank) -> None:
    """Take an officer's word on a step, or that somebody contests it; touches the step's case."""
    row = ledger.step(told.step_id) or StepRow(told.step_id)
    reason = told.reason if not isinstance(told, StepConfirmed) else ""
    word = WordKept(rank, told.recorded_at, told.officer, reason)
    slot = "contest" if isinstance(told, ContestRaised) else "decided"
    standing: WordKept | None = getattr(row, slot)
    if standing is not None and rank <= standing.rank:
        return
    row = msgspec.structs.replace(row, **{slot: word})
    if slot == "decided":
        row = msgspec.structs.replace(row, confirmed=isinstance(told, StepConfirmed))
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
) -> None:
    """Ask about the steps of these kinds that the case has, and no longer about those it has not."""
    standing = {row.step_id: row for row in ledger.members(bucket(case_id), StepRow) if row.kind in kinds}
    for step in wanted:
        standing.pop(step.step_id, None)
        _ask(ledger, case_id, reference, step)
    for row in standing.values():
        _no_longer(ledger, row, why_over)


def _ask(ledger: Ledger, case_id: str, reference: str, step: Step) -> None:
    row = ledger.step(step.step_id) or StepRow(step.step_id)
    row = msgspec.structs.replace(row, kind=step.kind, case_id=case_id, standing=True)
    contested = _is_contested(row)
    if contested and row.contest is not None and row.told_rank[1:] < row.contest.rank[1:]:
        ledger.publish_of_case(
            StepContested(step_id=step.step_id, step=step.kind, case_id=case_id, reason=row.contest.reason),
            case_id,
        )
        row = msgspec.structs.replace(row, told_rank=row.contest.rank, asked_event="")
    if row.decided is None or contested:
        if not row.asked_event:
            row = _asked(ledger, case_id, reference, step, row)
    elif row.told_rank[1:] < row.decided.rank[1:]:
        row = _told(ledger, case_id, row, row.decided)
    ledger.put_step(row)


def _asked(ledger: Ledger, case_id: str, reference: str, step: Step, row: StepRow) -> StepRow:
    asked = ConfirmationAsked(
        step_id=step.step_id,
        step=step.kind,
        case_id=case_id,
        reference=reference or None,
        subject=step.subject,
        adverse=step.adverse,
        what=step.what,
        why=step.why,
        evidence=step.evidence,
        asked_at=ledger.cause.at,
        asking=row.asking + 1,
    )
    event = ledger.publish_of_case(asked, case_id)
    return msgspec.structs.replace(row, asking=row.asking + 1, asked_at=ledger.cause.at, asked_event=event)


def _told(ledger: Ledger, case_id: str, row: StepRow, word: WordKept) -> StepRow:
    decided = StepDecided(
        step_id=row.step_id,
        step=row.kind or StepKind.MARKER,
        case_id=case_id,
        confirmed=row.confirmed,
        officer=word.officer,
        reason=word.reason,
        asking=row.asking,
    )
    ledger.publish_of_case(decided, case_id)
    return msgspec.structs.replace(row, told_rank=word.rank, asked_event="")


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
