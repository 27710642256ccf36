"""R7, R17: cases requested, answered, born in Sentinel; and the snapshot that shows how each stands."""

from itertools import permutations

import pytest

from schemas.ids import adopted_case_id, opened_case_id
from schemas.rows import CaseRow, ObligationRow
from schemas.words import Answer, CaseOrigin, CaseStatus, Letter, ObligationKind, ObligationStatus, Role
from tests.given.casework import duty_declined
from tests.given.core import FORCE, Core
from tests.given.messages import (
    ELSEWHERE,
    HOME,
    accepted,
    at,
    closed,
    incident,
    lead_officer,
    officer_says,
    opened_in_sentinel,
    person_added,
    victim,
)

GRAVE = "They threatened her. She is frightened."
QUIET = "Loud music, for information only"
OURS = opened_case_id(FORCE, "SK-1")
ANN = {"person_ref": "P1", "role": "victim", "nominal_ref": "N1"}


def of_type(events, event_type: str) -> list[dict]:
    return [event.data for event in events if event.type == event_type]


def snapshot(core: Core, case_id: str) -> dict:
    found = core.latest("CaseSnapshot", case_id)
    assert found is not None
    return found


def owed(core: Core, case_id: str) -> list[str]:
    return [each["kind"] for each in snapshot(core, case_id)["open_obligations"]]


def open_duties(core: Core) -> set[tuple[str, str]]:
    """All but the answers of partners, which are owed from when something was sent."""
    rows = [row for _, row in core.rows() if isinstance(row, ObligationRow)]
    return {
        (row.case_id, row.obligation_id)
        for row in rows
        if row.status is ObligationStatus.OPEN and row.kind is not ObligationKind.REFERRAL_ANSWER
    }


def requested() -> Core:
    core = Core()
    core.tell(incident("SK-1", 0, GRAVE, uprn=HOME))
    return core


# Requested


def test_a_case_is_requested_once_and_later_incidents_join_it():
    core = Core()

    core.tell(*(incident(f"SK-{number}", number, GRAVE, uprn=HOME) for number in range(1, 6)))

    assert [each["case_id"] for each in of_type(core.published, "CaseOpened")] == [OURS]
    assert [each["incident_id"] for each in of_type(core.published, "IncidentJoined")] == [
        "SK-2",
        "SK-3",
        "SK-4",
        "SK-5",
    ]


def test_the_request_holds_what_sentinel_needs():
    core = Core()
    ann = victim(nominal_ref="N1", name="Ann Smith", date_of_birth="1950-01-02", phone="07700 900001")

    core.tell(incident("SK-1", 0, GRAVE, location={"uprn": HOME, "beat": "SK12"}, people=[ann]))

    [request] = of_type(core.published, "CaseOpened")
    assert (request["request"], request["incident_id"], request["opening_policy"]) == (1, "SK-1", "victor-e")
    assert request["people"] == [
        {
            "person_ref": "N1",
            "role": "victim",
            "nominal_ref": "N1",
            "name": "Ann Smith",
            "date_of_birth": "1950-01-02",
            "phone": "07700 900001",
        }
    ]
    assert (request["place"]["uprn"], request["place"]["beat"]) == (HOME, "SK12")


def test_sentinels_reference_is_taken():
    core = requested()

    core.tell(accepted(OURS, "SEN-1"))

    assert (snapshot(core, OURS)["reference"], snapshot(core, OURS)["status"]) == ("SEN-1", "accepted")
    assert ObligationKind.SENTINEL_REFERENCE not in owed(core, OURS)


def test_an_acceptance_that_comes_before_its_case_is_known_waits_for_it():
    core = Core()

    early = core.tell(accepted(OURS, "SEN-1", hours=1))
    led_to = core.tell(incident("SK-1", 0, GRAVE, uprn=HOME))

    assert early == []
    assert snapshot(core, OURS)["reference"] == "SEN-1"
    assert [each["kind"] for each in of_type(led_to, "ObligationDone")] == [ObligationKind.SENTINEL_REFERENCE]


def test_a_case_made_by_hand_for_a_pending_request_is_that_requests_answer():
    core = requested()

    led_to = core.tell(opened_in_sentinel("SEN-9", 5, incident_ids=("SK-1",)))

    assert of_type(led_to, "CaseAdopted") == []
    assert snapshot(core, OURS)["reference"] == "SEN-9"
    assert snapshot(core, OURS)["status"] == CaseStatus.ACCEPTED
    assert [each["kind"] for each in of_type(led_to, "ObligationDone")] == [ObligationKind.SENTINEL_REFERENCE]
    reminded = of_type(core.tick(at(24 * 7)), "ReminderFellDue")
    assert ObligationKind.SENTINEL_REFERENCE not in {each["kind"] for each in reminded}


