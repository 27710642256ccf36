"""Risk matrices as data: questions, options, points, bands and overrides (R13, R18, R19; domain 4)."""

from datetime import date
from typing import Annotated

from pydantic import Field

from schemas.words import Aim, Band, Factor, SubjectKind
from streams.policies.part import Part

Name = Annotated[str, Field(pattern=r"^[A-Za-z0-9-]+$", max_length=64)]


class MatrixQuestion(Part):
    """One question, what it is about, the aims it speaks to, and what each option scores."""

    id: Name
    text: str
    factor: Factor
    aims: Annotated[tuple[Aim, ...], Field(min_length=1)]
    options: Annotated[dict[Name, int], Field(min_length=2)]


class Override(Part):
    """A floor under the band: when every question named has one of the options named."""

    rule: Name
    when: Annotated[dict[Name, tuple[Name, ...]], Field(min_length=1)]
    floor: Band


class Matrix(Part):
    """One version of a matrix; it counts for assessments created from its date on, until the next version's."""

    id: Name
    version: str
    effective_from: date
    subject: SubjectKind
    # Where questions and points come from, and who confirmed them for the force; null: nobody has.
    source: str
    confirmed_by: str | None
    medium_from: int
    high_from: int
    questions: Annotated[tuple[MatrixQuestion, ...], Field(min_length=1)]
    overrides: tuple[Override, ...] = ()
