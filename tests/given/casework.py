"""Facts of casework with valid defaults: assessments, answers, forms, plans, reviews, contacts, instructions.

Times are hours after the start of the story, as in `messages`; each fact is recorded when it happened. What an
officer corrects later has a higher revision.
"""

from collections.abc import Mapping
from typing import Any, Final

from schemas.incoming import (
    AssessmentRecorded,
    AssessmentSubject,
    DutyDeclined,
    FormCompleted,
    FormDeclined,
    GoLiveSet,
    LocationAdded,
    MatrixAnswer,
    PartnerContacted,
    PersonLeft,
    PlanRecorded,
    QuestionAnswered,
    ReviewHeld,
)
from schemas.words import Answer, Partner, Post, Question, SubjectKind
from tests.given.messages import HOME, at, fact, instruction

OFFICER = "PC 4411"
_TEXT: Final = "As told by the person."


def assessed(
    reference: str = "SEN-1",
    person_ref: str = "P-1",
    hours: float = 48,
    revision: int = 1,
    answers: Mapping[str, str] | None = None,
    kind: SubjectKind = SubjectKind.VICTIM,
    **changes: Any,
) -> AssessmentRecorded:
    """A filled-in matrix of a person; `answers` are options by question, by default a daily occurrence."""
    chosen = {"frequency": "daily"} if answers is None else answers
    values = {
        **fact(f"assessment-{reference}-{kind}-{person_ref}", hours, revision),
        "reference": reference,
        "subject": AssessmentSubject(kind=kind, ref=person_ref),
        "matrix": "victim-numeric",
        "matrix_version": "1",
        "created_at": at(hours),
        "assessed_at": at(hours),
        "assessor": OFFICER,
        "answers": tuple(MatrixAnswer(question=name, option=option) for name, option in chosen.items()),
    }
    return AssessmentRecorded(**{**values, **changes})


def answered(
    question: Question,
    answer: Answer,
    hours: float = 48,
    revision: int = 1,
    reference: str = "SEN-1",
    person_ref: str = "P-1",
    **changes: Any,
) -> QuestionAnswered:
    """An answer about a person; a yes comes with its text unless `text` says otherwise."""
    values = {
        **fact(f"answer-{reference}-{person_ref}-{question}", hours, revision),
        "reference": reference,
        "person_ref": person_ref,
        "question": question,
        "answer": answer,
        "text": _TEXT if answer is Answer.YES else "",
        "officer": OFFICER,
    }
    return QuestionAnswered(**{**values, **changes})


def form_completed(
    hours: float = 72, revision: int = 1, reference: str = "SEN-1", person_ref: str = "P-1", **changes: Any
) -> FormCompleted:
    values = {
        **fact(f"form-{reference}-{person_ref}", hours, revision),
        "reference": reference,
        "person_ref": person_ref,
        "completed_at": at(hours),
        "officer": OFFICER,
    }
    return FormCompleted(**{**values, **changes})


def form_declined(
    hours: float = 72, revision: int = 1, reference: str = "SEN-1", person_ref: str = "P-1", **changes: Any
) -> FormDeclined:
    values = {
        **fact(f"form-{reference}-{person_ref}", hours, revision),
        "reference": reference,
        "person_ref": person_ref,
        "declined_at": at(hours),
        "officer": OFFICER,
        "reason": "A social worker is already with the family.",
    }
    return FormDeclined(**{**values, **changes})


def planned(hours: float = 72, revision: int = 1, reference: str = "SEN-1", **changes: Any) -> PlanRecorded:
    values = {
        **fact(f"plan-{reference}", hours, revision),
        "reference": reference,
        "planned_at": at(hours),
        "officer": OFFICER,
    }
    return PlanRecorded(**{**values, **changes})


def reviewed(
    post: Post, hours: float = 72, revision: int = 1, reference: str = "SEN-1", **changes: Any
) -> ReviewHeld:
    values = {
        **fact(f"review-{reference}-{post}", hours, revision),
        "reference": reference,
        "post": post,
        "held_at": at(hours),
        "officer": OFFICER,
    }
    return ReviewHeld(**{**values, **changes})


def contacted(
    partner: Partner, hours: float = 72, revision: int = 1, reference: str = "SEN-1", **changes: Any
) -> PartnerContacted:
    values = {
        **fact(f"contact-{reference}-{partner}", hours, revision),
        "reference": reference,
        "partner": partner,
        "contacted_at": at(hours),
        "officer": OFFICER,
    }
    return PartnerContacted(**{**values, **changes})


def person_left(
    reference: str = "SEN-1", person_ref: str = "P-1", hours: float = 72, revision: int = 2
) -> PersonLeft:
    """The person left; the slot is that of `person_added`, whose revision this one is above."""
    return PersonLeft(
        **fact(f"person-{reference}-{person_ref}", hours, revision),
        reference=reference,
        person_ref=person_ref,
    )


def location_added(
    reference: str = "SEN-1", uprn: str = HOME, hours: float = 24, revision: int = 1, *, left: bool = False
) -> LocationAdded:
    return LocationAdded(
        **fact(f"location-{reference}-{uprn}", hours, revision),
        reference=reference,
        uprn=uprn,
        left=left,
    )


def duty_declined(obligation_id: str, hours: float = 96, revision: int = 1, **changes: Any) -> DutyDeclined:
    values = {
        **instruction(f"declined-{obligation_id}", hours, revision),
        "officer": "PS 77",
        "obligation_id": obligation_id,
        "reason": "Another agency leads on this case.",
    }
    return DutyDeclined(**{**values, **changes})


def go_live(live_from_hours: float, hours: float = 0, revision: int = 1) -> GoLiveSet:
    """Reminders are sent from `live_from_hours` on, by an instruction of `hours`."""
    return GoLiveSet(
        **instruction("go-live", hours, revision),
        officer="PS 77",
        live_from=at(live_from_hours),
    )
