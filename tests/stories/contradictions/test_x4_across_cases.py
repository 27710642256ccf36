"""X4: what is unknown of a person here and answered in another case, and where Sentinel's own band is not ours."""

from itertools import permutations

import pytest
from pydantic import BaseModel

from schemas.incoming import SentinelPerson
from schemas.words import (
    Answer,
    Band,
    Contradiction,
    EvidenceKind,
    NoticeKind,
    Post,
    Question,
    SubjectKind,
    WithdrawalReason,
)
from tests.given.casefile import in_sentinel, of_type, only, person, snapshot
from tests.given.casework import answered, assessed, person_left
from tests.given.core import Core, Event
from tests.given.messages import closed, incident, lead_officer, opened_in_sentinel, victim

VULNERABLE, REPEAT = Question.VULNERABLE, Question.REPEAT_VICTIM
YES, NO, UNKNOWN = Answer.YES, Answer.NO, Answer.UNKNOWN
ELSEWHERE = Contradiction.UNKNOWN_HERE_KNOWN_ELSEWHERE


def anna(person_ref: str, nominal: str | None = "N-7") -> SentinelPerson:
    return person(person_ref, name="Anna Example", nominal_ref=nominal)


def unknown_here(hours: float = 50) -> BaseModel:
    return answered(VULNERABLE, UNKNOWN, hours, reference="SEN-1", person_ref="P-1")


def known_there(answer: Answer = YES, hours: float = 60, revision: int = 1) -> BaseModel:
    return answered(VULNERABLE, answer, hours, revision, reference="SEN-2", person_ref="P-9")


def contradictions(events: list[Event]) -> list[dict]:
    return [one for one in of_type(events, "ContradictionFound") if one["contradiction"] == ELSEWHERE]


def test_x4_unknown_here_and_answered_in_another_case_is_told_to_the_lead_officer_here(core: Core) -> None:
    here = in_sentinel(core, anna("P-1"), reference="SEN-1")
    in_sentinel(core, anna("P-9"), reference="SEN-2")
    core.tell(lead_officer("SEN-1", "PC 4411"), lead_officer("SEN-2", "PC 8000"))

    [found] = contradictions(core.tell(unknown_here(), known_there()))

    assert (found["case_id"], found["question"]) == (here, VULNERABLE)
    assert found["subject"] == {"kind": SubjectKind.VICTIM, "ref": "N-7"}
    assert (found["one"]["ref"], found["one"]["answer"]) == ("SEN-1", UNKNOWN)
    assert (found["other"]["kind"], found["other"]["ref"], found["other"]["answer"]) == (
        EvidenceKind.ANSWER,
        "SEN-2",
        YES,
    )
    assert [(one["post"], one["officer"]) for one in found["addressees"]] == [(Post.LEAD_OFFICER, "PC 4411")]
    assert [one["kind"] for one in snapshot(core, here)["notices"]] == [NoticeKind.CONTRADICTION]


@pytest.mark.parametrize("order", list(permutations(range(4))), ids=str)
def test_x4_it_is_found_in_whatever_order_the_facts_of_both_cases_come(
    core: Core, order: tuple[int, ...]
) -> None:
    facts = (
        opened_in_sentinel("SEN-1", 0, people=(anna("P-1"),)),
        opened_in_sentinel("SEN-2", 0, people=(anna("P-9"),)),
        unknown_here(),
        known_there(),
    )

    told = core.tell(*(facts[number] for number in order))

    [found] = contradictions(told)
    assert (found["one"]["ref"], found["other"]["ref"]) == ("SEN-1", "SEN-2")


def test_x4_the_nominal_reference_may_be_known_from_a_log_of_the_case_only(core: Core) -> None:
    named = {"name": "Anna Example", "date_of_birth": "1950-01-02"}
    in_sentinel(core, person("P-1", **named), reference="SEN-1", incident_ids=("SK-1",))
    in_sentinel(core, anna("P-9"), reference="SEN-2")
    assert contradictions(core.tell(unknown_here(), known_there())) == []

    told = core.tell(incident("SK-1", 70, "Loud music", people=(victim(nominal_ref="N-7", **named),)))

    assert [one["subject"]["ref"] for one in contradictions(told)] == ["N-7"]


