"""Is something unknown about a person here that was answered in another case? (X4, R14)

Pure. It is the same person where the nominal reference is the same. Unknown is what still nags: a question that the
case owes an answer to.
"""

from collections.abc import Iterable, Iterator

from schemas.outgoing import Evidence, Subject
from schemas.rows import PersonRow
from schemas.words import Answer, EvidenceKind, Question, SubjectKind
from streams.rules import nominals, questions
from streams.rules.case_state import CaseState
from streams.rules.contradictions.found import Found
from streams.rules.duties import question as duty_of_question
from streams.rules.ledger import Ledger
from streams.rules.people import PersonOnCase


def found(state: CaseState, ledger: Ledger) -> Iterator[Found]:
    """Each question that is unknown here, with the latest yes or no of another case."""
    elsewhere = {person.ref: _elsewhere(state, person, ledger) for person in state.people}
    if not any(elsewhere.values()):
        return
    for wanted in duty_of_question.wanted(state, ledger):
        asked, ref = wanted.about.question, wanted.about.person_ref
        known = _latest(elsewhere[ref], asked) if asked is not None else None
        if asked is not None and known is not None:
            yield Found(
                Evidence(
                    kind=EvidenceKind.ANSWER, ref=state.case.reference, answer=Answer.UNKNOWN, rule=asked
                ),
                known,
                f"The answer to {asked} is unknown of this person here; in another case it is {known.answer}.",
                about=about(asked, ref),
                subject=Subject(kind=SubjectKind.VICTIM, ref=ref),
                question=asked,
            )


def about(asked: Question, ref: str) -> str:
    """What tells the unknown answer from others of the case."""
    return f"{asked}|{ref}"


def _elsewhere(state: CaseState, person: PersonOnCase, ledger: Ledger) -> list[list[PersonRow]]:
    return list(nominals.answers_elsewhere(ledger, person, state.case.reference))


def _latest(elsewhere: Iterable[list[PersonRow]], asked: Question) -> Evidence | None:
    """The yes or no recorded last that stands under another reference."""
    standing = [
        (answers[-1].at, rows[0].reference, answers[-1].answer)
        for rows in elsewhere
        if questions.is_answered(answers := questions.answers_of(rows, asked))
    ]
    if not standing:
        return None
    _, reference, answer = max(standing)
    return Evidence(kind=EvidenceKind.ANSWER, ref=reference, answer=answer, rule=asked)
