"""R5, R1: an ASB code is replaced forty days later, a log is a duplicate after all, one comes late: what is left?"""

from schemas.words import Answer, AskReason, IncidentStatus, Question, WithdrawalReason
from tests.given.casefile import in_sentinel, of_type, only, person, shown, snapshot
from tests.given.casework import answered
from tests.given.core import Core, Event
from tests.given.messages import ELSEWHERE, HOME, accepted, incident, victim

GRAVE = "They threatened her. She is frightened."
QUIET = "Loud music again."
FORTY_DAYS = 24 * 40
CRIME = "104"
ASKED_OF_TWO_CASES = ("IncidentRelated", "OfficerDecisionAsked")


def recoded(
    incident_id: str = "SK-1", hours: float = FORTY_DAYS, revision: int = 2, **header: object
) -> list:
    return [incident(incident_id, 0, GRAVE, uprn=HOME, revision=revision, recorded=hours, **header)]


def with_a_request(core: Core) -> str:
    core.tell(incident("SK-1", 0, GRAVE, uprn=HOME))
    return core.incident("SK-1").case_id


def types(events: list[Event]) -> set[str]:
    return {event.type for event in events}


def test_r5_a_case_that_has_a_second_incident_stands_on_that_one(core: Core) -> None:
    case_id = with_a_request(core)
    core.tell(incident("SK-2", 48, GRAVE, uprn=HOME))

    led_to = core.tell(*recoded(closing_code=CRIME))

    assert only(led_to, "TagWithdrawn")["incident_id"] == "SK-1"
    assert only(led_to, "IncidentLeft")["incident_id"] == "SK-1"
    assert "CaseWithdrawn" not in types(led_to)
    assert snapshot(core, case_id)["latest_incident_ids"] == ["SK-2"]


def test_r5_a_request_that_has_none_is_taken_back_with_what_it_owed(core: Core) -> None:
    case_id = with_a_request(core)

    led_to = core.tell(*recoded(closing_code=CRIME))

    assert only(led_to, "CaseWithdrawn")["reason"] == WithdrawalReason.NO_MEMBER_LEFT
    assert snapshot(core, case_id)["open_obligations"] == []


def test_r5_an_accepted_case_that_has_none_stands_until_its_lead_officer_says(core: Core) -> None:
    case_id = with_a_request(core)
    core.tell(accepted(case_id, "SEN-1"))

    led_to = core.tell(*recoded(closing_code=CRIME))

    assert only(led_to, "OfficerDecisionAsked")["reason"] == AskReason.RECODED_IN_ACCEPTED_CASE
    assert snapshot(core, case_id)["status"] == "accepted"


def test_r5_beside_an_asb_code_that_still_stands_it_is_crime_and_asb_and_nothing_is_taken_back(
    core: Core,
) -> None:
    case_id = with_a_request(core)

    led_to = core.tell(*recoded(closing_code=CRIME, local_codes=("ASB04",)))

    assert only(led_to, "IncidentTagged")["crime_and_asb"] is True
    assert not types(led_to) & {"TagWithdrawn", "DecisionWithdrawn", "IncidentLeft", "CaseWithdrawn"}
    assert core.incident("SK-1").case_id == case_id


def test_r5_a_log_that_is_opened_again_is_decided_on_what_it_says_then(core: Core) -> None:
    case_id = with_a_request(core)
    core.tell(*recoded(closing_code=CRIME, status=IncidentStatus.CLOSED))

    led_to = core.tell(*recoded(hours=FORTY_DAYS + 24, revision=3, status=IncidentStatus.REOPENED))

    assert (only(led_to, "CaseOpened")["case_id"], only(led_to, "CaseOpened")["request"]) == (case_id, 2)


def test_r1_two_agencies_that_report_one_incident_count_once(core: Core) -> None:
    core.tell(incident("SK-1", 0, QUIET, uprn=HOME))

    core.tell(incident("FIRE-1", 1, QUIET, uprn=HOME, duplicate_of="SK-1"))

    decided = core.latest("DecisionMade", "SK-1")
    assert decided is not None
    assert (decided["links"], decided["placement"]) == ([], "stay")
    assert core.latest("DecisionMade", "FIRE-1") is None