def test_a_case_made_by_hand_for_an_incident_that_is_answered_already_is_a_case_of_its_own():
    core = requested()
    core.tell(accepted(OURS, "SEN-1"))

    led_to = core.tell(opened_in_sentinel("SEN-9", 30, incident_ids=("SK-1",)))

    assert [each["reference"] for each in of_type(led_to, "CaseAdopted")] == ["SEN-9"]
    assert snapshot(core, OURS)["reference"] == "SEN-1"


# Born in Sentinel


def test_a_case_that_began_in_sentinel_is_adopted():
    core = Core()

    led_to = core.tell(opened_in_sentinel("SEN-9", 0, beat="SK12"))

    case_id = adopted_case_id(FORCE, "SEN-9")
    assert of_type(led_to, "CaseAdopted") == [{"case_id": case_id, "reference": "SEN-9"}]
    assert snapshot(core, case_id)["origin"] == CaseOrigin.SENTINEL
    assert of_type(led_to, "CaseOpened") == []


@pytest.mark.parametrize(
    ("about", "report"),
    [
        ({"uprns": (HOME,)}, {"uprn": HOME}),
        ({"incident_ids": ("SK-1",)}, {}),
        (
            {"people": ({"person_ref": "P1", "role": "victim", "nominal_ref": "N1"},)},
            {"people": [victim(nominal_ref="N1")]},
        ),
        (
            {"people": ({"person_ref": "P1", "role": "victim", "phone": "+44 7700 900001"},)},
            {"people": [victim(phone="07700 900 001")]},
        ),
    ],
    ids=["an address", "an incident", "a nominal", "a phone"],
)
def test_incidents_join_the_case_that_sentinel_opened_about_their(about, report):
    core = Core()
    core.tell(opened_in_sentinel("SEN-9", 0, **about))

    core.tell(incident("SK-1", 24, QUIET, **report))

    decision = core.latest("DecisionMade", "SK-1")
    assert (decision["placement"], decision["case_id"]) == ("join", adopted_case_id(FORCE, "SEN-9"))


def test_an_incident_elsewhere_does_not_join_it():
    core = Core()
    core.tell(opened_in_sentinel("SEN-9", 0, uprns=(HOME,)))

    core.tell(incident("SK-1", 24, QUIET, uprn=ELSEWHERE))

    assert core.latest("DecisionMade", "SK-1")["placement"] == "stay"


def test_what_sentinel_says_of_a_person_links_incidents_that_come_after():
    core = Core()
    core.tell(opened_in_sentinel("SEN-9", 0), person_added("SEN-9", "P1", 1, nominal_ref="N1"))

    core.tell(incident("SK-1", 24, QUIET, people=[victim(nominal_ref="N1")]))

    assert core.latest("DecisionMade", "SK-1")["placement"] == "join"


FACTS = (
    opened_in_sentinel("SEN-9", 0, uprns=(HOME,)),
    lead_officer("SEN-9", "PC 7", 1),
    person_added("SEN-9", "P1", 2, role=Role.VICTIM, nominal_ref="N1"),
    closed("SEN-9", 3),
)


@pytest.mark.parametrize("order", list(permutations(range(4))))
def test_facts_that_come_before_their_case_wait_and_the_case_stands_the_same_in_any_order(order):
    core = Core()
    case_id = adopted_case_id(FORCE, "SEN-9")

    core.tell(*(FACTS[number] for number in order))

    found = snapshot(core, case_id)
    assert (found["status"], found["lead_officer"]) == (CaseStatus.CLOSED, "PC 7")
    assert [(each["person_ref"], each["role"]) for each in found["people"]] == [("N1", "victim")]
    assert "Rejected" not in {event.type for event in core.published}


