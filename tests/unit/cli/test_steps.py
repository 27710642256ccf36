"""`asb steps`, `asb marker show`, and the words of officers about them: what is listed, and what may go wrong."""

import io
from pathlib import Path

import pytest
from click.testing import CliRunner
from rich.console import Console

from schemas.rows import MarkerRow, StepRow
from streams.cli import asb, marker, step
from streams.rules.confirmation import WAITING
from streams.rules.ledger import Ledger
from streams.rules.markers import THERE
from tests.given.casefile import in_sentinel, person
from tests.given.casework import assessed
from tests.given.core import FORCE, Core
from tests.given.messages import at
from tests.given.steps import confirmed, contested

REGISTRY = str(Path(__file__).parents[3] / "forces.yaml")
BY = ("--force", "E23000099", "--officer", "PS 77")
HIGH = {"violence": "yes", "vulnerability": "high"}


@pytest.fixture
def core() -> Core:
    """Somebody is at high risk, and their marker waits."""
    core = Core()
    in_sentinel(core, person("P-1", nominal_ref="N-1"))
    core.tell(assessed(answers=HIGH))
    return core


def looking(core: Core) -> Ledger:
    return core.domain.looking(core.force, at(60), core.table)


def printed(table: object) -> str:
    out = io.StringIO()
    Console(file=out, width=320).print(table)
    return out.getvalue()


def test_a_step_that_waits_is_listed_with_what_it_is_why_and_since_when(core):
    [row] = looking(core).members(WAITING, StepRow)

    told = step.json_of(FORCE, row)

    assert (told["step"], told["subject"], told["adverse"]) == (
        "marker",
        {"kind": "victim", "ref": "N-1"},
        False,
    )
    assert (told["asked_at"], told["contested_for"]) == ("2026-06-03T09:00:00Z", None)
    [evidence] = told["evidence"]
    assert (evidence["kind"], evidence["ref"]) == ("assessment", row.evidence[0].ref)
    shown = printed(step.table_of([(FORCE, row)]))
    assert row.step_id in shown
    assert f"1: {row.evidence[0].ref}" in shown
    assert "HIGH RISK ASB VICTIM. READ SENTINEL SEN-1" in shown
    assert "3 Jun 2026 10:00" in shown


def test_what_was_decided_is_not_listed_until_it_is_contested(core):
    [row] = looking(core).members(WAITING, StepRow)
    core.tell(confirmed(row.step_id, 50))
    assert looking(core).members(WAITING, StepRow) == []

    core.tell(contested(row.step_id, 60))

    [again] = looking(core).members(WAITING, StepRow)
    assert step.json_of(FORCE, again)["contested_for"] == "They were abroad that week."
    assert "Contested." in printed(step.table_of([(FORCE, again)]))


def test_a_marker_is_listed_with_when_it_is_reviewed_and_expires(core):
    [row] = looking(core).members(THERE, MarkerRow)
    core.tell(confirmed(row.marker_id, 50))

    [on] = looking(core).members(THERE, MarkerRow)

    told = marker.json_of(FORCE, on)
    assert (told["status"], told["marked"]) == ("active", {"kind": "person", "ref": "N-1"})
    assert (told["review_by"], told["expires_at"]) == ("2026-09-01T11:00:00Z", "2026-11-30T12:00:00Z")
    assert "1 Sep 2026" in printed(marker.table_of([(FORCE, on)]))


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("refuse", "s-1", *BY), "Missing option '--reason'."),
        (("contest", "s-1", *BY, "--reason", " "), "reason: String should have at least 1 character"),
        (("confirm", "x" * 65, *BY), "step_id: String should have at most 64 characters"),
        (("marker", "keep", "m-1", *BY), "Missing option '--reason'."),
        (
            ("confirm", "s-1", "--force", "E23000001", "--officer", "PS 77"),
            f"force E23000001 is not in the registry {REGISTRY}; it has E23000099, E23000098",
        ),
        (
            ("steps", "--force", "E23000001"),
            f"force E23000001 is not in the registry {REGISTRY}; it has E23000099, E23000098",
        ),
    ],
)
def test_a_users_mistake_is_one_sentence_and_status_2(words, sentence):
    result = CliRunner().invoke(asb, [*words, "--registry", REGISTRY, "--bootstrap", "127.0.0.1:1"])

    assert (result.exit_code, result.stderr.strip().rpartition("Error: ")[2]) == (2, sentence)
