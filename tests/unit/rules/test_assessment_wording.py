"""R13, X1: an assessment and what is handed back, in plain English."""

import pytest

from schemas.rows import MatrixAnswerKept
from schemas.words import Aim, Band, RefusalReason
from streams.policies.bundle import compiled, load_bundle
from streams.rules.assessment_answers import Refused
from streams.rules.assessment_wording import of_aim, of_assessment, of_refusal
from streams.rules.matrix_score import Score, score

MATRICES = {matrix.id: matrix for matrix in compiled(load_bundle()[-1]).matrices}
NOTHING_ELSE = {
    "frequency": "one-off",
    "duration": "isolated",
    "impact": "low",
    "vulnerability": "none-disclosed",
    "violence": "no",
    "feels-safe": "safe",
    "hate": "no",
    "type": "noise",
}


def scored(answers: dict[str, str], judged: Band | None = None, matrix: str = "victim-numeric") -> Score:
    return score(
        MATRICES[matrix], [MatrixAnswerKept(name, option) for name, option in answers.items()], judged
    )


def without(*questions: str, **answers: str) -> dict[str, str]:
    chosen = {**NOTHING_ELSE, **answers}
    return {name: option for name, option in chosen.items() if name not in questions}


@pytest.mark.parametrize(
    ("answers", "judged", "sentence"),
    [
        (without(), None, "Low risk: 0 points, all 8 questions answered."),
        (
            without(impact="moderate", vulnerability="moderate"),
            None,
            "Low risk: 3 points, all 8 questions answered.",
        ),
        (
            without("violence", "hate", frequency="weekly", duration="ongoing", impact="severe"),
            None,
            "Medium risk: 9 of at most 16 points, 6 of 8 questions answered; could be HIGH if violence and hate were "
            "answered.",
        ),
        (
            without("type", frequency="weekly", duration="ongoing"),
            None,
            "Low risk: 5 of at most 8 points, 7 of 8 questions answered; could be MEDIUM if type were answered.",
        ),
        (
            without(violence="yes"),
            None,
            "Medium risk: 4 points, all 8 questions answered. Raised from low to medium by the rule violence.",
        ),
        (
            without(violence="yes"),
            Band.HIGH,
            "High risk: 4 points, all 8 questions answered. Raised from low to medium by the rule violence. "
            "Raised from medium to high by an officer's judgement.",
        ),
        (
            without(violence="yes"),
            Band.LOW,
            "Low risk: 4 points, all 8 questions answered. Raised from low to medium by the rule violence. "
            "Lowered from medium to low by a supervisor's judgement.",
        ),
    ],
)
def test_x1_an_assessment_is_one_plain_account(answers, judged, sentence):
    assert of_assessment(scored(answers, judged)) == sentence


def test_x1_one_point_is_one_point():
    assert of_assessment(scored(without(vulnerability="moderate"))).startswith("Low risk: 1 point, ")


def test_r13_each_aim_is_an_answered_line():
    found = {one.aim: of_aim(one) for one in scored(without("violence", "type", frequency="daily")).aims}

    assert found == {
        Aim.ESCALATION: "Risk that it gets worse: 5 of 15 points; up to 9 if violence were answered.",
        Aim.PEOPLE: (
            "Risk to people who live in the area or use it: 0 of 17 points; up to 4 if violence were answered."
        ),
        Aim.OCCURRED: "Risk of what has occurred: 5 of 19 points; up to 12 if violence and type were answered.",
    }


def test_r13_an_aim_says_what_is_not_answered_also_where_it_has_no_points():
    ram = MATRICES["victim-ram"]
    answers = {
        question.id: min(question.options, key=lambda name: question.options[name])
        for question in ram.questions
    }
    [line] = [
        of_aim(one)
        for one in scored({**answers, "Q1": "daily"}, matrix="victim-ram").aims
        if one.aim is Aim.OCCURRED
    ]
    missing = {name: option for name, option in answers.items() if name != "self-harm"}
    [other] = [of_aim(one) for one in scored(missing, matrix="victim-ram").aims if one.aim is Aim.PEOPLE]

    assert line == "Risk of what has occurred: 5 of 23 points."
    assert other.endswith("0 of 29 points; not answered: self-harm.")


@pytest.mark.parametrize(
    "reason", [one for one in RefusalReason if one is not RefusalReason.YES_WITHOUT_TEXT]
)
def test_r13_every_refusal_says_what_is_wrong_and_what_follows(reason):
    sentence = of_refusal(Refused(reason, "Q7"))

    assert sentence.endswith(".")
    assert len(sentence.split()) > 7
