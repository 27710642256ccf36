"""R1: incidents, not calls; decisions use what was reported before; what is told twice changes nothing."""

from datetime import UTC, datetime
from itertools import permutations

import pytest

from schemas.incoming import SentinelPerson
from schemas.words import Answer, AsbClass, Letter, RelatedReason, WithdrawalReason
from tests.given.core import Core
from tests.given.everything import PLACE, everything_told
from tests.given.messages import (
    ELSEWHERE,
    HOME,
    accepted,
    at,
    closed,
    incident,
    lead_officer,
    letter_override,
    line,
    officer_says,
    opened_in_sentinel,
    person_added,
    policy_activated,
    tag_override,
    victim,
)

GRAVE = "They threatened her. She is frightened."
QUIET = "Loud music, for information only"
ASKED = "She is frightened"


def of_type(events, event_type: str) -> list[dict]:
    return [event.data for event in events if event.type == event_type]


def decision(core: Core, incident_id: str) -> dict:
    found = core.latest("DecisionMade", incident_id)
    assert found is not None
    return found


def links(core: Core, incident_id: str) -> list[str]:
    return [link["to"] for link in decision(core, incident_id)["links"]]


# Reported before, told late


def test_an_incident_told_late_re_decides_those_reported_after_it():
    core = Core()
    core.tell(incident("SK-2", 48, ASKED, uprn=HOME))
    before = decision(core, "SK-2")["outcome"]

    core.tell(incident("SK-1", 0, QUIET, uprn=HOME, recorded=100))

    assert before == "ask"
    assert (decision(core, "SK-2")["outcome"], links(core, "SK-2")) == ("case-manage", ["SK-1"])


def test_an_incident_told_late_links_to_nothing_that_was_reported_after_it():
    core = Core()
    core.tell(incident("SK-2", 48, QUIET, uprn=HOME))

    core.tell(incident("SK-1", 0, QUIET, uprn=HOME, recorded=100))

    assert links(core, "SK-1") == []


@pytest.mark.parametrize(
    ("hours", "linked"), [(365 * 24 - 0.01, True), (365 * 24, True), (365 * 24 + 0.01, False)]
)
def test_a_report_counts_as_associated_until_the_window_closes(hours, linked):
    core = Core()

    core.tell(incident("SK-1", 0, QUIET, uprn=HOME), incident("SK-2", hours, QUIET, uprn=HOME))

    assert links(core, "SK-2") == (["SK-1"] if linked else [])


def test_a_bridge_told_late_between_two_published_cases_is_shown_and_an_officer_is_asked():
    core = Core()
    core.tell(incident("SK-1", 0, GRAVE, uprn=HOME), incident("SK-2", 1, GRAVE, uprn=ELSEWHERE))
    cases = {core.incident("SK-1").case_id, core.incident("SK-2").case_id}

    led_to = core.tell(incident("SK-3", 2, GRAVE, links=["SK-1", "SK-2"]))

    related = of_type(led_to, "IncidentRelated")
    assert len(cases) == 2
    assert {(each["case_id"], each["related_case_id"]) for each in related} == set(permutations(cases))
    assert {each["reason"] for each in related} == {RelatedReason.LINKED_ACROSS_CASES}
    assert {each["reason"] for each in of_type(led_to, "OfficerDecisionAsked")} == {"links-two-cases"}
    assert {core.incident("SK-1").case_id, core.incident("SK-2").case_id} == cases


# Duplicates


def calls(number: int) -> list:
    return [
        incident(
            f"CALL-{each}",
            each / 60,
            "Youths throwing stones",
            uprn=f"99900000010{each}",
            duplicate_of="SK-1",
        )
        for each in range(number)
    ]


def test_ten_calls_about_one_thing_count_once():
    core = Core()

    core.tell(incident("SK-1", 0, QUIET, uprn=HOME), *calls(9))

    counted = [row.incident_id for _, row in core.rows() if getattr(row, "standing", False)]
    assert counted == ["SK-1"]
    tagged = {event.key for event in core.published if event.type == "IncidentTagged"}
    assert tagged == {"SK-1"}


def test_duplicates_are_no_earlier_reports():
    core = Core()
    told = [
        incident(f"CALL-{each}", each / 60, QUIET, uprn=HOME, duplicate_of="SK-1") for each in range(1, 9)
    ]
    core.tell(incident("SK-1", 0, QUIET, uprn=HOME), *told)

    core.tell(incident("SK-2", 24, QUIET, uprn=HOME))

    assert links(core, "SK-2") == ["SK-1"]


def test_duplicates_told_before_their_main_log_stand_until_it_comes():
    core = Core()
    core.tell(incident("SK-2", 1, QUIET, uprn=HOME, duplicate_of="SK-1"))
    before = decision(core, "SK-2")["placement"]

    led_to = core.tell(incident("SK-1", 0, QUIET, uprn=HOME, recorded=2))

    assert before == "stay"
    assert [each["reason"] for each in of_type(led_to, "TagWithdrawn")] == [WithdrawalReason.DUPLICATE]
    assert of_type(led_to, "TagWithdrawn")[0]["duplicate_of"] == "SK-1"


