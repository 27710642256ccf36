"""R5: logs are re-coded weeks later; what followed only from the withdrawn fact is corrected, nothing more."""

import pytest

from schemas.incoming import Location
from schemas.words import Answer, AskReason, IncidentStatus, Letter, ObligationKind, WithdrawalReason
from tests.given.core import Core
from tests.given.messages import HOME, accepted, closed, incident, letter_override, officer_says, tag_override

GRAVE = "They threatened her. She is frightened."
WEEKS = 24 * 21
CRIME, ROAD, ASB = "104", "401", "202"


def told(revision: int = 1, hours: float = 0, incident_id: str = "SK-1", text: str = GRAVE, **header):
    """The incident SK-1 at home, told again `hours` after it was reported."""
    return incident(incident_id, 0, text, uprn=HOME, revision=revision, recorded=hours, **header)


def types(events) -> list[str]:
    return [event.type for event in events]


def one(events, event_type: str) -> dict:
    [found] = [event.data for event in events if event.type == event_type]
    return found


def with_a_case() -> tuple[Core, str]:
    core = Core()
    core.tell(told())
    return core, core.incident("SK-1").case_id


def with_an_accepted_case() -> tuple[Core, str]:
    core, case_id = with_a_case()
    core.tell(accepted(case_id, "SEN-1"))
    return core, case_id


def decisions_owed(core: Core, case_id: str) -> list[str]:
    snapshot = core.latest("CaseSnapshot", case_id)
    assert snapshot is not None
    duties = snapshot["open_obligations"]
    return [each["obligation_id"] for each in duties if each["kind"] == ObligationKind.OFFICER_DECISION]


@pytest.mark.parametrize("code", [CRIME, ROAD])
def test_a_re_code_that_is_not_asb_withdraws_tag_decision_and_the_request_not_yet_accepted(code):
    core, case_id = with_a_case()
    named = {event.type: event.headers["ce_id"] for event in core.published}

    led_to = core.tell(told(2, WEEKS, closing_code=code))

    assert one(led_to, "TagWithdrawn")["reason"] == WithdrawalReason.RECODED
    assert one(led_to, "DecisionWithdrawn")["reason"] == WithdrawalReason.RECODED
    assert one(led_to, "TagWithdrawn")["corrects"] == named["IncidentTagged"]
    assert one(led_to, "DecisionWithdrawn")["corrects"] == named["DecisionMade"]
    assert one(led_to, "IncidentLeft")["case_id"] == case_id
    assert one(led_to, "CaseWithdrawn") == {
        "case_id": case_id,
        "request": 1,
        "reason": "no-member-left",
        "known_as": None,
        "corrects": named["CaseOpened"],
    }
    assert one(led_to, "ObligationWithdrawn")["kind"] == ObligationKind.SENTINEL_REFERENCE
    assert core.latest("CaseSnapshot", case_id)["status"] == "withdrawn"


@pytest.mark.parametrize(
    "kept_by",
    [
        {"local_codes": ("ASB04",)},
        {"local_codes": ("104", "ASB")},
        {"qualifiers": ("Anti-social behaviour",)},
    ],
    ids=["a local code", "one of several", "a qualifier"],
)
def test_a_crime_code_beside_an_asb_code_or_qualifier_makes_it_crime_and_asb_and_the_case_stands(kept_by):
    core, case_id = with_a_case()

    led_to = core.tell(told(2, WEEKS, closing_code=CRIME, **kept_by))

    assert one(led_to, "IncidentTagged")["crime_and_asb"] is True
    assert not {"TagWithdrawn", "CaseWithdrawn", "IncidentLeft"} & set(types(led_to))
    assert core.incident("SK-1").case_id == case_id


def test_a_crime_code_beside_an_officers_own_victor_e_makes_it_crime_and_asb_and_the_case_stands():
    core, case_id = with_a_case()
    core.tell(officer_says("SK-1", {Letter.GATE: Answer.YES, Letter.TARGETED: Answer.YES}, 5))

    led_to = core.tell(told(2, WEEKS, closing_code=CRIME))

    assert one(led_to, "IncidentTagged")["crime_and_asb"] is True
    assert core.incident("SK-1").case_id == case_id


def test_an_officers_victor_e_that_comes_after_the_crime_code_brings_tag_and_case_back():
    core, case_id = with_a_case()
    core.tell(told(2, WEEKS, closing_code=CRIME))

    led_to = core.tell(officer_says("SK-1", {Letter.GATE: Answer.YES, Letter.RISK: Answer.YES}, WEEKS + 5))

    assert one(led_to, "IncidentTagged")["crime_and_asb"] is True
    assert (one(led_to, "CaseOpened")["case_id"], one(led_to, "CaseOpened")["request"]) == (case_id, 2)


def test_an_override_of_one_letter_does_not_keep_a_crime_in_asb():
    core, _ = with_a_case()
    core.tell(letter_override("SK-1", Letter.RISK, Answer.YES, 5))

    led_to = core.tell(told(2, WEEKS, closing_code=CRIME))

    assert "TagWithdrawn" in types(led_to)


def test_a_registrars_override_stands_over_every_code():
    core, case_id = with_a_case()
    core.tell(tag_override("SK-1", asb=True, asb_class="personal", hours=5))

    led_to = core.tell(told(2, WEEKS, closing_code=CRIME))

    assert "TagWithdrawn" not in types(led_to)
    assert core.incident("SK-1").case_id == case_id


