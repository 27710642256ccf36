"""What does a filled-in matrix amount to, and what could the missing answers make of it? (R13)

Pure; matrices come from the policy. What is not known is a choice that is still open: every figure is worked out from
the options that are left to each question, the least of them for the floor and the most for the ceiling. So one more
unknown never raises the floor and never lowers the ceiling.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from schemas.rows import MatrixAnswerKept
from schemas.words import Aim, Band
from streams.policies.matrix import JUDGEMENT, Matrix, MatrixQuestion, Override

_ALL: Final = 100

# The options that are left to each question, with their points.
Left = Mapping[str, Mapping[str, int]]


class Step(NamedTuple):
    """The band was moved: by a rule of the matrix, or by an officer's judgement."""

    rule: str
    came_from: Band
    to: Band


class AimScore(NamedTuple):
    """Points of the questions that speak to one aim, of the most there are, and those without an answer."""

    aim: Aim
    floor: int
    ceiling: int
    most: int
    unanswered: tuple[str, ...]


class Score(NamedTuple):
    """The result of one assessment.

    `floor` counts the least and `ceiling` the most that unanswered questions can be worth. `could_be` is the band the
    missing answers could lead to, where it is higher than `band`, and `could_be_if` the questions that matter for it.
    """

    floor: int
    ceiling: int
    answered: int
    asked: int
    band: Band
    steps: tuple[Step, ...]
    could_be: Band | None
    could_be_if: tuple[str, ...]
    aims: tuple[AimScore, ...]

    @property
    def completeness_percent(self) -> int:
        """Whole percent, rounded down: 100 only when every question is answered."""
        return _ALL * self.answered // self.asked


def score(matrix: Matrix, answers: Iterable[MatrixAnswerKept], judged: Band | None = None) -> Score:
    """Score what was answered; `judged` is an officer's judgement that counts.

    Answers name questions and options of the matrix. One of points alone leaves the options that have as many.
    """
    given = {one.question: one for one in answers}
    left = {question.id: _left(question, given.get(question.id)) for question in matrix.questions}
    unanswered = tuple(question.id for question in matrix.questions if not _is_answered(given, question.id))
    floor, ceiling = _sums(left.values())
    steps = list(_steps(_band(matrix, floor), _certain(matrix, left)))
    computed = steps[-1].to if steps else _band(matrix, floor)
    if judged is not None and judged is not computed:
        steps.append(Step(JUDGEMENT, computed, judged))
    band = steps[-1].to if steps else computed
    could_be = _could_be(matrix, left, ceiling)
    is_higher = could_be.height > max(band.height, computed.height)
    return Score(
        floor=floor,
        ceiling=ceiling,
        answered=len(matrix.questions) - len(unanswered),
        asked=len(matrix.questions),
        band=band,
        steps=tuple(steps),
        could_be=could_be if is_higher else None,
        could_be_if=_could_be_if(matrix, left, ceiling, could_be) if is_higher else (),
        aims=tuple(_aim(matrix, aim, left, unanswered) for aim in Aim),
    )


def _is_answered(given: Mapping[str, MatrixAnswerKept], question: str) -> bool:
    answer = given.get(question)
    return answer is not None and (answer.option is not None or answer.points is not None)


def _left(question: MatrixQuestion, answer: MatrixAnswerKept | None) -> Mapping[str, int]:
    options = question.options
    if answer is not None and answer.option is not None:
        return {answer.option: options[answer.option]}
    if answer is not None and answer.points is not None:
        return {option: points for option, points in options.items() if points == answer.points}
    return options


def _sums(questions: Iterable[Mapping[str, int]]) -> tuple[int, int]:
    """The least and the most points that are left."""
    known = list(questions)
    return sum(min(left.values()) for left in known), sum(max(left.values()) for left in known)


def _band(matrix: Matrix, points: int) -> Band:
    if points >= matrix.high_from:
        return Band.HIGH
    return Band.MEDIUM if points >= matrix.medium_from else Band.LOW


def _steps(band: Band, holding: Sequence[Override]) -> Iterator[Step]:
    """How the overrides that hold raise the band, in the order of the matrix."""
    for override in holding:
        if override.floor.height > band.height:
            yield Step(override.rule, band, override.floor)
            band = override.floor


def _certain(matrix: Matrix, left: Left) -> list[Override]:
    """The overrides that hold whatever the missing answers are."""
    return [
        override
        for override in matrix.overrides
        if all(left[question].keys() <= set(chosen) for question, chosen in override.when.items())
    ]


def _possible(matrix: Matrix, left: Left) -> list[Override]:
    """The overrides that the missing answers can make hold, or that hold already."""
    return [
        override
        for override in matrix.overrides
        if all(left[question].keys() & set(chosen) for question, chosen in override.when.items())
    ]


def _could_be(matrix: Matrix, left: Left, ceiling: int) -> Band:
    bands = [_band(matrix, ceiling), *(override.floor for override in _possible(matrix, left))]
    return max(bands, key=lambda band: band.height)


def _could_be_if(matrix: Matrix, left: Left, ceiling: int, could_be: Band) -> tuple[str, ...]:
    """The open questions by which the band is reached: by their points, or by an override that names them."""
    named = {
        question
        for override in _possible(matrix, left)
        if override.floor.height >= could_be.height
        for question, chosen in override.when.items()
        if not left[question].keys() <= set(chosen)
    }
    if _band(matrix, ceiling).height >= could_be.height:
        named |= {question for question, options in left.items() if len(set(options.values())) > 1}
    return tuple(question.id for question in matrix.questions if question.id in named)


def _aim(matrix: Matrix, aim: Aim, left: Left, unanswered: Sequence[str]) -> AimScore:
    asked = [question for question in matrix.questions if aim in question.aims]
    floor, ceiling = _sums(left[question.id] for question in asked)
    _, most = _sums(question.options for question in asked)
    missing = tuple(question.id for question in asked if question.id in unanswered)
    return AimScore(aim, floor, ceiling, most, missing)