def test_r5_a_duplicate_that_turns_out_to_be_one_is_taken_back_by_name(core: Core) -> None:
    core.tell(incident("SK-1", 0, GRAVE, uprn=HOME), incident("SK-2", 1, GRAVE, uprn=HOME))
    joined = next(event for event in core.published if event.type == "IncidentJoined")

    led_to = core.tell(incident("SK-2", 1, GRAVE, uprn=HOME, revision=2, recorded=50, duplicate_of="SK-1"))

    assert (only(led_to, "TagWithdrawn")["reason"], only(led_to, "TagWithdrawn")["duplicate_of"]) == (
        WithdrawalReason.DUPLICATE,
        "SK-1",
    )
    assert only(led_to, "IncidentLeft")["corrects"] == joined.headers["ce_id"]


def test_r5_a_duplicate_that_is_none_after_all_counts_again(core: Core) -> None:
    core.tell(incident("SK-1", 0, GRAVE, uprn=HOME))
    core.tell(incident("SK-2", 1, GRAVE, uprn=HOME, duplicate_of="SK-1"))

    led_to = core.tell(incident("SK-2", 1, GRAVE, uprn=HOME, revision=2, recorded=50))

    assert only(led_to, "IncidentTagged")["incident_id"] == "SK-2"
    assert only(led_to, "IncidentJoined")["incident_id"] == "SK-2"


def test_r1_an_incident_that_comes_late_and_links_two_cases_joins_one_and_an_officer_is_asked(
    core: Core,
) -> None:
    ann, ben = victim(nominal_ref="N-1"), victim(nominal_ref="N-2")
    core.tell(incident("SK-1", 0, GRAVE, uprn=HOME, people=(ann,)))
    core.tell(incident("SK-2", 1, GRAVE, uprn=ELSEWHERE, people=(ben,)))
    cases = {core.incident("SK-1").case_id, core.incident("SK-2").case_id}

    led_to = core.tell(incident("SK-3", 2, GRAVE, recorded=FORTY_DAYS, people=(ann, ben)))

    joined = only(led_to, "IncidentJoined")["case_id"]
    shown_as = {(one["incident_id"], one["related_case_id"]) for one in of_type(led_to, "IncidentRelated")}
    [other] = cases - {joined}
    assert ("SK-3", other) in shown_as
    assert {one["reason"] for one in of_type(led_to, "OfficerDecisionAsked")} == {AskReason.LINKS_TWO_CASES}


def test_r5_what_was_asked_of_two_cases_is_over_once_the_log_no_longer_links_them(core: Core) -> None:
    ann, ben = victim(nominal_ref="N-1"), victim(nominal_ref="N-2")
    core.tell(incident("SK-1", 0, GRAVE, uprn=HOME, people=(ann,)))
    core.tell(incident("SK-2", 1, GRAVE, uprn=ELSEWHERE, people=(ben,)))
    led_to = core.tell(incident("SK-3", 2, GRAVE, people=(ann, ben)))
    sent = {event.headers["ce_id"] for event in led_to if event.type in ASKED_OF_TWO_CASES}

    led_to = core.tell(incident("SK-3", 2, GRAVE, revision=2, recorded=FORTY_DAYS, people=(ben,)))

    over = [*of_type(led_to, "RelatedWithdrawn"), *of_type(led_to, "AskWithdrawn")]
    assert sorted(one["corrects"] for one in over) == sorted(sent) != []


def test_r5_an_answer_that_is_corrected_stands_as_corrected(core: Core) -> None:
    case_id = in_sentinel(core, person("P-1"))
    core.tell(answered(Question.SAFEGUARDING, Answer.YES, hours=48))
    owed = [each["kind"] for each in snapshot(core, case_id)["open_obligations"]]

    led_to = core.tell(answered(Question.SAFEGUARDING, Answer.NO, hours=FORTY_DAYS, revision=2))

    assert "safeguarding-form" in owed
    withdrawn = [
        each for each in of_type(led_to, "ObligationWithdrawn") if each["kind"] == "safeguarding-form"
    ]
    assert [bool(each["corrects"]) for each in withdrawn] == [True]
    assert shown(core, case_id, "P-1")["safeguarding"] == Answer.NO
