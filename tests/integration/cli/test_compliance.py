"""`asb compliance` on what real workers know: the same gaps as their own report would list (R21)."""

import csv
import io

import pytest

from connectors.reader import Reader
from schemas.envelope import open_envelope
from schemas.outgoing import CaseSnapshot, ComplianceReported
from schemas.topics import COMPLIANCE, SNAPSHOTS
from schemas.words import GapKind, ObligationKind

pytestmark = pytest.mark.kafka

CITY = "E23000099"


@pytest.fixture
def told(asb_decided):
    """What it says of the city a while after everything that the city reported."""
    outcome = asb_decided("compliance", "--force", CITY, "--format", "json", "--as-at", "2027-06-01")
    assert outcome.exit_code == 0, outcome.err
    [force] = outcome.json()["forces"]
    return force


def gaps(told, kind: GapKind) -> list[dict]:
    return [gap for beat in told["beats"] for gap in beat["gaps"] if gap["gap"] == kind]


def test_every_missing_assessment_of_every_case_is_listed_and_no_other(decided, told):
    with Reader(decided.broker, decided.installation, [SNAPSHOTS]) as reader:
        latest = {
            record.key: CaseSnapshot.model_validate_json(record.value)
            for record in reader.until_end()
            if record.value and record.partition == 0
        }

    listed = sorted(
        (gap["case_id"], gap["about"]["subject"]["ref"]) for gap in gaps(told, GapKind.NO_ASSESSMENT)
    )

    assert listed
    assert listed == sorted(
        (case.case_id, duty.about.subject.ref)
        for case in latest.values()
        for duty in case.open_obligations
        if duty.kind is ObligationKind.RISK_ASSESSMENT and duty.about and duty.about.subject
    )


def test_the_numbers_are_those_of_what_is_listed(told):
    now = {number["gap"]: number["now"] for number in told["outstanding"]}
    cases = now.pop(GapKind.CASE_NOT_ASSESSED)

    assert now == {gap: len(gaps(told, gap)) for gap in now}
    assert cases == len({gap["case_id"] for gap in gaps(told, GapKind.NO_ASSESSMENT)})


def test_the_csv_lists_the_same_gaps(asb_decided, told):
    outcome = asb_decided("compliance", "--force", CITY, "--format", "csv", "--as-at", "2027-06-01")

    assert outcome.exit_code == 0
    rows = list(csv.DictReader(io.StringIO(outcome.out)))
    assert len(rows) == sum(len(beat["gaps"]) for beat in told["beats"]) > 0


def test_the_workers_published_a_report_each_week_of_what_they_decided(decided):
    with Reader(decided.broker, decided.installation, [COMPLIANCE]) as reader:
        records = [record for record in reader.until_end() if record.partition == 0]

    found = [ComplianceReported.model_validate_json(open_envelope(r.headers, r.value)[1]) for r in records]
    forces = [report for report in found if report.beat is None and report.part == 1]
    assert {record.key for record in records if record.key} >= {b"force"}
    assert [report.as_at for report in forces] == sorted({report.as_at for report in forces})
    assert any(number.now for number in forces[-1].outstanding)


def test_an_installation_that_is_not_made_is_one_sentence_and_exit_1(asb_process):
    outcome = asb_process("compliance")

    assert outcome.exit_code == 1
    assert outcome.err.strip().splitlines()[-1].startswith("Error: there is no topic ")
    assert "asb topics apply" in outcome.err
    assert "Traceback" not in outcome.err
