"""VICTOR-E on the incidents worked by hand: every letter, its evidence and the outcome (R3, R6)."""

import json
from pathlib import Path
from typing import Any

import pytest

from schemas.incoming import LogLine, Person
from schemas.words import AsbClass, EvidenceKind
from tests.given.core import Core
from tests.given.messages import HOME, at, incident, officer_says

WORKED = [
    json.loads(line)
    for line in (Path(__file__).parent / "victor_e_worked.jsonl").read_text(encoding="utf-8").splitlines()
]
CODE = {AsbClass.PERSONAL: "201", AsbClass.NUISANCE: "202", AsbClass.ENVIRONMENTAL: "203"}
LINES = {EvidenceKind.LINE, EvidenceKind.THRIVE}

Entry = dict[str, Any]


def decided(entry: Entry) -> dict[str, Any]:
    """The decision on the worked incident, with its class as code and its earlier reports at the same home."""
    told = entry["incident"]
    core = Core()
    for number in range(told["earlier_reports"]):
        core.tell(incident(f"EARLIER-{number}", number - 100, uprn=HOME))
    core.tell(
        incident(
            entry["id"],
            lines=[LogLine(at=at(0), author="CH1", **line) for line in told["lines"]],
            uprn=HOME,
            opening_code=CODE[AsbClass(told["class"])],
            qualifiers=tuple(told["qualifiers"]),
            people=tuple(Person(**person) for person in told["people"]),
        )
    )
    if told["officer_says"]:
        core.tell(officer_says(entry["id"], told["officer_says"]))
    decision = core.latest("DecisionMade", entry["id"])
    assert decision is not None
    return decision


@pytest.mark.parametrize("entry", WORKED, ids=lambda entry: entry["id"])
def test_r6_the_letters_of_a_worked_incident_are_as_expected(entry: Entry) -> None:
    decision = decided(entry)

    assert {one["letter"]: one["answer"] for one in decision["letters"]} == entry["expected"]


@pytest.mark.parametrize("entry", WORKED, ids=lambda entry: entry["id"])
def test_r6_the_outcome_of_a_worked_incident_is_as_expected(entry: Entry) -> None:
    assert decided(entry)["outcome"] == entry["outcome"]


@pytest.mark.parametrize("entry", WORKED, ids=lambda entry: entry["id"])
def test_x1_the_expected_evidence_is_cited(entry: Entry) -> None:
    letters = {one["letter"]: one["evidence"] for one in decided(entry)["letters"]}

    cited = {
        letter: {int(one["ref"]) if one["kind"] in LINES else one["kind"] for one in evidence}
        for letter, evidence in letters.items()
    }

    missing = {letter: set(refs) - cited[letter] for letter, refs in entry["evidence"].items()}
    assert not any(missing.values()), missing


@pytest.mark.parametrize("entry", WORKED, ids=lambda entry: entry["id"])
def test_x1_every_evidence_id_resolves(entry: Entry) -> None:
    told = entry["incident"]
    resolvable = {
        EvidenceKind.LINE: {str(line["seq"]) for line in told["lines"] if not line.get("auto_answered")},
        EvidenceKind.THRIVE: {str(line["seq"]) for line in told["lines"] if line["category"] == "thrive"},
        EvidenceKind.QUALIFIER: set(told["qualifiers"]),
        EvidenceKind.CLASS: {told["class"]},
        EvidenceKind.LINK: {f"EARLIER-{number}" for number in range(told["earlier_reports"])},
        EvidenceKind.PERSON: {str(number) for number in range(len(told["people"]))},
        EvidenceKind.OFFICER: {f"victor-e-{entry['id']}-1"},
    }

    evidence = [one for letter in decided(entry)["letters"] for one in letter["evidence"]]

    assert all(one["ref"] in resolvable[EvidenceKind(one["kind"])] for one in evidence)