def test_a_duplicate_counts_when_its_main_log_turns_out_not_to_be_asb():
    core = Core()
    core.tell(
        incident("SK-1", 0, QUIET, uprn=HOME), incident("SK-2", 1, QUIET, uprn=HOME, duplicate_of="SK-1")
    )

    led_to = core.tell(incident("SK-1", 0, QUIET, revision=2, closing_code="401", recorded=48))

    assert [event.key for event in led_to if event.type == "IncidentTagged"] == ["SK-2"]


@pytest.mark.parametrize("first", [0, 1])
def test_of_two_logs_that_call_each_other_duplicates_the_earlier_reported_counts(first):
    core = Core()
    told = [
        incident("SK-1", 0, QUIET, uprn=HOME, duplicate_of="SK-2"),
        incident("SK-2", 1, QUIET, uprn=HOME, duplicate_of="SK-1"),
    ]

    core.tell(told[first], told[1 - first])

    assert core.incident("SK-1").standing
    assert not core.incident("SK-2").standing


# Twice is once


def everything() -> list:
    core = Core()
    core.tell(incident("SK-1", 0, GRAVE, uprn=HOME))
    case_id = core.incident("SK-1").case_id
    ann = victim(nominal_ref="N1", name="Ann Smith", phone="07700 900001", age=80)
    return [
        policy_activated(),
        incident("SK-1", 0, GRAVE, uprn=HOME, people=[ann]),
        incident("SK-1", 0, lines=[line("She is in tears", 2), line("Unit sent", 3)], revision=2, recorded=1),
        incident("SK-2", 5, QUIET, uprn=HOME),
        incident("SK-3", 6, ASKED, uprn=ELSEWHERE),
        incident("SK-4", 7, QUIET, duplicate_of="SK-2"),
        incident("SK-5", 8, GRAVE, links=["SK-3"]),
        accepted(case_id, "SEN-1"),
        lead_officer("SEN-1", "PC 1", 25),
        person_added("SEN-1", "P1", 26, name="Ann Smith"),
        opened_in_sentinel(
            "SEN-9", 0, uprns=(ELSEWHERE,), people=(SentinelPerson(person_ref="P2", role="victim"),)
        ),
        officer_says("SK-3", {Letter.GATE: Answer.YES, Letter.RISK: Answer.YES}, 30),
        officer_says(None, {Letter.GATE: Answer.YES}, 31, reference="SEN-1", fact_id="about the case"),
        letter_override("SK-2", Letter.HATE, Answer.NO, 32),
        tag_override("SK-2", asb=True, asb_class=AsbClass.PERSONAL, hours=33),
        closed("SEN-1", 40),
        incident("SK-6", 41, GRAVE, uprn=HOME),
        closed("SEN-1", 42, revision=2, is_closed=False),
        incident("SK-6", 41, revision=2, closing_code="104", recorded=50),
    ]


@pytest.mark.parametrize("number", range(19))
def test_a_message_told_again_under_a_new_id_publishes_nothing(number):
    told = everything()
    core = Core()
    core.tell(*told[: number + 1])

    again = core.tell(told[number], ce_id="zzz-told-again")

    assert again == []


def test_everything_told_again_under_new_ids_publishes_nothing():
    told = everything()
    assert len(told) == 19
    core = Core()
    core.tell(*told)

    again = [
        event.type for number, each in enumerate(told) for event in core.tell(each, ce_id=f"zzz-{number}")
    ]

    assert again == []


@pytest.mark.parametrize("number", range(19))
def test_a_message_told_again_in_another_time_zone_publishes_nothing(number):
    told = everything()
    core = Core()
    core.tell(*told[: number + 1])
    record = core.record(told[number], "zzz-told-again")
    elsewhere = (record.value or b"").replace(b"T09:00:00Z", b"T10:00:00+01:00")

    assert core.tell(record._replace(value=elsewhere)) == []


def test_a_tick_told_twice_publishes_once():
    core = Core()
    core.tell(incident("SK-1", 0, ASKED))

    first, second = core.tick(at(24)), core.tick(at(24))

    assert len(of_type(first, "ReminderFellDue")) == 1
    assert second == []


# A source that does not know a time may send the first one that it can write.
@pytest.mark.timeout(60)
@pytest.mark.parametrize("year", [1900, 1969, 1970, 1971])
def test_a_report_that_is_dated_decades_ago_is_decided_as_any_other(year):
    core = Core()
    everything_told(core)

    led_to = core.tell(
        incident(
            "SK-1",
            3,
            "THEY THREATENED ARSON",
            revision=2,
            recorded=30,
            uprn=PLACE,
            reported_at=datetime(year, 1, 1, tzinfo=UTC),
        )
    )

    assert "Rejected" not in {event.type for event in led_to}
    assert "ReferralCorrected" in {event.type for event in led_to}
    assert core.incident("SK-1").header.reported_at.year == year
