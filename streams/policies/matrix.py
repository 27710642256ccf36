"""Risk matrices as data: questions, options, points, bands and overrides (R13, R18, R19; domain 4)."""

from collections.abc import Hashable, Iterable, Iterator, Sequence
from datetime import date
from typing import Annotated, Final

from pydantic import Field

from schemas.words import Aim, Band, Factor, SubjectKind
from streams.policies.part import Part

Name = Annotated[str, Field(pattern=r"^[A-Za-z0-9-]+$", max_length=64)]

# How an officer's judgement is named among the overrides of a result; no rule of a matrix has this name.
JUDGEMENT: Final = "judgement"


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
    when: Annotated[dict[Name, Annotated[tuple[Name, ...], Field(min_length=1)]], Field(min_length=1)]
    floor: Band


class Matrix(Part):
    """One version of a matrix; it counts for assessments created from its date on, until the next version's."""

    id: Name
    version: Annotated[str, Field(min_length=1, max_length=16)]
    effective_from: date
    subject: SubjectKind
    # Where questions and points come from, and who confirmed them for the force; null: nobody has.
    source: str
    confirmed_by: str | None
    medium_from: int
    high_from: int
    questions: Annotated[tuple[MatrixQuestion, ...], Field(min_length=1, max_length=60)]
    overrides: tuple[Override, ...] = ()


Path = tuple[str | int, ...]
Fault = tuple[Path, str]


def faults(matrices: Sequence[Matrix]) -> Iterator[Fault]:
    """What JSON Schema cannot say of the matrices of a policy: where each fault is, and what is wrong there."""
    versions = [(matrix.id, matrix.version) for matrix in matrices]
    yield from ((at, "another matrix has this id and version") for at in _repeated(versions, "version"))
    dates = [(matrix.id, matrix.effective_from) for matrix in matrices]
    yield from ((at, "another version begins on this day") for at in _repeated(dates, "effective_from"))
    subjects = {matrix.id: matrix.subject for matrix in reversed(matrices)}
    for number, matrix in enumerate(matrices):
        if matrix.subject is not subjects[matrix.id]:
            yield (number, "subject"), "another version of this matrix is about another subject"
        for path, said in _faults_of(matrix):
            yield (number, *path), said


def _faults_of(matrix: Matrix) -> Iterator[Fault]:
    yield from _question_faults(matrix)
    yield from _override_faults(matrix)
    missing = sorted(set(Aim) - {aim for question in matrix.questions for aim in question.aims})
    if missing:
        yield ("questions",), f"no question speaks to the aim {missing[0]}"
    least = sum(min(question.options.values()) for question in matrix.questions)
    most = sum(max(question.options.values()) for question in matrix.questions)
    if not least < matrix.medium_from:
        yield ("medium_from",), f"low is never reached: the fewest points are {least}"
    if not matrix.medium_from < matrix.high_from:
        yield ("high_from",), "high begins above medium"
    if not matrix.high_from <= most:
        yield ("high_from",), f"high is never reached: the most points are {most}"


def _question_faults(matrix: Matrix) -> Iterator[Fault]:
    for at in _repeated([question.id for question in matrix.questions], "id"):
        yield ("questions", *at), "another question has this id"
    for number, question in enumerate(matrix.questions):
        # What YAML makes of a bare yes and no.
        for option in sorted({"true", "false"} & question.options.keys()):
            yield ("questions", number, "options", option), 'write "yes" and "no" in quotes'


def _override_faults(matrix: Matrix) -> Iterator[Fault]:
    options = {question.id: question.options for question in matrix.questions}
    for at in _repeated([override.rule for override in matrix.overrides], "rule"):
        yield ("overrides", *at), "another override has this rule id"
    for number, override in enumerate(matrix.overrides):
        if override.rule == JUDGEMENT:
            yield ("overrides", number, "rule"), f"'{JUDGEMENT}' names what an officer judges"
        for question, chosen in override.when.items():
            where: Path = ("overrides", number, "when", question)
            if question not in options:
                yield where, "the matrix has no such question"
                continue
            for place, option in enumerate(chosen):
                if option not in options[question]:
                    yield (*where, place), f"the question has no option '{option}'"


def _repeated(values: Iterable[Hashable], field: str) -> Iterator[Path]:
    """Where a value stands that stood before."""
    seen = set[Hashable]()
    for number, value in enumerate(values):
        if value in seen:
            yield (number, field)
        seen.add(value)
