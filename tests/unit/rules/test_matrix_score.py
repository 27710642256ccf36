"""R13, R18, R19: the score of a filled-in matrix, and what is missing in it."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from schemas.rows import MatrixAnswerKept
from schemas.words import Aim, Band, Factor, SubjectKind
from streams.policies.bundle import compiled, load_bundle
from streams.policies.matrix import Matrix, MatrixQuestion, Override
from streams.rules.matrix_score import Score, score

MATRICES = {matrix.id: matrix for matrix in compiled(load_bundle()[-1]).matrices}
WORKED = yaml.safe_load(
    (Path(__file__).parents[2] / "labelled" / "assessments_worked.yaml").read_text(encoding="utf-8")
)
NUMERIC, RAM = MATRICES["victim-numeric"], MATRICES["victim-ram"]
Chosen = dict[str, str]


def answers(chosen: Chosen, points: dict[str, int] | None = None) -> list[MatrixAnswerKept]:
    return [
        *(MatrixAnswerKept(question, option) for question, option in chosen.items()),
        *(MatrixAnswerKept(question, None, worth) for question, worth in (points or {}).items()),
    ]


def lowest(matrix: Matrix, *but: str) -> Chosen:
    """Every question but some with its option of fewest points."""
    return {
        question.id: min(question.options, key=lambda option: question.options[option])
        for question in matrix.questions
        if question.id not in but
    }


def worked(entry: dict[str, Any]) -> Score:
    matrix, points = MATRICES[entry["matrix"]], entry.get("points", {})
    chosen = lowest(matrix, *points) if entry.get("rest") == "lowest" else {}
    judged = entry.get("judged")
    return score(matrix, answers({**chosen, **entry["answers"]}, points), Band(judged) if judged else None)


# Worked by hand


@pytest.mark.parametrize("entry", WORKED, ids=lambda entry: entry["name"])
def test_r13_a_worked_assessment_scores_as_it_was_worked(entry):
    found = worked(entry)

    expected = {"could_be": None, "could_be_if": [], "overrides": [], **entry["expected"]}
    assert {
        "floor": found.floor,
        "ceiling": found.ceiling,
        "percent": found.completeness_percent,
        "band": found.band,
        "could_be": found.could_be,
        "could_be_if": list(found.could_be_if),
        "overrides": [list(step) for step in found.steps],
    } == expected


@pytest.mark.parametrize(
    "entry", [entry for entry in WORKED if "aims" in entry], ids=lambda entry: entry["name"]
)
def test_r13_the_three_aims_of_a_worked_assessment_are_as_they_were_worked(entry):
    found = {one.aim: [one.floor, one.ceiling] for one in worked(entry).aims}

    assert found == {Aim(aim): figures for aim, figures in entry["aims"].items()}


# What the examples do not show


def test_r13_an_aim_names_the_questions_that_are_missing_for_it():
    found = score(NUMERIC, answers({"frequency": "daily", "violence": "no"}))

    missing = {one.aim: one.unanswered for one in found.aims}
    assert missing[Aim.ESCALATION] == ("duration", "hate")
    assert missing[Aim.OCCURRED] == ("duration", "impact", "type")


def test_r13_an_answer_in_points_that_two_options_have_leaves_only_those_two():
    matrix = a_matrix(
        {"health": {"well": 0, "physical": 3, "mental": 3}},
        Override(rule="mental", when={"health": ("mental",)}, floor=Band.HIGH),
    )

    found = score(matrix, answers({}, {"health": 3}))

    assert (found.floor, found.ceiling, found.completeness_percent) == (3, 3, 100)
    assert (found.band, found.could_be, found.could_be_if) == (Band.LOW, Band.HIGH, ("health",))


def test_r13_a_rule_that_holds_for_both_options_of_the_same_points_holds():
    matrix = a_matrix(
        {"health": {"well": 0, "physical": 3, "mental": 3}},
        Override(rule="ill", when={"health": ("physical", "mental")}, floor=Band.MEDIUM),
    )

    assert score(matrix, answers({}, {"health": 3})).band is Band.MEDIUM


def test_r13_an_unanswered_question_counts_its_least_points_in_the_floor():
    matrix = a_matrix({"support": {"good": -2, "poor": 1}})

    found = score(matrix, ())

    assert (found.floor, found.ceiling) == (-2, 1)


def test_r13_a_judgement_of_the_computed_band_moves_nothing():
    assert score(NUMERIC, answers(lowest(NUMERIC)), Band.LOW) == score(NUMERIC, answers(lowest(NUMERIC)))


def test_r13_a_complete_assessment_that_was_lowered_says_nothing_of_missing_answers():
    found = score(NUMERIC, answers({**lowest(NUMERIC), "violence": "yes"}), Band.LOW)

    assert (found.band, found.could_be) == (Band.LOW, None)


def test_r13_the_words_that_fill_the_form_are_not_all_it_takes():
    found = score(RAM, answers(lowest(RAM, "self-harm")))

    assert (found.band, found.could_be, found.could_be_if) == (Band.LOW, Band.HIGH, ("self-harm",))


# Properties, over the built-in matrices and over invented ones

each_known = st.sampled_from(sorted(MATRICES.values(), key=lambda matrix: matrix.id))
names = st.text("abcdef", min_size=1, max_size=4)


def a_matrix(
    questions: dict[str, dict[str, int]], *overrides: Override, medium: int = 10, high: int = 20
) -> Matrix:
    return Matrix(
        id="invented",
        version="1",
        effective_from=date(2020, 1, 1),
        subject=SubjectKind.VICTIM,
        source="",
        confirmed_by=None,
        medium_from=medium,
        high_from=high,
        questions=tuple(
            MatrixQuestion(id=name, text="", factor=Factor.IMPACT, aims=tuple(Aim), options=options)
            for name, options in questions.items()
        ),
        overrides=overrides,
    )


@st.composite
def invented(draw: st.DrawFn) -> Matrix:
    options = st.dictionaries(names, st.integers(-3, 9), min_size=2, max_size=4)
    questions = draw(st.dictionaries(names, options, min_size=1, max_size=6))
    overrides = []
    for number in range(draw(st.integers(0, 4))):
        asked = draw(st.lists(st.sampled_from(sorted(questions)), min_size=1, max_size=2, unique=True))
        when = {
            name: tuple(
                draw(st.lists(st.sampled_from(sorted(questions[name])), min_size=1, max_size=2, unique=True))
            )
            for name in asked
        }
        overrides.append(Override(rule=f"rule-{number}", when=when, floor=draw(st.sampled_from(Band))))
    medium = draw(st.integers(-5, 15))
    return a_matrix(questions, *overrides, medium=medium, high=medium + draw(st.integers(1, 15)))


@st.composite
def filled(draw: st.DrawFn) -> tuple[Matrix, Chosen]:
    """A matrix with some of its questions answered."""
    matrix = draw(st.one_of(each_known, invented()))
    chosen = {
        question.id: draw(st.sampled_from(sorted(question.options)))
        for question in matrix.questions
        if draw(st.booleans())
    }
    return matrix, chosen


@given(filled())
def test_r13_the_floor_is_never_above_the_ceiling(form):
    matrix, chosen = form

    found = score(matrix, answers(chosen))

    assert found.floor <= found.ceiling
    assert all(one.floor <= one.ceiling for one in found.aims)
    assert (found.completeness_percent == 100) == (len(chosen) == len(matrix.questions))


@given(filled(), st.data())
def test_r13_one_more_unknown_never_raises_the_floor_nor_lowers_the_ceiling(form, data):
    matrix, chosen = form
    forgotten = data.draw(st.sampled_from(sorted(chosen))) if chosen else None
    fewer = {question: option for question, option in chosen.items() if question != forgotten}

    known, less_known = score(matrix, answers(chosen)), score(matrix, answers(fewer))

    assert less_known.floor <= known.floor
    assert less_known.ceiling >= known.ceiling
    assert less_known.completeness_percent <= known.completeness_percent
    assert less_known.band.height <= known.band.height
    assert (less_known.could_be or less_known.band).height >= (known.could_be or known.band).height
    for less, more in zip(less_known.aims, known.aims, strict=True):
        assert less.floor <= more.floor <= more.ceiling <= less.ceiling


@given(filled(), st.sampled_from(Band) | st.none())
def test_r13_what_it_could_be_is_higher_than_what_it_is(form, judged):
    matrix, chosen = form

    found = score(matrix, answers(chosen), judged)

    assert found.could_be is None or found.could_be.height > found.band.height
    assert bool(found.could_be_if) == (found.could_be is not None)
    assert not set(found.could_be_if) & set(chosen)


@given(filled(), st.data())
def test_r13_no_answers_lead_above_what_it_could_be(form, data):
    matrix, chosen = form
    could_be = score(matrix, answers(chosen))

    full = {
        question.id: data.draw(st.sampled_from(sorted(question.options))) for question in matrix.questions
    }
    found = score(matrix, answers({**full, **chosen}))

    assert could_be.band.height <= found.band.height <= (could_be.could_be or could_be.band).height
    assert could_be.floor <= found.floor <= could_be.ceiling


@given(filled())
def test_r13_answers_to_the_questions_named_can_lead_to_what_it_could_be(form):
    matrix, chosen = form
    before = score(matrix, answers(chosen))
    asked = {question.id: question.options for question in matrix.questions}
    most = {name: max(asked[name], key=lambda option: asked[name][option]) for name in before.could_be_if}
    by_rules = [{name: chosen[0] for name, chosen in rule.when.items()} for rule in matrix.overrides]
    ways = [most, *({**most, **rule} for rule in by_rules)]
    allowed = [{name: way[name] for name in way if name in before.could_be_if} for way in ways]

    reached = [score(matrix, answers({**chosen, **way})).band for way in allowed]

    assert before.could_be is None or before.could_be in reached
