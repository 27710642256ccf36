"""X11: what a hate incident that is no crime does by itself goes by the policy of the day of its report."""

from typing import Any

import pytest

from schemas.words import Answer, AskReason, Letter, NonCrimeHate, Outcome, Role
from streams.policies.bundle import load_bundle
from tests.given.casefile import of_type, only, snapshot
from tests.given.core import Core, Event
from tests.given.messages import (
    accepted,
    incident,
    officer_says,
    person_added,
    policy_activated,
    victim,
)

WATCHES = load_bundle()[-1].document["watches"]
# A year on: when a policy that is activated now is in effect.
LATER = 24 * 366
SUSPECT = {"role": Role.PERPETRATOR, "nominal_ref": "N-66", "name": "Sam Example"}
PEOPLE = (victim(nominal_ref="N-7", name="Anna Example"), SUSPECT)
# An ASB qualifier keeps an incident ASB beside a crime code.
RACIAL = ("Prejudice-Racial", "Anti-social behaviour")
CRIME, ASB = "104", "202"


def hate(incident_id: str = "SK-1", hours: float = LATER, *texts: str, **header: Any):
    """A nuisance report with a prejudice qualifier, whose log says nothing of any other letter."""
    said = ("CALLER IS UPSET.", *texts)
    return incident(incident_id, hours, *said, **{"people": PEOPLE, "qualifiers": RACIAL, **header})


def under(core: Core, switch: NonCrimeHate) -> Core:
    core.tell(policy_activated(0, watches={**WATCHES, "non_crime_hate": switch.value}))
    return core


def on_case(core: Core, case_id: str) -> set[tuple[str, str]]:
    return {(one["role"], one["person_ref"]) for one in snapshot(core, case_id)["people"]}


def named(events: list[Event]) -> list[str]:
    return [one["role"] for one in only(events, "CaseOpened")["people"]]


def test_x11_by_default_hate_alone_opens_a_case_that_names_no_suspect(core: Core) -> None:
    opened = only(core.tell(hate()), "CaseOpened")

    assert [(one["role"], one["nominal_ref"]) for one in opened["people"]] == [(Role.VICTIM, "N-7")]
    assert "The suspect is not named: hate is the only letter that is yes" in opened["sentence"]
    assert "Sam Example" not in str(opened)
    assert "N-66" not in str(opened)


def test_x11_without_a_suspect_there_is_nothing_to_leave_out(core: Core) -> None:
    opened = only(core.tell(hate(people=(victim(nominal_ref="N-7"),))), "CaseOpened")

    assert "not named" not in opened["sentence"]


def test_x11_another_letter_that_says_yes_brings_the_suspect_in(core: Core) -> None:
    assert named(core.tell(hate("SK-1", LATER, "HE THREATENED HER."))) == [Role.VICTIM, Role.PERPETRATOR]


def test_x11_a_crime_code_beside_it_brings_the_suspect_in(core: Core) -> None:
    told = core.tell(
        hate(opening_code=ASB, local_codes=(), closing_code=CRIME), officer_says("SK-1", {}, LATER + 1)
    )

    assert named(told) == [Role.VICTIM, Role.PERPETRATOR]


def test_x11_whom_the_request_leaves_out_is_not_on_the_case_either(core: Core) -> None:
    case_id = only(core.tell(hate()), "CaseOpened")["case_id"]

    assert on_case(core, case_id) == {(Role.VICTIM, "N-7")}
    assert "N-66" not in str(snapshot(core, case_id))


def test_x11_a_crime_code_that_comes_later_brings_the_suspect_onto_the_case(core: Core) -> None:
    case_id = only(core.tell(hate()), "CaseOpened")["case_id"]

    core.tell(hate(hours=LATER, revision=2, closing_code=CRIME))

    assert on_case(core, case_id) == {(Role.VICTIM, "N-7"), (Role.PERPETRATOR, "N-66")}


def test_x11_a_letter_that_an_officer_answers_no_again_takes_the_suspect_off(core: Core) -> None:
    case_id = only(core.tell(hate("SK-1", LATER, "HE THREATENED HER.")), "CaseOpened")["case_id"]
    others = {letter: Answer.NO for letter in Letter if letter not in (Letter.GATE, Letter.HATE)}
    before = on_case(core, case_id)

    core.tell(officer_says("SK-1", others, LATER + 1))

    assert (Role.PERPETRATOR, "N-66") in before
    assert on_case(core, case_id) == {(Role.VICTIM, "N-7")}