def test_a_fact_of_a_lower_revision_that_comes_late_changes_nothing():
    core = Core()
    core.tell(opened_in_sentinel("SEN-9", 0), lead_officer("SEN-9", "PC 2", 2, revision=2))

    assert core.tell(lead_officer("SEN-9", "PC 1", 3, revision=1)) == []
    assert snapshot(core, adopted_case_id(FORCE, "SEN-9"))["lead_officer"] == "PC 2"


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_of_two_references_that_accept_one_case_the_one_told_later_by_sentinel_stands(order):
    core = requested()
    told = [accepted(OURS, "SEN-1", 24), accepted(OURS, "SEN-2", 48)]

    core.tell(*(told[number] for number in order))

    assert snapshot(core, OURS)["reference"] == "SEN-2"


def test_a_request_taken_back_before_sentinel_accepted_it_asks_the_officer_when_it_is_accepted_all_the_same():
    core = requested()
    core.tell(incident("SK-1", 0, GRAVE, uprn=HOME, revision=2, recorded=5, closing_code="104"))

    led_to = core.tell(accepted(OURS, "SEN-1", 6))

    assert snapshot(core, OURS)["status"] == CaseStatus.ACCEPTED
    assert len(of_type(led_to, "OfficerDecisionAsked")) == 1


@pytest.mark.parametrize("first", [None, "SK11"])
@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_a_case_and_what_it_owes_are_on_the_beat_that_sentinel_says_last(order, first):
    core = Core()
    told = [
        opened_in_sentinel("SEN-9", 0, people=(ANN,), beat=first),
        opened_in_sentinel("SEN-9", 1, people=(ANN,), beat="SK12", revision=2, opened_at=at(0)),
    ]

    core.tell(*(told[number] for number in order))

    duties = [row for _, row in core.rows() if isinstance(row, ObligationRow)]
    assert core.case(adopted_case_id(FORCE, "SEN-9")).beat == "SK12"
    open_now = [(row.kind, row.beat) for row in duties if row.status is ObligationStatus.OPEN]
    assert open_now == [(ObligationKind.RISK_ASSESSMENT, "SK12")]
    reports = of_type(core.tick(at(24 * 14)), "ComplianceReported")
    assert {each["beat"] for each in reports if each["gaps"]} == {"SK12"}


# Adopted, and known as another


BOTH = (
    incident("SK-1", 0, GRAVE, uprn=HOME),
    opened_in_sentinel("SEN-1", 1, uprns=(ELSEWHERE,), people=(ANN,)),
    accepted(OURS, "SEN-1", 24),
    incident("SK-2", 30, QUIET, uprn=ELSEWHERE),
)
ADOPTED = adopted_case_id(FORCE, "SEN-1")


def test_an_adopted_case_that_accepts_a_request_of_ours_ends_and_its_members_move():
    core = Core()
    core.tell(BOTH[0], BOTH[1], BOTH[3])
    named = {event.type: event.headers["ce_id"] for event in core.published if event.key == ADOPTED}

    led_to = core.tell(BOTH[2])

    assert of_type(led_to, "CaseWithdrawn") == [
        {
            "case_id": ADOPTED,
            "request": 0,
            "reason": "known-as-another",
            "known_as": OURS,
            "corrects": named["CaseAdopted"],
        }
    ]
    assert of_type(led_to, "IncidentLeft") == [
        {
            "case_id": ADOPTED,
            "incident_id": "SK-2",
            "reason": "known-as-another",
            "corrects": named["IncidentJoined"],
        }
    ]
    assert [(each["case_id"], each["incident_id"]) for each in of_type(led_to, "IncidentJoined")] == [
        (OURS, "SK-2")
    ]
    assert core.latest("DecisionMade", "SK-2")["case_id"] == OURS


def test_nothing_is_owed_for_a_case_that_is_known_as_another():
    core = Core()
    core.tell(BOTH[0], BOTH[1])
    owed_before = owed(core, ADOPTED)

    led_to = core.tell(BOTH[2])

    ended = [each for each in of_type(led_to, "ObligationWithdrawn") if each["case_id"] == ADOPTED]
    assert owed_before == [each["kind"] for each in ended] != []
    found = snapshot(core, ADOPTED)
    assert (found["status"], found["reference"], found["people"]) == (CaseStatus.WITHDRAWN, None, [])
    assert found["open_obligations"] == []
    reminded = of_type(core.tick(at(24 * 60)), "ReminderFellDue")
    assert {each["case_id"] for each in reminded} == {OURS}
    overdue = of_type(core.published, "ComplianceReported")[-1]["gaps"]
    assert {each["case_id"] for each in overdue} == {OURS}