@pytest.mark.parametrize("nominal", ["N-8", None], ids=["another", "none"])
def test_x4_who_has_another_nominal_reference_is_another_person(core: Core, nominal: str | None) -> None:
    in_sentinel(core, anna("P-1"), reference="SEN-1")
    in_sentinel(core, anna("P-9", nominal), reference="SEN-2")

    assert contradictions(core.tell(unknown_here(), known_there())) == []


def test_x4_another_question_that_is_answered_there_says_nothing_about_this_one(core: Core) -> None:
    in_sentinel(core, anna("P-1"), reference="SEN-1")
    in_sentinel(core, anna("P-9"), reference="SEN-2")
    other = answered(REPEAT, YES, 60, reference="SEN-2", person_ref="P-9")

    assert contradictions(core.tell(unknown_here(), other)) == []


def test_x4_it_is_withdrawn_when_the_question_is_answered_here(core: Core) -> None:
    in_sentinel(core, anna("P-1"), reference="SEN-1")
    in_sentinel(core, anna("P-9"), reference="SEN-2")
    core.tell(unknown_here(), known_there())

    told = core.tell(answered(VULNERABLE, NO, 70, 2, reference="SEN-1", person_ref="P-1"))

    assert only(told, "NoticeWithdrawn")["reason"] == WithdrawalReason.ANSWERED


def test_x4_it_is_withdrawn_when_the_answer_there_turns_out_to_be_unknown(core: Core) -> None:
    in_sentinel(core, anna("P-1"), reference="SEN-1")
    in_sentinel(core, anna("P-9"), reference="SEN-2")
    core.tell(unknown_here(), known_there())

    told = core.tell(known_there(UNKNOWN, 70, 2))

    assert only(told, "NoticeWithdrawn")["reason"] == WithdrawalReason.CORRECTED


@pytest.mark.parametrize(
    ("ends", "why"),
    [
        (closed("SEN-1", 70), WithdrawalReason.CASE_CLOSED),
        (person_left("SEN-1", "P-1", 70, 2), WithdrawalReason.CORRECTED),
    ],
    ids=["closed", "left"],
)
def test_x4_it_is_withdrawn_when_the_case_owes_no_answer_any_more(
    core: Core, ends: BaseModel, why: WithdrawalReason
) -> None:
    in_sentinel(core, anna("P-1"), reference="SEN-1")
    in_sentinel(core, anna("P-9"), reference="SEN-2")
    core.tell(unknown_here(), known_there())

    assert only(core.tell(ends), "NoticeWithdrawn")["reason"] == why


def test_x4_of_several_cases_the_answer_recorded_last_is_shown(core: Core) -> None:
    for reference, ref in (("SEN-1", "P-1"), ("SEN-2", "P-9"), ("SEN-3", "P-5")):
        in_sentinel(core, anna(ref), reference=reference)
    later = answered(VULNERABLE, NO, 90, reference="SEN-3", person_ref="P-5")

    *_, found = contradictions(core.tell(unknown_here(), later, known_there(YES, 60)))

    assert (found["other"]["ref"], found["other"]["answer"]) == ("SEN-3", NO)


def test_x4_sentinels_own_band_beside_another_of_ours_is_told(core: Core) -> None:
    case_id = in_sentinel(core, anna("P-1"))

    told = core.tell(assessed(sentinel_band=Band.HIGH, answers={"frequency": "one-off"}))

    found = only(told, "ContradictionFound")
    assert found["contradiction"] == Contradiction.SENTINEL_BAND_DIFFERS
    assert (found["case_id"], found["subject"]) == (case_id, {"kind": SubjectKind.VICTIM, "ref": "N-7"})
    assert found["one"]["rule"] == "our band: low"
    assert found["other"]["rule"] == "Sentinel's band: high"


def test_x4_it_is_withdrawn_once_the_bands_agree(core: Core) -> None:
    in_sentinel(core, anna("P-1"))
    core.tell(assessed(sentinel_band=Band.HIGH, answers={"frequency": "one-off"}))

    told = core.tell(assessed(hours=60, revision=2, sentinel_band=Band.LOW, answers={"frequency": "one-off"}))

    assert only(told, "NoticeWithdrawn")["reason"] == WithdrawalReason.CORRECTED