def test_x11_whom_sentinel_names_is_on_the_case_by_that(core: Core) -> None:
    case_id = only(core.tell(hate()), "CaseOpened")["case_id"]

    core.tell(
        accepted(case_id, "SEN-1", LATER + 1),
        person_added("SEN-1", "P-9", LATER + 2, role=Role.PERPETRATOR, nominal_ref="N-66"),
    )

    assert (Role.PERPETRATOR, "N-66") in on_case(core, case_id)


def three_by_hate_alone(core: Core) -> list[Event]:
    """Three Personal incidents of one victim that name one suspect; officers answer all but hate no."""
    others = {letter: Answer.NO for letter in Letter if letter not in (Letter.GATE, Letter.HATE)}
    told = []
    for day in range(3):
        told += core.tell(hate(f"SK-{day}", LATER + 24 * day, opening_code="201"))
        told += core.tell(officer_says(f"SK-{day}", others, LATER + 24 * day + 1))
        told += core.tell(accepted(core.incident("SK-0").case_id, "SEN-1", LATER + 2))
    return told


def test_x11_r18_x3_hate_alone_counts_towards_no_band_and_in_no_series(core: Core) -> None:
    told = three_by_hate_alone(core)

    assert [one["subject"]["ref"] for one in of_type(told, "ConfirmationAsked")] == []
    assert {one["suspect_ref"] for one in of_type(told, "CourseOfConductSeen")} == {None}


def test_x11_r18_x3_as_any_it_counts(core: Core) -> None:
    told = three_by_hate_alone(under(core, NonCrimeHate.AS_ANY))

    assert [one["subject"]["ref"] for one in of_type(told, "ConfirmationAsked")] == ["N-66"]
    assert "N-66" in {one["suspect_ref"] for one in of_type(told, "CourseOfConductSeen")}


def test_x11_as_any_names_the_suspect_as_for_any_letter(core: Core) -> None:
    told = under(core, NonCrimeHate.AS_ANY).tell(hate())

    assert named(told) == [Role.VICTIM, Role.PERPETRATOR]


def test_x11_not_counted_hate_alone_stays_in_storm_and_the_sentence_says_why(core: Core) -> None:
    # Everything else is answered no, by an officer.
    others = {letter: Answer.NO for letter in Letter if letter not in (Letter.GATE, Letter.HATE)}
    under(core, NonCrimeHate.NOT_COUNTED).tell(hate())

    decided = of_type(core.tell(officer_says("SK-1", others, LATER + 1)), "DecisionMade")[-1]

    assert decided["outcome"] == Outcome.STAYS
    assert "hate does not count without a crime code, by policy" in decided["sentence"]
    [answer] = [one for one in decided["letters"] if one["letter"] == Letter.HATE]
    assert answer["answer"] == Answer.YES


def test_x11_not_counted_what_else_is_unknown_is_still_asked_about_and_hate_is_not(core: Core) -> None:
    told = under(core, NonCrimeHate.NOT_COUNTED).tell(hate())

    asked = only(told, "OfficerDecisionAsked")
    assert asked["reason"] == AskReason.LETTERS_UNKNOWN
    assert Letter.HATE not in asked["letters"]
    assert of_type(told, "CaseOpened") == []


def test_x11_not_counted_hate_counts_beside_a_crime_code(core: Core) -> None:
    told = under(core, NonCrimeHate.NOT_COUNTED).tell(
        hate(closing_code=CRIME), officer_says("SK-1", {Letter.GATE: Answer.YES}, LATER + 1)
    )

    assert of_type(told, "DecisionMade")[-1]["outcome"] == Outcome.CASE_MANAGE


def test_x11_the_switch_counts_from_the_day_of_the_report(core: Core) -> None:
    before = under(core, NonCrimeHate.NOT_COUNTED).tell(hate("SK-1", 24))

    assert named(before) == [Role.VICTIM]


@pytest.mark.parametrize("switch", NonCrimeHate)
def test_x11_a_hate_incident_is_tagged_and_its_letter_answered_whatever_the_switch(
    core: Core, switch: NonCrimeHate
) -> None:
    told = under(core, switch).tell(hate())

    assert len(of_type(told, "IncidentTagged")) == 1
    [answer] = [one for one in only(told, "DecisionMade")["letters"] if one["letter"] == Letter.HATE]
    assert answer["answer"] == Answer.YES
