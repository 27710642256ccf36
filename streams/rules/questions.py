"""What was answered about each person of a case, and since when it stands so (R14, R15, R16).

Pure. Answers are kept in order of rank, whatever order they came in: a ladder begins where a run of unknowns
began, and a form is needed since the yes that no `no` has taken back.

Reads: QuestionAnswered, FormCompleted, FormDeclined. Keeps: PersonRow. Publishes: AnswerRefused.
"""

from collections.abc import Callable, Iterable
from datetime import datetime
from itertools import takewhile
from typing import Any, Final

import msgspec

from schemas.incoming import FormCompleted, FormDeclined, QuestionAnswered
from schemas.outgoing import AnswerRefused
from schemas.rows import AnswerKept, FormKept, PersonRow, Rank, RefusalKept
from schemas.words import Answer, Question, RefusalReason
from streams.rules import nominals
from streams.rules.case_state import CaseState
from streams.rules.history import run_since, with_one
from streams.rules.ledger import Ledger

Answers = tuple[AnswerKept, ...]

_SENTENCE: Final = "A yes needs its text: it was not taken, and the question is still to be answered."


def take(ledger: Ledger, fact: Any, rank: Rank) -> None:
    """Put an answer or a form into its slot; the case is touched when it is known."""
    known = ledger.person(fact.reference, fact.person_ref) or PersonRow(fact.reference, fact.person_ref)
    told = _SLOT[type(fact)](known, fact, rank)
    if told == known:
        return
    ledger.put_person(told)
    nominals.follow(ledger, known, told)
    sentinel = ledger.sentinel(fact.reference)
    if sentinel is not None and ledger.case(sentinel.case_id) is not None:
        ledger.touched_cases[sentinel.case_id] = None


def announce(ledger: Ledger, state: CaseState) -> None:
    """Hand back every answer that was refused and not handed back yet (R14)."""
    for row in state.answers.values():
        for refusal in row.refusals:
            ledger.publish_of_case(_refused(state.case.case_id, row, refusal), state.case.case_id)
        if row.refusals:
            # What was handed back is not kept: a row would grow with every yes that comes without its text.
            ledger.put_person(msgspec.structs.replace(row, refusals=()))


def answers_of(rows: Iterable[PersonRow], question: Question) -> Answers:
    """The answers about one person, in order of rank; Sentinel may know the person under several references."""
    return tuple(sorted((kept for row in rows for kept in row.answers.get(question, ())), key=_by_rank))


def form_of(rows: Iterable[PersonRow]) -> FormKept | None:
    """The person's safeguarding form that counts."""
    return max((row.form for row in rows if row.form is not None), key=_by_rank, default=None)


def standing(answers: Answers) -> Answer:
    """The answer that counts: the one of the highest rank; unknown when nobody has answered."""
    return answers[-1].answer if answers else Answer.UNKNOWN


def unknown_since(answers: Answers) -> datetime | None:
    """When the first of the standing run of unknowns was recorded; None: answered, or never asked."""
    if not answers or is_answered(answers):
        return None
    return run_since(answers, _says)


def is_answered(answers: Answers) -> bool:
    """Whether a yes or a no stands."""
    return standing(answers) is not Answer.UNKNOWN


def was_answered(answers: Answers, since: datetime | None = None) -> bool:
    """Whether anybody said yes or no, ever or since a moment, whatever stands now."""
    return any(kept.answer is not Answer.UNKNOWN and (since is None or kept.at >= since) for kept in answers)


def yes_since(answers: Answers) -> datetime | None:
    """When the yes was recorded that no `no` has taken back: an unknown after it takes nothing back (R16)."""
    since_no = list(takewhile(lambda kept: kept.answer is not Answer.NO, reversed(answers)))
    return next((kept.at for kept in reversed(since_no) if kept.answer is Answer.YES), None)


def _answered(row: PersonRow, fact: QuestionAnswered, rank: Rank) -> PersonRow:
    without_text = fact.answer is Answer.YES and not fact.text.strip()
    answer = Answer.UNKNOWN if without_text else fact.answer
    kept = AnswerKept(rank, fact.recorded_at, answer, fact.officer, without_text)
    before = row.answers.get(fact.question, ())
    after = with_one(before, kept, _says)
    if after == before or kept not in after:
        return row
    refusals = row.refusals
    if without_text and not any(one.without_text and one.rank[:2] == rank[:2] for one in before):
        refusals = (*refusals, RefusalKept(fact.fact_id, RefusalReason.YES_WITHOUT_TEXT, fact.question))
    answers = dict(sorted({**row.answers, fact.question: after}.items()))
    return msgspec.structs.replace(row, answers=answers, refusals=refusals)


def _form(row: PersonRow, fact: FormCompleted | FormDeclined, rank: Rank) -> PersonRow:
    if row.form is not None and rank <= row.form.rank:
        return row
    declined_for = fact.reason if isinstance(fact, FormDeclined) else ""
    return msgspec.structs.replace(row, form=FormKept(rank, fact.recorded_at, fact.officer, declined_for))


_SLOT: Final[dict[type, Callable[[PersonRow, Any, Rank], PersonRow]]] = {
    QuestionAnswered: _answered,
    FormCompleted: _form,
    FormDeclined: _form,
}


def _says(kept: AnswerKept) -> Answer:
    return kept.answer


def _by_rank(kept: AnswerKept | FormKept) -> Rank:
    return kept.rank


def _refused(case_id: str, row: PersonRow, refusal: RefusalKept) -> AnswerRefused:
    return AnswerRefused(
        case_id=case_id,
        reference=row.reference,
        fact_id=refusal.fact_id,
        reason=refusal.reason,
        subject=None,
        person_ref=row.person_ref,
        question=refusal.question,
        sentence=_SENTENCE,
    )
