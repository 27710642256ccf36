"""An account puts what was published in order: what stands, what was taken back, what is still open (X1)."""

import json
from typing import Any

from connectors.reader import Record
from schemas.catalogue import SAMPLES_DIR, events
from schemas.envelope import Envelope
from schemas.topics import TOPIC_OF
from streams.explain import english
from streams.explain.account import case_account, case_of, incident_account
from streams.explain.reading import Found, Rejection, Told

BY_NAME = {event.__name__: event for event in events()}
INCIDENT = "SK-260105-0412"
CASE = json.loads((SAMPLES_DIR / "CaseOpened.v1.json").read_text("utf-8"))["key"]


class History:
    """Published events, made from the golden samples, one after the other."""

    def __init__(self) -> None:
        self.told: list[Told] = []

    def then(self, name: str, time: str = "2026-01-05T21:04:00Z", **changes: Any) -> "History":
        sample = json.loads((SAMPLES_DIR / f"{name}.v1.json").read_text("utf-8"))
        event = BY_NAME[name].model_validate_json(json.dumps({**sample["data"], **changes}))
        topic, number, key = TOPIC_OF[BY_NAME[name]], len(self.told), sample["key"]
        record = Record(topic, 0, number, number, key.encode(), b"", ())
        envelope = Envelope(f"id-{number}", name, "/forces/E23000099/asb", time, key, "1")
        self.told.append(Told(record, envelope, event))
        return self

    def found(self, *rejections: Rejection) -> Found:
        return Found(tuple(self.told), rejections)


def of_incident(history: History) -> str:
    return "\n".join(english.of_incident(incident_account(history.found(), INCIDENT)))


def of_case(history: History) -> str:
    return "\n".join(english.of_case(case_account(history.found(), CASE)))


def test_a_decision_is_told_with_each_letter_its_evidence_and_the_line_it_points_at():
    told = of_incident(History().then("IncidentLogged").then("IncidentTagged").then("DecisionMade"))

    assert (
        "ASB: personal, rowdy-behaviour (suggested), from the text of the log; also considered: nuisance"
        in told
    )
    assert "decided by policy built-in 2020-12-01.1 (9f2c0000) and rules 1" in told
    assert "Harassment, alarm or distress  yes" in told
    assert "C  Combined approach           unknown" in told
    assert (
        "line 3 [scared in own home]: “Do you feel targeted? – Yes, they shout her name. She is scared to go out.”"
        in told
    )
    assert "thrive 4 [lives alone]: “Lives alone, walks with a frame.”" in told
    assert "SK-251220-0177  by cross-reference, confidence 1, associated" in told


def test_a_line_that_the_topic_no_longer_holds_is_named_and_said_to_be_gone():
    told = of_incident(History().then("DecisionMade"))

    assert "line 3 [scared in own home]: no longer held" in told


def test_several_rules_that_found_something_in_one_line_are_told_together():
    [letter] = [
        {"letter": "R", "answer": "yes", "inferred": "yes", "evidence": evidence, "by_officer": None}
        for evidence in [
            [
                {"kind": "line", "ref": "1", "answer": "yes", "rule": "knife"},
                {"kind": "line", "ref": "1", "answer": "yes", "rule": "blade"},
                {"kind": "line", "ref": "1", "answer": "no", "rule": "no threats"},
            ]
        ]
    ]

    told = of_incident(History().then("DecisionMade", letters=[letter]))

    assert "line 1 [knife; blade]: no longer held" in told
    assert "line 1 speaks for no [no threats]: no longer held" in told


def test_an_officers_word_is_told_beside_what_was_inferred():
    letter = {"letter": "V", "answer": "no", "inferred": "yes", "evidence": [], "by_officer": "PC-9001"}

    told = of_incident(History().then("DecisionMade", letters=[letter]))

    assert "V  Vulnerable                  no (officer PC-9001; inferred: yes)" in told


def test_the_latest_decision_stands_and_the_earlier_ones_are_history():
    history = History().then("DecisionMade", sentence="First.").then("DecisionMade", sentence="Second.")

    account = incident_account(history.found(), INCIDENT)

    assert account.decision.sentence == "Second."
    assert [step.event.sentence for step in account.history] == ["First.", "Second."]


def test_a_withdrawn_tag_and_decision_do_not_stand():
    history = History().then("IncidentTagged").then("DecisionMade").then("TagWithdrawn")
    history.then("DecisionWithdrawn")

    account = incident_account(history.found(), INCIDENT)

    assert (account.tag, account.decision) == (None, None)
    assert "It no longer counts as ASB of its own; nothing is decided on it now." in of_incident(history)