@pytest.mark.parametrize("order", list(permutations(range(4))))
def test_adopted_or_accepted_first_the_reference_comes_to_stand_for_one_case(order):
    as_told, core = Core(), Core()
    as_told.tell(*BOTH)

    core.tell(*(BOTH[number] for number in order))

    found = snapshot(core, OURS)
    assert (found["reference"], found["status"]) == ("SEN-1", CaseStatus.ACCEPTED)
    assert found["latest_incident_ids"] == ["SK-2", "SK-1"]
    assert [each["person_ref"] for each in found["people"]] == ["N1"]
    standing = [row for _, row in core.rows() if isinstance(row, CaseRow) and row.reference]
    assert [row.case_id for row in standing] == [OURS]
    assert open_duties(core) == open_duties(as_told)
    assert sorted({*owed(core, OURS)} - {ObligationKind.REFERRAL_ANSWER}) == [ObligationKind.RISK_ASSESSMENT]


def test_a_request_whose_acceptance_is_corrected_waits_for_a_reference_again():
    core = Core()
    core.tell(incident("SK-1", 0, GRAVE, uprn=HOME), incident("SK-9", 1, GRAVE, uprn=ELSEWHERE))
    other = opened_case_id(FORCE, "SK-9")
    core.tell(accepted(OURS, "SEN-1", 24))

    core.tell(accepted(other, "SEN-1", 25, revision=2))

    assert (snapshot(core, OURS)["status"], snapshot(core, OURS)["reference"]) == ("requested", None)
    assert owed(core, OURS) == [ObligationKind.SENTINEL_REFERENCE]
    assert (snapshot(core, other)["status"], snapshot(core, other)["reference"]) == ("accepted", "SEN-1")


def test_a_request_that_two_references_accept_keeps_the_other_when_one_is_corrected():
    core = Core()
    core.tell(incident("SK-1", 0, GRAVE, uprn=HOME), incident("SK-9", 1, GRAVE, uprn=ELSEWHERE))
    core.tell(accepted(OURS, "SEN-1", 24), accepted(OURS, "SEN-2", 25))

    core.tell(accepted(opened_case_id(FORCE, "SK-9"), "SEN-2", 26, revision=2))

    assert snapshot(core, OURS)["reference"] == "SEN-1"
    assert ObligationKind.SENTINEL_REFERENCE not in owed(core, OURS)


# The snapshot


def test_a_snapshot_shows_the_people_the_incidents_and_what_is_open():
    core = Core()
    people = [
        victim(nominal_ref="N1"),
        {"role": "perpetrator", "nominal_ref": "N2"},
        {"role": "reporter", "name": "X"},
    ]
    core.tell(incident("SK-1", 0, GRAVE, uprn=HOME, people=people), incident("SK-2", 5, QUIET, uprn=HOME))

    found = snapshot(core, OURS)

    assert (found["status"], found["origin"], found["reference"]) == ("requested", "ours", None)
    assert (found["incident_count"], found["latest_incident_ids"]) == (2, ["SK-2", "SK-1"])
    assert [(each["person_ref"], each["role"], each["risk"]) for each in found["people"]] == [
        ("N1", "victim", "unknown"),
        ("N2", "perpetrator", "unknown"),
    ]
    assert [(each["kind"], each["uprn"], each["on_case"]) for each in found["places"]] == [
        ("location", HOME, False)
    ]
    assert owed(core, OURS) == [ObligationKind.SENTINEL_REFERENCE]
    assert (found["changed_at"], found["changed_by"], found["changed_by_type"]) == (
        "2026-06-01T14:00:00Z",
        "/forces/E23000099/test/test.storm.incidents.v1-1",
        "IncidentLogged",
    )


def test_a_snapshot_is_published_when_the_case_changes_and_only_then():
    core = requested()

    changes = [
        core.tell(accepted(OURS, "SEN-1")),
        core.tell(lead_officer("SEN-1", "PC 1", 25)),
        core.tell(lead_officer("SEN-1", "PC 1", 26, revision=2)),
        core.tell(incident("SK-2", 27, QUIET, uprn=HOME)),
        core.tell(incident("SK-2", 27, "Still loud", uprn=HOME, revision=2, recorded=28)),
        core.tell(closed("SEN-1", 48)),
    ]

    assert [len(of_type(events, "CaseSnapshot")) for events in changes] == [1, 1, 0, 1, 0, 1]