def test_an_accepted_case_is_never_closed_by_a_re_code_its_lead_officer_is_asked():
    core, case_id = with_an_accepted_case()

    led_to = core.tell(told(2, WEEKS, closing_code=CRIME))

    asked = one(led_to, "OfficerDecisionAsked")
    assert (asked["case_id"], asked["reason"]) == (case_id, AskReason.RECODED_IN_ACCEPTED_CASE)
    assert "CaseWithdrawn" not in types(led_to)
    assert core.latest("CaseSnapshot", case_id)["status"] == "accepted"
    assert decisions_owed(core, case_id) == [asked["obligation_id"]]


def test_the_officers_decision_about_the_case_answers_that_ask():
    core, case_id = with_an_accepted_case()
    core.tell(told(2, WEEKS, closing_code=CRIME))

    led_to = core.tell(
        officer_says(None, {Letter.GATE: Answer.YES}, WEEKS + 2, reference="SEN-1", fact_id="f")
    )

    assert one(led_to, "AskWithdrawn")["reason"] == WithdrawalReason.ANSWERED
    assert "ObligationDone" in types(led_to)
    assert decisions_owed(core, case_id) == []


def test_closing_the_case_answers_whether_it_still_stands():
    core, case_id = with_an_accepted_case()
    core.tell(told(2, WEEKS, closing_code=CRIME))

    led_to = core.tell(closed("SEN-1", WEEKS + 10))

    assert one(led_to, "AskWithdrawn")["case_id"] == case_id
    assert core.latest("CaseSnapshot", case_id)["open_obligations"] == []


def test_a_re_code_back_to_asb_makes_the_request_again():
    core, case_id = with_a_case()
    core.tell(told(2, WEEKS, closing_code=CRIME))

    led_to = core.tell(told(3, WEEKS + 24, closing_code=ASB))

    assert (one(led_to, "CaseOpened")["case_id"], one(led_to, "CaseOpened")["request"]) == (case_id, 2)
    assert one(led_to, "ObligationOpened")["kind"] == ObligationKind.SENTINEL_REFERENCE
    assert "IncidentTagged" in types(led_to)


def test_what_was_not_asb_for_weeks_is_decided_when_it_is_re_coded():
    core = Core()
    silent = core.tell(told(1, opening_code="301"))

    led_to = core.tell(told(2, WEEKS, opening_code="301", closing_code=ASB))

    assert silent == []
    assert one(led_to, "DecisionMade")["placement"] == "open"
    letters = {letter["letter"]: letter["answer"] for letter in one(led_to, "DecisionMade")["letters"]}
    assert letters["R"] == "yes"


def test_what_is_re_coded_to_asb_late_is_an_earlier_report_for_those_after_it():
    core = Core()
    core.tell(told(1, opening_code="301"))
    core.tell(incident("SK-2", 48, "She is frightened", uprn=HOME))
    asked = core.latest("DecisionMade", "SK-2")["outcome"]

    led_to = core.tell(told(2, WEEKS, opening_code="301", closing_code=ASB))

    assert asked == "ask"
    [again] = [event.data for event in led_to if event.type == "DecisionMade" and event.key == "SK-2"]
    assert (again["outcome"], again["placement"]) == ("case-manage", "join")
    [withdrawn] = [event.data for event in led_to if event.type == "AskWithdrawn"]
    assert (withdrawn["incident_id"], withdrawn["reason"]) == ("SK-2", WithdrawalReason.DECIDED)


def test_a_reopened_log_is_decided_on_what_it_says_now():
    core, case_id = with_a_case()
    core.tell(told(2, 48, status=IncidentStatus.CLOSED, closing_code=CRIME))

    led_to = core.tell(told(3, 72, status=IncidentStatus.REOPENED))

    assert "IncidentTagged" in types(led_to)
    assert core.incident("SK-1").case_id == case_id


def test_a_re_code_corrects_only_what_followed_from_it_alone():
    core, case_id = with_a_case()
    core.tell(incident("SK-2", 48, GRAVE, uprn=HOME))

    led_to = core.tell(told(2, WEEKS, closing_code=CRIME))

    assert core.incident("SK-2").case_id == case_id
    assert "CaseWithdrawn" not in types(led_to)
    assert core.latest("CaseSnapshot", case_id)["latest_incident_ids"] == ["SK-2"]


def test_an_older_revision_that_comes_late_changes_nothing():
    core, _ = with_a_case()
    core.tell(told(3, WEEKS, closing_code=CRIME))

    assert core.tell(told(2, WEEKS + 1, closing_code=ASB)) == []


@pytest.mark.parametrize(
    "place",
    [
        None,
        Location(),
        Location(easting=400_000),
        Location(northing=400_000),
        Location(easting=1, northing=1),
    ],
)
def test_an_incident_that_loses_its_map_point_is_no_longer_found_by_it(place):
    there = Location(easting=400_000, northing=400_000)
    core = Core()
    core.tell(incident("SK-1", 0, GRAVE, location=there))

    moved = core.tell(incident("SK-1", 0, revision=2, recorded=1, location=place))
    core.tell(incident("SK-2", 2, GRAVE, location=there))

    assert "Rejected" not in types(moved)
    assert core.incident("SK-2").links == ()
