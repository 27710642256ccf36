"""R13: an assessment says how high the risk is by what is known, and what the unknown could make of it."""

import pytest

from schemas.incoming import Judgement, MatrixAnswer
from schemas.words import Aim, Band, Basis, RefusalReason, SubjectKind
from tests.given.casefile import in_sentinel, of_type, only, person, shown, to_be_assessed
from tests.given.casework import assessed
from tests.given.core import Core
from tests.given.messages import opened_in_sentinel

VICTIM = person("P-1")
# 3 + 2 + 4 points of the numeric matrix; violence and hate are worth up to 4 and 3.
TWO_UNKNOWN = {
    "frequency": "weekly",
    "duration": "ongoing",
    "impact": "severe",
    "vulnerability": "none-disclosed",
    "feels-safe": "safe",
    "type": "noise",
}
HIGH = {"vulnerability": "high", "violence": "yes"}


def test_r13_an_assessment_tells_its_floor_its_ceiling_and_what_is_missing(core: Core) -> None:
    case_id = in_sentinel(core, VICTIM)

    risk = only(core.tell(assessed(answers=TWO_UNKNOWN)), "RiskAssessed")

    assert (risk["score_floor"], risk["score_ceiling"], risk["completeness_percent"]) == (9, 16, 75)
    assert (risk["band"], risk["could_be"], risk["could_be_if"]) == ("medium", "high", ["violence", "hate"])
    assert risk["sentence"] == (
        "Medium risk: 9 of at most 16 points, 6 of 8 questions answered; could be HIGH if violence and hate were "
        "answered."
    )
    assert shown(core, case_id, "P-1")["could_be"] == Band.HIGH
    assert shown(core, case_id, "P-1")["completeness_percent"] == 75


def test_r13_the_three_aims_are_answered_lines(core: Core) -> None:
    in_sentinel(core, VICTIM)

    risk = only(core.tell(assessed(answers=TWO_UNKNOWN)), "RiskAssessed")

    assert [line["aim"] for line in risk["aims"]] == list(Aim)
    assert [line["sentence"] for line in risk["aims"]] == [
        "Risk that it gets worse: 5 of 15 points; up to 12 if violence and hate were answered.",
        "Risk to people who live in the area or use it: 4 of 17 points; up to 11 if violence and hate were answered.",
        "Risk of what has occurred: 9 of 19 points; up to 13 if violence were answered.",
    ]


def test_r13_unanswered_questions_are_shown_as_unknown_and_not_as_nothing(core: Core) -> None:
    in_sentinel(core, VICTIM)

    risk = only(core.tell(assessed(answers=TWO_UNKNOWN)), "RiskAssessed")

    shown_answers = {one["question"]: (one["option"], one["points"]) for one in risk["answers"]}
    assert len(shown_answers) == 8
    assert shown_answers["vulnerability"] == ("none-disclosed", 0)
    assert shown_answers["violence"] == (None, None)


def test_r13_an_answer_that_is_a_fact_is_told_apart_from_an_assessment(core: Core) -> None:
    in_sentinel(core, VICTIM)
    answers = (
        MatrixAnswer(question="violence", option="yes", basis=Basis.FACT),
        MatrixAnswer(question="impact", option="severe"),
    )

    risk = only(core.tell(assessed().model_copy(update={"answers": answers})), "RiskAssessed")

    basis = {one["question"]: one["basis"] for one in risk["answers"]}
    assert (basis["violence"], basis["impact"]) == ("fact", "assessment")


def test_r13_weights_that_nobody_confirmed_are_told_as_such(core: Core) -> None:
    in_sentinel(core, VICTIM)

    risk = only(core.tell(assessed(matrix="victim-ram", answers={"Q7": "yes"})), "RiskAssessed")

    assert risk["confirmed_by"] is None
    assert (risk["band"], risk["overrides"]) == ("high", [{"rule": "hate", "came_from": "low", "to": "high"}])


