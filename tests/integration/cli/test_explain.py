"""`asb explain` on what real workers decided: opened, stayed, asked; and that all evidence can be resolved (X1)."""

from collections.abc import Callable

import pytest

from connectors.reader import Reader
from schemas.envelope import open_envelope
from schemas.outgoing import CaseSnapshot, DecisionMade
from schemas.topics import DECISIONS, SNAPSHOTS
from schemas.words import EvidenceKind, Outcome, Placement
from streams.explain.account import incident_account
from streams.explain.reading import find

pytestmark = pytest.mark.kafka


@pytest.fixture(scope="module")
def standing(decided) -> dict[str, DecisionMade]:
    """The latest decision of each incident of the city."""
    latest = {}
    with Reader(decided.broker, decided.installation, [DECISIONS]) as reader:
        for record in reader.until_end():
            envelope, data = open_envelope(record.headers, record.value)
            latest.pop(envelope.subject, None)
            if envelope.type == "DecisionMade" and envelope.force == "E23000099":
                latest[envelope.subject] = DecisionMade.model_validate_json(data)
    return latest


def one(standing: dict[str, DecisionMade], where: Callable[[DecisionMade], bool]) -> DecisionMade:
    return next(decision for decision in standing.values() if where(decision))


def test_an_incident_that_opened_a_case_is_explained_with_its_case(asb_decided, standing):
    decision = one(standing, lambda d: d.placement is Placement.OPEN and bool(d.links))

    told = asb_decided("explain", decision.incident_id)

    assert told.exit_code == 0
    assert decision.sentence in told.out
    assert f"Case {decision.case_id}" in told.out
    assert "Sentinel reference:" in told.out
    assert f"decided by policy {decision.decided_by.name} {decision.decided_by.version}" in told.out


def test_an_incident_that_stayed_is_explained_without_one(asb_decided, standing):
    decision = one(standing, lambda d: d.outcome is Outcome.STAYS and d.case_id is None)

    told = asb_decided("explain", decision.incident_id)

    assert told.exit_code == 0
    assert decision.sentence in told.out
    assert "\nCase " not in told.out


def test_an_incident_on_which_an_officer_is_asked_says_what_is_asked(asb_decided, standing):
    decision = one(standing, lambda d: d.officer_asked)

    told = asb_decided("explain", decision.incident_id, "--json")

    assert told.exit_code == 0
    [incident] = told.json()["incidents"]
    assert incident["asks"][0]["sentence"].endswith("?")
    assert incident["decision"]["outcome"] in ("ask", "unknown")


def test_a_case_is_found_by_its_id_and_by_its_reference_with_all_its_incidents(asb_decided, decided):
    with Reader(decided.broker, decided.installation, [SNAPSHOTS]) as reader:
        latest = {record.key: record.value for record in reader.until_end()}
    # Without a value the snapshot is removed.
    snapshots = (CaseSnapshot.model_validate_json(value) for value in latest.values() if value is not None)
    case = next(each for each in snapshots if each.reference and each.incident_count)

    by_id = asb_decided("explain", case.case_id, "--json").json()
    by_reference = asb_decided("explain", case.reference, "--json").json()

    assert set(by_id) == {"subject", "incidents", "case"}
    assert by_reference["case"] == by_id["case"]
    assert by_id["case"]["snapshot"]["reference"] == case.reference
    assert len(by_id["case"]["incident_ids"]) == case.incident_count
    assert [each["incident_id"] for each in by_id["incidents"]] == by_id["case"]["incident_ids"]


def test_every_piece_of_evidence_of_every_decision_resolves_to_something_real(decided, standing):
    found = find(decided.broker, decided.installation, standing, 0)

    unresolved = []
    for incident_id, decision in standing.items():
        account = incident_account(found, incident_id)
        for evidence in (each for letter in decision.letters for each in letter.evidence):
            lines = evidence.kind in (EvidenceKind.LINE, EvidenceKind.THRIVE)
            if lines and evidence.ref not in account.lines:
                unresolved.append((incident_id, evidence))
            if evidence.kind is EvidenceKind.LINK and evidence.ref not in {
                link.to for link in decision.links
            }:
                unresolved.append((incident_id, evidence))

    assert len(standing) > 300
    assert unresolved == []


def test_a_rejected_message_is_told_under_the_incident_that_it_names(asb_decided):
    told = asb_decided("explain", "SKE-broken")

    assert told.exit_code == 0
    assert "A message about it was rejected: undecodable" in told.out
    assert "Nothing was decided" in told.out


def test_what_nobody_knows_is_one_sentence_and_exit_1(asb_decided):
    told = asb_decided("explain", "SKE-nowhere", "--json")

    assert told.exit_code == 1
    assert told.out == ""
    assert "nothing is known of SKE-nowhere" in told.err


def test_another_force_knows_nothing_of_it(asb_decided, standing):
    incident_id = next(iter(standing))

    told = asb_decided("explain", incident_id, "--force", "E23000098")
    refused = asb_decided("explain", incident_id, "--force", "E23000001")

    assert (told.exit_code, refused.exit_code) == (1, 2)