def test_an_ask_stands_until_it_is_withdrawn():
    asked = History().then("DecisionMade").then("OfficerDecisionAsked")
    over = History().then("DecisionMade").then("OfficerDecisionAsked").then("AskWithdrawn")

    assert "An officer is asked: An officer is asked: is the person vulnerable" in of_incident(asked)
    assert incident_account(over.found(), INCIDENT).asks == ()


def test_the_higher_revision_of_a_line_is_the_one_that_is_quoted():
    line = {"seq": 3, "at": "2026-01-05T21:05:20Z", "category": "remarks", "text": "old"}
    history = History().then("IncidentLogged", revision=9, lines=[{**line, "text": "new"}])
    history.then("IncidentLogged", revision=2, lines=[line])

    assert incident_account(history.found(), INCIDENT).lines == {"3": "new"}


def test_an_incident_that_was_only_logged_was_not_decided():
    told = of_incident(History().then("IncidentLogged"))

    assert "Nothing was decided: it is not ASB, or the worker has not read it yet." in told


def test_a_rejected_message_about_it_is_told_with_its_reason():
    account = incident_account(Found((), (Rejection("wrong-schema", "header: missing"),)), INCIDENT)

    assert account.known
    assert "  A message about it was rejected: wrong-schema (header: missing)" in english.of_incident(account)


def test_what_nobody_spoke_of_is_not_known():
    assert not incident_account(Found(()), INCIDENT).known


def test_history_goes_by_the_time_of_the_cause_and_keeps_the_order_of_each_topic():
    history = History().then("DecisionMade", time="2026-01-05T10:00:00Z", sentence="noon")
    history.then("DecisionMade", time="2026-01-05T09:00:00Z", sentence="came late")
    history.then("IncidentTagged", time="2026-01-05T09:30:00.5Z")

    steps = incident_account(history.found(), INCIDENT).history

    assert [step.at[11:16] for step in steps] == ["09:30", "10:00", "09:00"]


def test_a_case_is_told_with_its_members_its_duties_and_its_reference():
    history = (
        History().then("CaseOpened").then("ObligationOpened").then("IncidentJoined").then("CaseSnapshot")
    )

    told = of_case(history)

    assert "Accepted; Sentinel reference: SEN-26-00031" in told
    assert "Lead officer: PC-9001" in told
    assert "Incidents: SK-260105-0412, SK-260109-0008" in told
    assert "To be done by 6 Jan 2026 21:04: sentinel-reference" in told


def test_a_case_tells_how_risk_stands_and_what_could_be_worse():
    person = {
        "person_ref": "P-1",
        "role": "victim",
        "risk": "medium",
        "could_be": "high",
        "completeness_percent": 62,
        "vulnerable": "yes",
        "sentinel_band_differs": "low",
    }

    told = of_case(History().then("CaseSnapshot", people=[person], highest_risk="medium"))

    assert "  Highest risk: medium" in told
    assert "victim P-1: risk medium, could be high, 62 % answered; Sentinel itself shows low; " in told
    assert "repeat victim unknown, vulnerable yes, safeguarding unknown" in told


def test_times_are_those_of_london():
    history = History().then("DecisionMade", time="2025-06-01T23:23:00Z", reported_at="2025-06-01T23:05:00Z")
    history.then("OfficerDecisionAsked", time="2025-12-01T23:23:00Z")

    told = of_incident(history)

    assert "  Reported 2 Jun 2025 00:05; decided by policy" in told
    assert "     2 Jun 2025 00:23  DecisionMade  " in told
    assert "     1 Dec 2025 23:23  OfficerDecisionAsked  " in told


def test_a_member_that_left_and_a_duty_that_is_done_are_history_only():
    history = History().then("CaseOpened").then("ObligationOpened").then("IncidentJoined")

    history.then("IncidentLeft").then("ObligationDone")

    account = case_account(history.found(), CASE)
    assert account.members == (INCIDENT,)
    assert account.obligations == ()
    assert len(account.history) == 5


def test_a_case_is_found_by_its_id_and_by_its_sentinel_reference():
    found = History().then("CaseOpened").then("CaseSnapshot").found()

    assert case_of(found, CASE) == CASE
    assert case_of(found, "SEN-26-00031") == CASE
    assert case_of(found, INCIDENT) is None


def test_every_event_that_can_stand_in_a_history_can_be_told():
    history = History()
    for name, event in BY_NAME.items():
        if TOPIC_OF[event].name in ("asb.cases.v1", "asb.decisions.v1", "asb.tags.v1"):
            history.then(name)

    accounts = (case_account(history.found(), CASE), incident_account(history.found(), INCIDENT))

    told = [*english.of_case(accounts[0]), *english.of_incident(accounts[1])]
    for account in accounts:
        for step in account.history:
            [line] = [each for each in told if f"  {type(step.event).__name__}  " in each]
            assert line.split(type(step.event).__name__)[1].strip()