def test_the_sequence_of_a_snapshot_rises_by_one():
    core = requested()
    core.tell(accepted(OURS, "SEN-1"), lead_officer("SEN-1", "PC 1", 25), closed("SEN-1", 48))

    sequences = [event.headers["ce_sequence"] for event in core.published if event.type == "CaseSnapshot"]

    assert sequences == ["1", "2", "3", "4"]


def test_people_without_name_or_number_are_each_shown():
    core = Core()

    core.tell(incident("SK-1", 0, GRAVE, uprn=HOME, people=[victim(age=80), victim(age=9)]))

    assert len(snapshot(core, OURS)["people"]) == 2


def test_one_person_spelled_in_two_ways_is_shown_once():
    core = Core()
    born = {"date_of_birth": "1950-01-02"}
    people = [victim(name="Ann SMITH", **born), victim(name="smith  ann", **born)]

    core.tell(incident("SK-1", 0, GRAVE, uprn=HOME, people=people))

    assert len(snapshot(core, OURS)["people"]) == 1


def test_an_officers_word_on_the_case_does_not_change_its_incidents():
    core = requested()
    core.tell(accepted(OURS, "SEN-1"))

    led_to = core.tell(officer_says(None, {Letter.GATE: Answer.NO}, 30, reference="SEN-1"))

    assert of_type(led_to, "DecisionMade") == []


# What officers are asked about the incidents of a case


THEIRS = opened_case_id(FORCE, "SK-2")


def linking_two_cases() -> tuple[Core, dict[str, str]]:
    """Two cases, a later log that belongs to both, and what officers are asked about the incidents, by incident."""
    core = Core()
    core.tell(
        incident("SK-1", 0, GRAVE, uprn=HOME),
        incident("SK-2", 1, GRAVE, uprn=ELSEWHERE),
        incident("SK-3", 2, GRAVE, uprn=HOME, links=("SK-2",)),
    )
    asked = of_type(core.published, "OfficerDecisionAsked")
    return core, {each["incident_id"]: each["obligation_id"] for each in asked}


def asked_about(core: Core, case_id: str) -> dict[str, str]:
    found = snapshot(core, case_id)["open_obligations"]
    return {each["incident_id"]: each["obligation_id"] for each in found if each["incident_id"]}


def test_a_snapshot_shows_what_officers_are_asked_about_the_incidents_of_the_case():
    core, asks = linking_two_cases()

    members = {ident: core.incident(ident).case_id for ident in asks}

    assert set(members.values()) == {OURS, THEIRS}
    for case_id in (OURS, THEIRS):
        assert asked_about(core, case_id) == {i: asks[i] for i in asks if members[i] == case_id}


@pytest.mark.parametrize("way", ["answered", "declined"])
def test_a_snapshot_no_longer_shows_an_ask_that_is_over(way):
    core, asks = linking_two_cases()
    incident_id, obligation_id = next(iter(asks.items()))
    case_id = core.incident(incident_id).case_id
    word = {
        "answered": officer_says(incident_id, {Letter.GATE: Answer.YES}, 30),
        "declined": duty_declined(obligation_id, 30),
    }

    core.tell(word[way])

    assert incident_id not in asked_about(core, case_id)


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_what_was_made_by_hand_is_a_case_of_its_own_once_the_request_is_accepted_as_another(order):
    by_hand = opened_in_sentinel("SEN-9", 5, incident_ids=("SK-1",))
    facts = (incident("SK-1", 0, GRAVE, uprn=HOME), by_hand, accepted(OURS, "SEN-1", 6))
    core = Core()

    core.tell(*(facts[number] for number in order))
    core.tell(person_added("SEN-9", "P-9", 8))

    shown = snapshot(core, adopted_case_id(FORCE, "SEN-9"))
    assert (shown["reference"], [each["person_ref"] for each in shown["people"]]) == ("SEN-9", ["P-9"])
    requested = core.latest("CaseSnapshot", OURS)
    assert requested is None or requested["reference"] == "SEN-1"


def test_an_incident_leaves_a_case_that_sentinel_accepted_and_that_has_not_appeared_here():
    core = Core()
    core.tell(incident("SK-1", 0, GRAVE, uprn=HOME), accepted(OURS, "SEN-1", 1))
    core.tell(opened_in_sentinel("SEN-9", 2, incident_ids=("SK-1",)), accepted("not-here-yet", "SEN-9", 3))

    led_to = core.tell(incident("SK-1", 0, revision=2, recorded=4, opening_code="305"))

    assert "Rejected" not in {event.type for event in led_to}
    assert of_type(led_to, "IncidentLeft") != []
