"""The force's forms as its officers have them before them (forms.yaml): questions and options, no points."""

from functools import cache
from importlib.resources import files
from random import Random
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict

from connectors.city.casework.behaviour import Assessing
from connectors.city.chance import one_of
from schemas.incoming import MatrixAnswer
from schemas.words import Band, Basis, SubjectKind

NO_SUCH_OPTION = "see-log"
OLD_VERSION = "0"
RARELY = 3


class PrintedForm(BaseModel):
    """A matrix as printed: of each question the options, mildest first."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    version: str
    questions: dict[str, tuple[str, ...]]
    # Questions that state a fact rather than somebody's view.
    facts: tuple[str, ...] = ()
    # Questions that are seldom answered as gravely as the rest.
    rare: tuple[str, ...] = ()


class FilledIn(BaseModel):
    """A form filled in, right or wrong."""

    matrix: str
    matrix_version: str
    answers: tuple[MatrixAnswer, ...]


@cache
def forms() -> dict[SubjectKind, tuple[PrintedForm, ...]]:
    """The forms of each kind of subject, the usual one first."""
    raw: dict[str, list[dict[str, Any]]] = yaml.safe_load(
        (files(__package__) / "forms.yaml").read_text("utf-8")
    )
    return {
        SubjectKind(kind): tuple(PrintedForm.model_validate(entry) for entry in found)
        for kind, found in raw.items()
    }


def form_for(numbers: Random, kind: SubjectKind, habits: Assessing) -> PrintedForm:
    usual, *others = forms()[kind]
    return one_of(numbers, others) if others and numbers.random() < habits.by_other_matrix else usual


def how_grave(numbers: Random, habits: Assessing) -> Band:
    return numbers.choices(list(habits.grave), weights=list(habits.grave.values()))[0]


def fill_in(numbers: Random, form: PrintedForm, grave: Band, habits: Assessing, *, slips: bool) -> FilledIn:
    """A form about something so grave; with `slips` now and then as it must not be."""
    wrong_version = slips and numbers.random() < habits.wrong_version
    wrong = one_of(numbers, list(form.questions)) if slips and numbers.random() < habits.wrong_option else ""
    answers = [
        MatrixAnswer(
            question=question,
            option=NO_SUCH_OPTION if question == wrong else option,
            basis=Basis.FACT if question in form.facts else Basis.ASSESSMENT,
        )
        for question, options in form.questions.items()
        if (option := _option(numbers, options, _leaning(form, question, grave, habits), habits))
        or question == wrong
    ]
    version = OLD_VERSION if wrong_version else form.version
    return FilledIn(matrix=form.id, matrix_version=version, answers=tuple(answers))


def _leaning(form: PrintedForm, question: str, grave: Band, habits: Assessing) -> float:
    leaning = habits.leaning[grave]
    return leaning**RARELY if question in form.rare else leaning


def _option(numbers: Random, options: tuple[str, ...], leaning: float, habits: Assessing) -> str | None:
    """An option as far along as the answers lean, more or less; None where nobody knows."""
    if numbers.random() < habits.unanswered:
        return None
    steps = sum(numbers.random() < leaning for _ in options[1:])
    return options[steps]
