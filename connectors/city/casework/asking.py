"""The three questions of each victim, and the safeguarding referral form that a yes leads to."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial
from typing import Final

from connectors.city.casework.behaviour import working
from connectors.city.casework.case_file import CaseFile
from connectors.city.casework.pace import days_between
from connectors.city.event import Recorded
from schemas.incoming import FormCompleted, FormDeclined, QuestionAnswered
from schemas.words import Answer, Question

# What is written beside a yes.
TEXTS: Final = {
    Question.REPEAT_VICTIM: "Has rung about the same people before",
    Question.VULNERABLE: "Lives alone and is unwell",
    Question.SAFEGUARDING: "Needs support that police cannot give",
}
DECLINE_REASON: Final = "Already known to adult social care, who agreed that no further referral is needed"


def mean_to_ask(file: CaseFile, person_ref: str, since: datetime) -> None:
    """After the assessment: each question, some left blank."""
    for number, question in enumerate(Question, start=1):
        numbers = file.numbers("asks", person_ref, question)
        if numbers.random() < working().questions.blank:
            _mean_to_find_out(file, person_ref, question, since)
            continue
        file.mean_to(
            timedelta(minutes=number),
            f"ask|{person_ref}|{question}",
            partial(ask, file, person_ref, question),
            since,
            person_ref,
        )


def ask(file: CaseFile, person_ref: str, question: Question, at: datetime) -> Iterator[Recorded]:
    """The first answer: it may be unknown, or a yes without its text."""
    if (person_ref, question) in file.answers:
        return
    habits, numbers = working().questions, file.numbers("answers", person_ref, question)
    if numbers.random() < habits.unknown:
        yield _answered(file, person_ref, question, Answer.UNKNOWN, at)
        _mean_to_find_out(file, person_ref, question, at)
        return
    text = numbers.random() >= habits.yes_without_text
    yield _answered(file, person_ref, question, _truth(file, person_ref, question), at, text=text)
    if file.numbers("doubts", person_ref, question).random() < habits.doubted:
        _mean_to_doubt(file, person_ref, question, at)
    if text:
        _mean_to_correct(file, person_ref, question, at)


def find_out(file: CaseFile, person_ref: str, question: Question, at: datetime) -> Iterator[Recorded]:
    """The answer, where it is not known yet."""
    if not known(file, person_ref, question):
        yield _answered(file, person_ref, question, _truth(file, person_ref, question), at)


def known(file: CaseFile, person_ref: str, question: Question) -> bool:
    return file.answers.get((person_ref, question), Answer.UNKNOWN) is not Answer.UNKNOWN


def handed_back(file: CaseFile, person_ref: str, question: Question, since: datetime) -> None:
    """A yes without its text comes back: mostly it is put right."""
    habits, numbers = working().assessing, file.numbers("puts-right", person_ref, question)
    file.answers[person_ref, question] = Answer.UNKNOWN
    if numbers.random() >= habits.never_put_right:
        delay = habits.put_right.delay(numbers)
        file.mean_to(
            delay,
            f"put-right|{person_ref}|{question}",
            partial(find_out, file, person_ref, question),
            since,
            person_ref,
        )


def mean_to_refer(file: CaseFile, person_ref: str, since: datetime) -> None:
    """A safeguarding need calls for the form; now and then it is forgotten."""
    habits, numbers = working().form, file.numbers("form", person_ref)
    if numbers.random() >= habits.forgotten:
        delay = habits.completed.delay(numbers)
        file.mean_to(delay, f"form|{person_ref}", partial(settle_form, file, person_ref), since, person_ref)


def settle_form(file: CaseFile, person_ref: str, at: datetime) -> Iterator[Recorded]:
    """The form is filled in, or an officer decides against it with a reason."""
    if person_ref in file.forms:
        return
    file.forms.add(person_ref)
    officer, slot = file.collar("form", person_ref), f"form|{person_ref}"
    if file.numbers("declines-form", person_ref).random() < working().form.declined:
        yield file.recorded(
            FormDeclined,
            slot,
            at,
            person_ref=person_ref,
            declined_at=at,
            officer=officer,
            reason=DECLINE_REASON,
        )
    else:
        yield file.recorded(FormCompleted, slot, at, person_ref=person_ref, completed_at=at, officer=officer)


def _truth(file: CaseFile, person_ref: str, question: Question) -> Answer:
    draw = file.numbers("is", person_ref, question).random()
    return Answer.YES if draw < working().questions.answered_yes[question] else Answer.NO


def _mean_to_find_out(file: CaseFile, person_ref: str, question: Question, since: datetime) -> None:
    habits, numbers = working().questions, file.numbers("finds-out", person_ref, question)
    if numbers.random() < habits.found_out:
        delay = days_between(numbers, habits.found_out_after_days)
        name = f"find-out|{person_ref}|{question}"
        file.mean_to(delay, name, partial(find_out, file, person_ref, question), since, person_ref)


def _mean_to_doubt(file: CaseFile, person_ref: str, question: Question, since: datetime) -> None:
    def doubt(at: datetime) -> Iterator[Recorded]:
        if known(file, person_ref, question):
            yield _answered(file, person_ref, question, Answer.UNKNOWN, at)

    habits, numbers = working().questions, file.numbers("doubts-when", person_ref, question)
    file.mean_to(
        days_between(numbers, habits.doubted_after_days),
        f"doubt|{person_ref}|{question}",
        doubt,
        since,
        person_ref,
    )


def _mean_to_correct(file: CaseFile, person_ref: str, question: Question, since: datetime) -> None:
    """Of a few answers somebody notices that they are the other's."""

    def correct(at: datetime) -> Iterator[Recorded]:
        if known(file, person_ref, question):
            said = file.answers[person_ref, question]
            other = Answer.NO if said is Answer.YES else Answer.YES
            yield _answered(file, person_ref, question, other, at)

    habits, numbers = working().mistakes, file.numbers("corrects", person_ref, question)
    if numbers.random() < habits.answer:
        delay = days_between(numbers, habits.answer_noticed_after_days)
        file.mean_to(delay, f"correct|{person_ref}|{question}", correct, since, person_ref)


def _answered(
    file: CaseFile, person_ref: str, question: Question, answer: Answer, at: datetime, *, text: bool = True
) -> QuestionAnswered:
    file.answers[person_ref, question] = answer
    yes = answer is Answer.YES
    if yes and question is Question.SAFEGUARDING:
        mean_to_refer(file, person_ref, at)
    return file.recorded(
        QuestionAnswered,
        f"question|{person_ref}|{question}",
        at,
        person_ref=person_ref,
        question=question,
        answer=answer,
        officer=file.collar("asks", person_ref),
        **({"text": TEXTS[question]} if yes and text else {}),
    )
