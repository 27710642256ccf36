"""R2: when a case opens is a policy, named and effective-dated; the Europe/London date of the report chooses it."""

from datetime import datetime

import pytest

from schemas.words import OpeningPolicy, Outcome, Placement, RejectionCode
from tests.given.core import Core
from tests.given.messages import HOME, START, incident, policy_activated, tag_override

QUIET = "Loud music from the flat, for information only"
GRAVE = "They threatened her. She is frightened."
FIRST = OpeningPolicy.FIRST_INCIDENT_STAYS


def hours_until(moment: str) -> float:
    return (datetime.fromisoformat(moment) - START).total_seconds() / 3600


def decision(core: Core, incident_id: str) -> dict[str, object]:
    found = core.latest("DecisionMade", incident_id)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("reported_at", "policy"),
    [
        ("2011-03-31T23:00:00Z", "first-incident-stays"),  # British summer time: midnight on 1 April
        ("1999-01-01T00:00:00Z", "first-incident-stays"),  # before all policies the oldest counts
        ("2020-11-30T23:59:59Z", "first-incident-stays"),
        ("2020-12-01T00:00:00Z", "victor-e"),
        ("2020-12-01T00:00:01Z", "victor-e"),
        ("2020-12-01T00:59:59+01:00", "first-incident-stays"),  # the same day elsewhere is not yet here
        ("2026-06-01T09:00:00Z", "victor-e"),
    ],
)
def test_the_london_date_of_the_report_chooses_the_policy(reported_at, policy):
    core = Core()

    core.tell(incident("SK-1", hours_until(reported_at), QUIET))

    made = decision(core, "SK-1")
    assert made["opening_policy"] == policy
    assert made["decided_by"]["name"] == policy


@pytest.mark.parametrize(
    ("reported_at", "policy"),
    [
        ("2027-06-30T22:59:59Z", "victor-e"),
        ("2027-06-30T23:00:00Z", "trial"),
        ("2027-06-30T23:00:01Z", "trial"),
    ],
)
def test_in_summer_a_policy_takes_effect_at_midnight_in_london_and_not_in_utc(reported_at, policy):
    core = Core()
    core.tell(policy_activated(effective_from="2027-07-01"))

    core.tell(incident("SK-1", hours_until(reported_at), QUIET))

    assert decision(core, "SK-1")["decided_by"]["name"] == policy


# first-incident-stays


def test_a_first_incident_without_associated_report_stays_in_storm():
    core = Core()

    core.tell(incident("SK-1", hours_until("2019-05-01T09:00:00Z"), GRAVE, uprn=HOME))

    made = decision(core, "SK-1")
    assert (made["opening_policy"], made["placement"], made["case_id"]) == (FIRST, Placement.STAY, None)


def test_a_second_incident_at_the_address_opens_a_case_with_the_first():
    core = Core()
    hours = hours_until("2019-05-01T09:00:00Z")

    core.tell(incident("SK-1", hours, QUIET, uprn=HOME), incident("SK-2", hours + 24, QUIET, uprn=HOME))

    opened = [event for event in core.published if event.type == "CaseOpened"]
    assert [(event.data["incident_id"], event.data["associated_incident_ids"]) for event in opened] == [
        ("SK-2", ["SK-1"])
    ]
    assert opened[0].data["opening_policy"] == FIRST
    assert decision(core, "SK-1")["placement"] == Placement.JOIN


def test_nobody_is_asked_about_letters_while_the_first_incident_stays():
    core = Core()

    core.tell(incident("SK-1", hours_until("2019-05-01T09:00:00Z"), "She is frightened"))

    assert decision(core, "SK-1")["officer_asked"] is False
    assert not [event for event in core.published if event.type == "OfficerDecisionAsked"]


# victor-e


@pytest.mark.parametrize(
    ("text", "outcome", "placement"),
    [
        (GRAVE, Outcome.CASE_MANAGE, Placement.OPEN),
        ("Nobody affected, for information only", Outcome.STAYS, Placement.STAY),
        ("She is frightened", Outcome.ASK, Placement.STAY),
    ],
)
def test_under_victor_e_the_letters_decide(text, outcome, placement):
    core = Core()

    core.tell(incident("SK-1", 0, text, uprn=HOME))

    made = decision(core, "SK-1")
    assert (made["outcome"], made["placement"]) == (outcome, placement)


def test_under_victor_e_an_associated_report_answers_o():
    core = Core()

    core.tell(incident("SK-1", 0, QUIET, uprn=HOME), incident("SK-2", 24, "Frightened", uprn=HOME))

    [ongoing] = [one for one in decision(core, "SK-2")["letters"] if one["letter"] == "O"]
    assert ongoing["answer"] == "yes"
    assert [(one["kind"], one["ref"]) for one in ongoing["evidence"]] == [("link", "SK-1")]
    assert decision(core, "SK-2")["outcome"] == Outcome.CASE_MANAGE


# capture-all


