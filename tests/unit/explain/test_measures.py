"""R5, R8, R9, R20, X6: a case tells who was told, its markers, what waits, its referrals, and what was corrected."""

import pytest

from connectors.reader import Record
from schemas.topics import TOPICS, in_installation
from schemas.words import MarkerStatus, Partner
from streams.cli.explain_output import to_english, to_json
from streams.explain.reading import Found, found_among
from streams.explain.subject import Explained, explain
from tests.given.casework import assessed
from tests.given.core import INSTALLATION, Core
from tests.given.messages import HOME, accepted, incident, lead_officer, person_added
from tests.given.steps import confirmed

HIGH = {"vulnerability": "high", "violence": "yes"}
LOW = {"frequency": "one-off"}
TOPIC = {in_installation(INSTALLATION, topic): topic for topic in TOPICS}


@pytest.fixture
def core() -> Core:
    """A case that Sentinel took, whose victim was assessed at high risk."""
    core = Core()
    core.tell(incident("SK-1", 0, "They threatened her. She is frightened.", uprn=HOME))
    core.tell(
        accepted(case_of(core), "SEN-1", 24),
        lead_officer("SEN-1", hours=24),
        person_added("SEN-1", "P-1", 25),
        assessed("SEN-1", "P-1", 48, answers=HIGH),
    )
    return core


def case_of(core: Core) -> str:
    return core.incident("SK-1").case_id


def look(core: Core, subjects) -> Found:
    records = [
        Record(TOPIC[message.topic], 0, offset, 0, message.key, message.value, message.headers)
        for offset, message in enumerate(core.messages)
    ]
    return found_among(records, subjects)


def explained(core: Core) -> Explained:
    return explain(lambda subjects: look(core, subjects), "SEN-1")


def english(core: Core) -> str:
    return "\n".join(to_english(explained(core)))


def test_r8_high_risk_is_told_with_who_it_is_and_who_was_told(core):
    told = english(core)

    assert "High risk: victim P-1 since 3 Jun 2026 10:00" in told
    assert "\n    told " in told


def test_r9_a_marker_is_told_with_its_life_and_waits_until_it_is_confirmed(core):
    proposed = explained(core).case.measures
    core.tell(confirmed(proposed.waiting[0].step_id, hours=50))
    active = explained(core).case.measures

    assert [marker.status for marker in proposed.markers] == [MarkerStatus.PROPOSED]
    assert [marker.status for marker in active.markers] == [MarkerStatus.ACTIVE]
    assert [type(each.event).__name__ for each in active.markers[0].life] == [
        "MarkerProposed",
        "ProtectiveAlertRaised",
        "MarkerActivated",
    ]
    assert proposed.markers[0].proposed.marker_id in {step.step_id for step in proposed.waiting}
    assert active.markers[0].proposed.marker_id not in {step.step_id for step in active.waiting}
    assert ": active, to be reviewed by " in english(core)


def test_r20_a_referral_is_told_by_partner_with_its_status_and_consent(core):
    referrals = explained(core).case.measures.referrals

    assert Partner.LOCAL_AUTHORITY in {referral.proposed.partner for referral in referrals}
    assert "Referral to local-authority about victim P-1: made, consent not-needed" in english(core)


def test_r5_what_was_corrected_is_told_with_what_it_corrects(core):
    core.tell(assessed("SEN-1", "P-1", 49, revision=2, answers=LOW))

    corrections = explained(core).case.measures.corrections

    assert corrections
    assert all(correction.corrected is not None for correction in corrections)
    assert {"NoticeWithdrawn", "MarkerWithdrawn"} <= {type(told.event).__name__ for told, _ in corrections}
    assert "High risk: victim P-1" not in english(core)
    assert "corrects HighRiskRaised of 3 Jun 2026 10:00" in english(core)


def test_a_script_is_told_the_same(core):
    case = to_json("SEN-1", explained(core))["case"]

    assert case["markers"][0]["life"][0]["event"] == "MarkerProposed"
    assert case["waiting"][0]["case_id"] == case_of(core)
    assert {notice["event"] for notice in case["notices"]} >= {"HighRiskRaised"}
    assert case["referrals"][0]["proposed"]["case_id"] == case_of(core)
    assert case["corrections"] == []


def test_a_case_that_an_officer_is_asked_about_is_explained_as_a_case(core):
    case_id = case_of(core)
    core.tell(incident("SK-1", 0, revision=2, recorded=50, uprn=HOME, closing_code="104"))

    told = explain(lambda subjects: look(core, subjects), case_id)

    assert told.case is not None
    assert told.case.asks
