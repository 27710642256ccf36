"""R6, R7: duties stay visible until done; reminded up their ladder under the terms they were opened with."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from schemas.words import Answer, AskReason, Letter, ObligationKind, WithdrawalReason
from streams.policies.bundle import load_bundle
from tests.given.core import Core
from tests.given.duties import posts_told
from tests.given.messages import (
    HOME,
    START,
    accepted,
    at,
    closed,
    incident,
    lead_officer,
    line,
    officer_says,
    policy_activated,
)

ASKED = "She is frightened"
GRAVE = "They threatened her. She is frightened."
OBLIGATIONS = load_bundle()[-1].document["obligations"]
EVERY_SECOND_DAY = {**OBLIGATIONS["officer-decision"], "days": [2], "then_every": 2}


def of_type(events, event_type: str) -> list[dict]:
    return [event.data for event in events if event.type == event_type]


def one(events, event_type: str) -> dict:
    [found] = of_type(events, event_type)
    return found


def reminders(core: Core, until_hours: float, every: float = 1) -> list[dict]:
    """The reminders of hourly ticks from the start of the story."""
    found, hours = [], every
    while hours <= until_hours:
        found += of_type(core.tick(at(hours)), "ReminderFellDue")
        hours += every
    return found


def asked() -> Core:
    core = Core()
    core.tell(incident("SK-1", 0, ASKED))
    return core


# The unanswered ask


def test_an_ask_is_an_obligation_with_the_questions_and_a_due_time():
    core = asked()

    ask = one(core.published, "OfficerDecisionAsked")
    duty = one(core.published, "ObligationOpened")
    assert ask["reason"] == AskReason.LETTERS_UNKNOWN
    assert set(ask["letters"]) == {"V", "I", "C", "T", "O", "R", "E"}
    assert duty["obligation_id"] == ask["obligation_id"]
    assert (duty["kind"], duty["incident_id"]) == (ObligationKind.OFFICER_DECISION, "SK-1")
    assert duty["due_at"] == "2026-06-02T09:00:00Z"


@pytest.mark.parametrize(("hours", "count"), [(23.99, 0), (24, 1), (24.01, 1)])
def test_an_ask_is_reminded_from_the_moment_it_is_due(hours, count):
    core = asked()

    assert len(of_type(core.tick(at(hours)), "ReminderFellDue")) == count


def test_an_unanswered_ask_is_reminded_up_its_ladder_each_rung_once():
    core = asked()

    found = reminders(core, 24 * 21)

    assert [(each["rung"], each["level"], each["due_at"]) for each in found] == [
        (1, "lead-officer", "2026-06-02T09:00:00Z"),
        (2, "lead-officer", "2026-06-03T09:00:00Z"),
        (3, "sergeant", "2026-06-04T09:00:00Z"),
        (4, "sergeant", "2026-06-06T09:00:00Z"),
        (5, "inspector", "2026-06-08T09:00:00Z"),
        # Then weekly.
        (6, "inspector", "2026-06-15T09:00:00Z"),
        (7, "inspector", "2026-06-22T09:00:00Z"),
    ]


def test_a_reminder_is_told_as_of_its_due_time_and_not_of_the_tick():
    core = asked()

    [event] = [event for event in core.tick(at(30)) if event.type == "ReminderFellDue"]

    assert event.headers["ce_time"] == "2026-06-02T09:00:00Z"


def test_after_a_silence_of_days_one_reminder_goes_out_and_not_a_burst():
    core = asked()

    found = of_type(core.tick(at(24 * 5 + 1)), "ReminderFellDue")
    following = of_type(core.tick(at(24 * 7)), "ReminderFellDue")

    assert [(each["rung"], each["stands_for"]) for each in found] == [(4, [1, 2, 3, 4])]
    assert [(each["rung"], each["stands_for"]) for each in following] == [(5, [5])]
    assert [each["due_at"] for each in following] == ["2026-06-08T09:00:00Z"]


def test_new_evidence_that_decides_withdraws_the_ask_and_ends_the_reminders():
    core = asked()
    core.tick(at(25))

    led_to = core.tell(
        incident("SK-1", 0, lines=[line("They threatened to stab her", 2)], revision=2, recorded=30)
    )

    assert one(led_to, "AskWithdrawn")["reason"] == WithdrawalReason.DECIDED
    assert one(led_to, "ObligationWithdrawn")["reason"] == WithdrawalReason.DECIDED
    assert one(led_to, "DecisionMade")["placement"] == "open"
    assert [r for r in reminders(core, 24 * 4) if r["kind"] == ObligationKind.OFFICER_DECISION] == []


@pytest.mark.parametrize(("risk", "placement"), [(Answer.YES, "open"), (Answer.NO, "stay")])
def test_an_officers_answer_ends_the_ask_as_done(risk, placement):
    core = asked()
    letters = dict.fromkeys(Letter, Answer.NO) | {Letter.GATE: Answer.YES, Letter.RISK: risk}

    led_to = core.tell(officer_says("SK-1", letters, 5))

    assert one(led_to, "AskWithdrawn")["reason"] == WithdrawalReason.ANSWERED
    assert one(led_to, "ObligationDone")["incident_id"] == "SK-1"
    assert core.latest("DecisionMade", "SK-1")["placement"] == placement


def test_an_officer_who_leaves_the_question_open_has_not_answered_it():
    core = asked()

    led_to = core.tell(officer_says("SK-1", {Letter.GATE: Answer.YES}, 5))

    assert of_type(led_to, "AskWithdrawn") == []
    assert len(reminders(core, 24 * 2)) == 2


def test_an_ask_that_arises_again_is_a_duty_of_its_own():
    core = asked()
    core.tell(incident("SK-1", 0, closing_code="401", revision=2, recorded=30))

    led_to = core.tell(incident("SK-1", 0, revision=3, recorded=60))

    again, first = one(led_to, "ObligationOpened"), of_type(core.published, "ObligationOpened")[0]
    assert again["obligation_id"] != first["obligation_id"]
    assert again["due_at"] == "2026-06-04T21:00:00Z"


# The reference that Sentinel owes


def test_a_case_request_is_chased_until_sentinels_reference_comes():
    core = Core()
    core.tell(incident("SK-1", 0, GRAVE, uprn=HOME))
    case_id = core.incident("SK-1").case_id

    chased = reminders(core, 24 * 3)
    led_to = core.tell(accepted(case_id, hours=73))
    later = of_type(core.tick(at(24 * 9)), "ReminderFellDue")

    assert [(each["kind"], each["level"], each["case_id"]) for each in chased] == [
        (ObligationKind.SENTINEL_REFERENCE, "sentinel-administrator", case_id),
        (ObligationKind.SENTINEL_REFERENCE, "sentinel-administrator", case_id),
        (ObligationKind.SENTINEL_REFERENCE, "sergeant", case_id),
    ]
    # It is the administrator's to give, so that nobody is told instead; the case has no beat.
    admin = "sentinel-administrator"
    assert [posts_told(each) for each in chased] == [[admin], [admin], [admin, "fallback"]]
    assert one(led_to, "ObligationDone")["kind"] == ObligationKind.SENTINEL_REFERENCE
    assert one(led_to, "ReminderCancelled")["last_rung"] == 3
    assert [each for each in later if each["kind"] == ObligationKind.SENTINEL_REFERENCE] == []


# Whom a reminder tells


def test_a_reminder_follows_a_change_of_lead_officer():
    core = Core()
    core.tell(incident("SK-1", 0, GRAVE, uprn=HOME, recorded=0))
    case_id = core.incident("SK-1").case_id
    core.tell(accepted(case_id, "SEN-1", 1), lead_officer("SEN-1", "PC 1", 2))
    core.tell(incident("SK-1", 0, GRAVE, uprn=HOME, revision=2, recorded=3, closing_code="104"))

    first = reminders(core, 24 + 3)
    core.tell(lead_officer("SEN-1", "PC 2", 30, revision=2))
    second = of_type(core.tick(at(24 * 2 + 3)), "ReminderFellDue")
    core.tell(lead_officer("SEN-1", None, 52, revision=3))
    third = of_type(core.tick(at(24 * 3 + 3)), "ReminderFellDue")

    asks = [each for each in (*first, *second, *third) if each["kind"] == ObligationKind.OFFICER_DECISION]
    assert [each["lead_officer"] for each in asks] == ["PC 1", "PC 2", None]
    assert [posts_told(each)[0] for each in asks] == ["lead-officer", "lead-officer", "fallback"]
    assert [each["addressees"][0]["officer"] for each in asks] == ["PC 1", "PC 2", None]


def test_a_reminder_names_the_beat_of_its_incident():
    core = Core()
    core.tell(incident("SK-1", 0, ASKED, location={"beat": "SK12"}))

    [reminder] = reminders(core, 24)

    assert reminder["beat"] == "SK12"


# Terms and time


def test_a_duty_keeps_the_terms_of_the_policy_it_was_opened_under():
    core = asked()
    core.tell(
        policy_activated(
            hours=1,
            effective_from="2026-06-02",
            obligations={**OBLIGATIONS, "officer-decision": EVERY_SECOND_DAY},
        )
    )
    core.tell(incident("SK-2", 23, ASKED))

    found = reminders(core, 24 * 5)

    assert [each["due_at"] for each in found if each["incident_id"] == "SK-1"][:3] == [
        "2026-06-02T09:00:00Z",
        "2026-06-03T09:00:00Z",
        "2026-06-04T09:00:00Z",
    ]
    assert [each["due_at"] for each in found if each["incident_id"] == "SK-2"] == [
        "2026-06-04T08:00:00Z",
        "2026-06-06T08:00:00Z",
    ]


@pytest.mark.parametrize(("change", "length"), [("2026-03-29", 23), ("2026-10-25", 25)])
def test_a_day_ends_at_the_same_hour_in_london_also_over_the_change_of_the_clocks(change, length):
    eve = datetime.fromisoformat(change).replace(tzinfo=ZoneInfo("Europe/London")) - timedelta(hours=12)
    hours = (eve - START) / timedelta(hours=1)
    core = Core()
    core.tell(incident("SK-1", hours, ASKED))

    duty = one(core.published, "ObligationOpened")
    early = core.tick(at(hours + length - 0.01))
    [reminder] = of_type(core.tick(at(hours + length)), "ReminderFellDue")

    due_at = (eve.astimezone(UTC) + timedelta(hours=length)).isoformat().replace("+00:00", "Z")
    assert early == []
    assert (duty["due_at"], reminder["due_at"]) == (due_at, due_at)


def test_a_closed_case_that_gets_an_incident_asks_until_it_is_opened_again():
    core = Core()
    core.tell(incident("SK-1", 0, GRAVE, uprn=HOME))
    case_id = core.incident("SK-1").case_id
    core.tell(accepted(case_id, "SEN-1", 1), closed("SEN-1", 24))

    led_to = core.tell(incident("SK-2", 48, GRAVE, uprn=HOME))
    answered = core.tell(closed("SEN-1", 72, revision=2, is_closed=False))

    assert one(led_to, "OfficerDecisionAsked")["reason"] == AskReason.INCIDENT_FOR_CLOSED_CASE
    assert one(answered, "AskWithdrawn")["reason"] == WithdrawalReason.ANSWERED
    assert core.latest("CaseSnapshot", case_id)["status"] == "accepted"
    open_now = core.latest("CaseSnapshot", case_id)["open_obligations"]
    assert [each["kind"] for each in open_now] == [ObligationKind.RISK_ASSESSMENT]