def capturing_all() -> Core:
    core = Core()
    core.tell(policy_activated(opening="capture-all", effective_from="2026-06-02"))
    return core


def test_under_capture_all_every_asb_incident_opens_a_case_or_joins_one():
    core = capturing_all()

    core.tell(incident("SK-1", 24, QUIET, uprn=HOME), incident("SK-2", 48, QUIET, uprn=HOME))

    assert decision(core, "SK-1")["placement"] == Placement.OPEN
    assert decision(core, "SK-2")["placement"] == Placement.JOIN
    assert decision(core, "SK-2")["case_id"] == decision(core, "SK-1")["case_id"]


def test_under_capture_all_what_is_not_asb_opens_nothing():
    core = capturing_all()

    core.tell(incident("SK-1", 24, "Car crash", opening_code="401"))

    assert [event.type for event in core.published] == []


def test_each_incident_is_decided_under_the_policy_of_its_own_day():
    core = capturing_all()

    core.tell(incident("SK-1", 13.9, "Nobody affected"), incident("SK-2", 14, "Nobody affected"))

    assert decision(core, "SK-1")["decided_by"]["name"] == "victor-e"
    assert decision(core, "SK-2")["decided_by"]["name"] == "trial"
    assert decision(core, "SK-1")["placement"] == Placement.STAY
    assert decision(core, "SK-2")["placement"] == Placement.OPEN


# Activation


def test_activation_re_decides_nothing_by_itself():
    core = Core()
    core.tell(incident("SK-1", 0, QUIET))

    published = core.tell(policy_activated(hours=1, opening="capture-all", effective_from="2026-06-02"))

    assert published == []


@pytest.mark.parametrize(
    ("effective_from", "refused"),
    [("2026-05-31", True), ("2026-06-01", True), ("2026-06-02", False)],
)
def test_a_policy_takes_effect_after_the_london_day_of_its_activation(effective_from, refused):
    core = Core()

    published = core.tell(policy_activated(hours=13.99, effective_from=effective_from))

    assert [event.headers["rejected_code"] for event in published] == (
        [RejectionCode.IMPOSSIBLE_VALUE] if refused else []
    )


def test_at_midnight_in_london_the_next_day_is_no_longer_in_the_future():
    core = Core()

    published = core.tell(policy_activated(hours=14, effective_from="2026-06-02"))

    assert [event.type for event in published] == ["Rejected"]


def test_a_policy_that_is_not_valid_is_refused_with_the_path_that_is_wrong():
    core = Core()

    [refused] = core.tell(policy_activated(opening="whenever"))

    assert refused.headers["rejected_code"] == RejectionCode.IMPOSSIBLE_VALUE
    assert refused.headers["rejected_detail"] == "policy: opening: not as a policy is"


def test_the_reason_why_a_policy_is_refused_quotes_nothing_of_it():
    core = Core()

    [refused] = core.tell(policy_activated(Quillfeather={"Zebedee": 1}))

    assert refused.headers["rejected_detail"] == "policy: (top): not as a policy is"


def test_a_policy_whose_hash_is_not_its_own_is_refused():
    core = Core()
    activated = policy_activated().model_copy(update={"sha256": "0" * 64})

    [refused] = core.tell(activated)

    assert refused.headers["rejected_detail"] == "policy: sha256 does not match the document"


def test_a_refused_policy_decides_nothing():
    core = Core()
    core.tell(policy_activated(opening="capture-all", effective_from="2026-06-01"))

    core.tell(incident("SK-1", 24, "Nobody affected"))

    assert decision(core, "SK-1")["decided_by"]["name"] == "victor-e"


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_of_two_policies_for_one_day_the_one_activated_later_counts_whichever_is_told_first(order):
    core = Core()
    told = [
        policy_activated(hours=0, name="earlier", effective_from="2026-06-03"),
        policy_activated(hours=1, name="later", effective_from="2026-06-03"),
    ]
    core.tell(*(told[number] for number in order))

    core.tell(incident("SK-1", 72, QUIET))

    assert decision(core, "SK-1")["decided_by"]["name"] == "later"


@pytest.mark.parametrize("order", [(0, 1, 2), (0, 2, 1), (2, 1, 0)])
def test_a_policy_activated_again_counts_from_its_last_activation_whatever_order_they_come_in(order):
    core = Core()
    told = [
        policy_activated(hours=0, name="first", effective_from="2026-06-03"),
        policy_activated(hours=1, name="second", effective_from="2026-06-03"),
        policy_activated(hours=2, name="first", effective_from="2026-06-03"),
    ]
    core.tell(*(told[number] for number in order))

    core.tell(incident("SK-1", 72, QUIET))

    assert decision(core, "SK-1")["decided_by"]["name"] == "first"


def test_a_registrar_may_make_an_incident_asb_under_any_policy():
    core = capturing_all()
    core.tell(incident("SK-1", 24, opening_code="401"))

    core.tell(tag_override("SK-1", asb=True, asb_class="nuisance", hours=30))

    assert decision(core, "SK-1")["placement"] == Placement.OPEN