def test_r13_the_answers_that_were_missing_settle_what_it_could_be(core: Core) -> None:
    case_id = in_sentinel(core, VICTIM)
    core.tell(assessed(answers=TWO_UNKNOWN))

    full = {**TWO_UNKNOWN, "violence": "no", "hate": "no"}
    risk = only(core.tell(assessed(answers=full, hours=50, revision=2)), "RiskAssessed")

    assert (risk["score_floor"], risk["score_ceiling"], risk["completeness_percent"]) == (9, 9, 100)
    assert (risk["band"], risk["could_be"]) == ("medium", None)
    assert shown(core, case_id, "P-1")["could_be"] is None


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"matrix": "our-own"}, RefusalReason.UNKNOWN_MATRIX),
        ({"matrix_version": "2"}, RefusalReason.OTHER_MATRIX_VERSION),
        ({"matrix": "location"}, RefusalReason.MATRIX_OF_ANOTHER_SUBJECT),
    ],
)
def test_r13_an_assessment_by_another_matrix_is_handed_back_and_still_to_be_made(
    core: Core, changes: dict[str, str], reason: RefusalReason
) -> None:
    case_id = in_sentinel(core, VICTIM)

    told = core.tell(assessed(answers=HIGH, **changes))

    refused = only(told, "AnswerRefused")
    assert (refused["reason"], refused["subject"]) == (reason, {"kind": "victim", "ref": "P-1"})
    assert refused["sentence"].endswith("is still to be made.")
    assert of_type(told, "RiskAssessed") == []
    assert to_be_assessed(core, case_id) == {(SubjectKind.VICTIM, "P-1")}


def test_r13_a_refused_assessment_leaves_the_one_before_it_standing(core: Core) -> None:
    case_id = in_sentinel(core, VICTIM)
    core.tell(assessed(answers=HIGH))

    told = core.tell(assessed(answers={"frequency": "one-off"}, hours=50, revision=2, matrix_version="2"))

    assert of_type(told, "RiskAssessed") == []
    assert shown(core, case_id, "P-1")["risk"] == Band.HIGH
    assert to_be_assessed(core, case_id) == set()


def test_r13_an_answer_that_is_none_of_the_options_is_handed_back_and_counts_as_unknown(core: Core) -> None:
    in_sentinel(core, VICTIM)

    told = core.tell(assessed(answers={**TWO_UNKNOWN, "violence": "perhaps"}))

    refused = only(told, "AnswerRefused")
    assert (refused["reason"], refused["question"]) == (RefusalReason.UNKNOWN_OPTION, "violence")
    assert only(told, "RiskAssessed")["could_be_if"] == ["violence", "hate"]


def test_r13_what_was_handed_back_is_handed_back_once(core: Core) -> None:
    in_sentinel(core, VICTIM)
    wrong = assessed(answers={"violence": "perhaps", "impact": "low"})
    core.tell(wrong)

    again = core.tell(wrong, ce_id="sent-again")
    later = core.move_to(100)

    assert of_type([*again, *later], "AnswerRefused") == []


def test_r13_what_is_wrong_with_an_early_assessment_is_told_when_its_case_appears(core: Core) -> None:
    core.tell(assessed(answers={"violence": "perhaps", "impact": "low"}, hours=1))

    told = core.tell(opened_in_sentinel("SEN-1", 2, people=(VICTIM,)))

    assert only(told, "AnswerRefused")["question"] == "violence"


def judged(band: Band, **changes: str) -> Judgement:
    return Judgement(**{"band": band, "reason": "Seen tonight.", "officer": "PC 4411", **changes})


def test_r13_an_officer_raises_a_band_with_a_reason(core: Core) -> None:
    case_id = in_sentinel(core, VICTIM)

    risk = only(core.tell(assessed(answers=TWO_UNKNOWN, judgement=judged(Band.HIGH))), "RiskAssessed")

    assert risk["overrides"] == [{"rule": "judgement", "came_from": "medium", "to": "high"}]
    assert shown(core, case_id, "P-1")["risk"] == Band.HIGH


@pytest.mark.parametrize(
    ("judgement", "reason"),
    [
        (judged(Band.HIGH, reason=""), RefusalReason.JUDGEMENT_WITHOUT_REASON),
        (judged(Band.LOW), RefusalReason.LOWERED_WITHOUT_SUPERVISOR),
        (judged(Band.LOW, supervisor="PS 77", reason=""), RefusalReason.JUDGEMENT_WITHOUT_REASON),
    ],
)
def test_r13_a_judgement_that_lacks_what_it_needs_is_handed_back_and_the_matrix_counts(
    core: Core, judgement: Judgement, reason: RefusalReason
) -> None:
    case_id = in_sentinel(core, VICTIM)

    told = core.tell(assessed(answers=TWO_UNKNOWN, judgement=judgement))

    assert only(told, "AnswerRefused")["reason"] == reason
    assert shown(core, case_id, "P-1")["risk"] == Band.MEDIUM


def test_r13_a_supervisor_lowers_a_band_with_a_reason(core: Core) -> None:
    case_id = in_sentinel(core, VICTIM)

    risk = only(
        core.tell(assessed(answers=HIGH, judgement=judged(Band.MEDIUM, supervisor="PS 77"))), "RiskAssessed"
    )

    assert risk["overrides"][-1] == {"rule": "judgement", "came_from": "high", "to": "medium"}
    assert shown(core, case_id, "P-1")["risk"] == Band.MEDIUM
