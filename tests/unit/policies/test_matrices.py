"""Risk matrices of the bundle are whole, and a matrix that contradicts itself is refused (R13, R18, R19)."""

import copy
import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from schemas.words import Aim, Band, Factor, SubjectKind
from streams.policies import bundle
from streams.policies.bundle import PolicyError, compiled, document_of, load_bundle
from streams.policies.matrix import Matrix

BUILT_IN = Path(bundle.__file__).with_name("bundle")
GUIDE = Path(__file__).parents[3] / "docs" / "matrices.md"
MATRICES = compiled(load_bundle()[-1]).matrices
VICTIM, RAM, PERPETRATOR = 0, 1, 2

each_matrix = pytest.mark.parametrize("matrix", MATRICES, ids=lambda matrix: matrix.id)


def most(matrix: Matrix) -> int:
    return sum(max(question.options.values()) for question in matrix.questions)


def broken(number: int, *change: tuple[tuple[Any, ...], Any]) -> dict[str, Any]:
    """The built-in policy with values of one matrix replaced."""
    document = copy.deepcopy(dict(load_bundle()[-1].document))
    for steps, value in change:
        part = document["matrices"][number]
        for step in steps[:-1]:
            part = part[step]
        part[steps[-1]] = value
    return document


def refusal(document: dict[str, Any]) -> str:
    with pytest.raises(PolicyError) as refused:
        document_of(document, "policy")
    return str(refused.value)


# The bundle


def test_r13_every_kind_of_subject_has_a_matrix_and_victims_have_two():
    kinds = [matrix.subject for matrix in MATRICES]

    assert set(kinds) == set(SubjectKind)
    assert kinds.count(SubjectKind.VICTIM) == 2


@each_matrix
def test_r13_each_aim_and_each_factor_of_the_practice_is_asked_about(matrix):
    aims = {aim for question in matrix.questions for aim in question.aims}
    factors = {question.factor for question in matrix.questions}

    # The public numeric matrix deliberately scores no support.
    without_support = {Factor.SUPPORT} if matrix.id == "victim-numeric" else set()
    assert aims == set(Aim)
    assert factors == set(Factor) - without_support


@each_matrix
def test_r13_every_band_is_reached_by_points_alone(matrix):
    reachable = {0}
    for question in matrix.questions:
        reachable = {points + option for points in reachable for option in question.options.values()}

    assert any(points < matrix.medium_from for points in reachable)
    assert any(matrix.medium_from <= points < matrix.high_from for points in reachable)
    assert any(points >= matrix.high_from for points in reachable)


@each_matrix
def test_r13_no_weights_are_said_to_be_confirmed_that_nobody_confirmed(matrix):
    assert matrix.confirmed_by is None
    assert "unconfirmed" in matrix.source


@pytest.mark.parametrize(("matrix", "highest", "medium", "high"), [(VICTIM, 28, 7, 15), (RAM, 43, 15, 25)])
def test_r13_the_victim_matrices_are_those_of_the_field(matrix, highest, medium, high):
    found = MATRICES[matrix]

    assert (most(found), found.medium_from, found.high_from) == (highest, medium, high)


def test_r13_each_rule_of_the_victim_form_is_high():
    rules = {override.rule: override.floor for override in MATRICES[RAM].overrides}

    assert rules == dict.fromkeys(("hate", "weapon", "child-at-risk", "self-harm"), Band.HIGH)


def test_r18_needs_of_their_own_make_no_perpetrator_more_dangerous():
    asked = {question.id: question for question in MATRICES[PERPETRATOR].questions}

    assert set(asked["own-vulnerability"].options.values()) == {0}


def test_r13_the_example_of_the_guide_is_a_matrix():
    guide = GUIDE.read_text(encoding="utf-8")
    example = yaml.safe_load(guide.split("```yaml\n")[1].split("```")[0])
    dated = json.loads(json.dumps(example, default=str))
    document = {**load_bundle()[-1].document, "matrices": dated}

    [matrix] = compiled(document_of(document, "guide")).matrices

    assert (matrix.id, most(matrix), len(matrix.overrides)) == ("victim-short", 11, 1)


# What a policy's author is told


@pytest.mark.parametrize(
    ("number", "steps", "value", "told"),
    [
        (VICTIM, ("overrides", 0, "when"), {"weapon": ["yes"]}, "overrides/0/when/weapon: the matrix has no"),
        (VICTIM, ("overrides", 0, "when", "violence"), ["yes", "often"], "overrides/0/when/violence/1: the"),
        (VICTIM, ("overrides", 0, "when", "violence"), [], "overrides/0/when/violence: "),
        (VICTIM, ("overrides", 1, "rule"), "violence", "overrides/1/rule: another override has this rule id"),
        (
            VICTIM,
            ("overrides", 1, "rule"),
            "judgement",
            "overrides/1/rule: 'judgement' names what an officer",
        ),
        (VICTIM, ("questions", 1, "id"), "frequency", "questions/1/id: another question has this id"),
        (VICTIM, ("questions", 4, "options"), {"false": 0, "true": 4}, "questions/4/options/false: write "),
        (VICTIM, ("medium_from",), 0, "medium_from: low is never reached: the fewest points are 0"),
        (VICTIM, ("medium_from",), 15, "high_from: high begins above medium"),
        (VICTIM, ("high_from",), 29, "high_from: high is never reached: the most points are 28"),
        (VICTIM, ("questions", 0, "aims"), [], "questions/0/aims: "),
        (VICTIM, ("version",), 1, "version: "),
        (RAM, ("id",), "victim-numeric", "version: another matrix has this id and version"),
        (PERPETRATOR, ("questions", 0, "options", "once"), "none", "questions/0/options/once: "),
    ],
)
def test_r13_a_matrix_that_contradicts_itself_is_told_with_its_path(number, steps, value, told):
    assert refusal(broken(number, (steps, value))).startswith(f"policy: matrices/{number}/{told}")


def test_r13_two_versions_do_not_begin_on_one_day():
    document = broken(RAM, (("id",), "victim-numeric"), (("version",), "2"))

    assert refusal(document).startswith("policy: matrices/1/effective_from: another version begins")


def test_r13_a_later_version_is_about_the_same_subject():
    document = broken(
        PERPETRATOR, (("id",), "victim-ram"), (("version",), "2"), (("effective_from",), "2026-01-01")
    )

    assert refusal(document).startswith("policy: matrices/2/subject: another version of this matrix")


def test_r13_a_matrix_that_leaves_an_aim_without_a_question_is_refused():
    aims = [(("questions", number, "aims"), ["people"]) for number in range(8)]

    assert refusal(broken(VICTIM, *aims)).startswith(
        "policy: matrices/0/questions: no question speaks to the aim escalation"
    )


def test_r13_a_file_with_a_bare_yes_is_named(tmp_path):
    for file in BUILT_IN.glob("*.yaml"):
        (tmp_path / file.name).write_bytes(file.read_bytes())
    matrices = yaml.safe_load((BUILT_IN / "matrices.yaml").read_text(encoding="utf-8"))
    matrices[0]["questions"][4]["options"] = {False: 0, True: 4}
    (tmp_path / "matrices.yaml").write_text(yaml.safe_dump(matrices), encoding="utf-8")

    with pytest.raises(PolicyError) as refused:
        load_bundle(tmp_path)

    assert str(refused.value) == (
        f'{tmp_path}/matrices.yaml: matrices/0/questions/4/options/false: write "yes" and "no" in quotes'
    )
