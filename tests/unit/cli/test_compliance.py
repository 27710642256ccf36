"""`asb compliance` (R21): what scripts and spreadsheets may rely on, and what people see."""

import csv
import io
import json
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from schemas.rows import AboutKept, FeedRow, GoLiveRow
from schemas.words import FeedSource, GapKind, ObligationKind, Partner, Post, Question, SubjectKind
from streams.cli import asb
from streams.cli.compliance import checked
from streams.cli.compliance_output import COLUMNS, FORMATS
from streams.rules.ledger import Ledger
from tests.given.compliance_rows import case, duty, led, looking
from tests.given.core import Core
from tests.given.messages import at

REGISTRY = str(Path(__file__).parents[3] / "forces.yaml")
NOW = at(24 * 10)


@pytest.fixture
def ledger() -> Ledger:
    """Three gaps on beat B1, two of them of PC 4411's case; and one on no beat."""
    ledger = looking(Core(), NOW)
    ledger.rows.put(ledger.key("case", "case-1"), case())
    ledger.put_sentinel(led())
    ledger.put_go_live(GoLiveRow(at(25), (1, "", "")))
    asked = AboutKept(person_ref="P-1", question=Question.VULNERABLE)
    ledger.put_obligation(duty("o-1"))
    ledger.put_obligation(duty("o-2", ObligationKind.UNANSWERED_QUESTION, 72, about=asked))
    ledger.put_obligation(
        duty("o-3", ObligationKind.OFFICER_DECISION, 96, case_id="", incident_id="SK-9", about=None)
    )
    ledger.put_obligation(
        duty(
            "o-4",
            ObligationKind.SENTINEL_REFERENCE,
            120,
            case_id="case-2",
            beat=None,
            about=AboutKept(post=Post.SERGEANT, partner=Partner.HOUSING),
        )
    )
    return ledger


def shown(form: str, *forces, capsys) -> str:
    FORMATS[form]("demo", NOW, forces)
    return capsys.readouterr().out


def test_the_json_is_what_scripts_rely_on(ledger, capsys):
    told = json.loads(shown("json", checked(ledger, NOW), capsys=capsys))

    assert (set(told), told["installation"], told["as_at"]) == (
        {"installation", "as_at", "forces"},
        "demo",
        "2026-06-11T09:00:00Z",
    )
    [force] = told["forces"]
    assert set(force) == {"force", "outstanding", "compare_with", "feeds", "beats"}
    assert force["compare_with"] == {"case-not-assessed": 12.4}
    assert force["outstanding"][0] == {
        "gap": "no-assessment",
        "now": 1,
        "week_average": 1.0,
        "running_average": 1.0,
        "trend": None,
    }
    assert force["outstanding"][1] == {**force["outstanding"][0], "gap": "case-not-assessed"}
    assert [beat["beat"] for beat in force["beats"]] == [None, "B1"]
    assert set(force["beats"][1]) == {"beat", "outstanding", "gaps"}
    assert force["beats"][1]["gaps"][1] == {
        "gap": "no-assessment",
        "case_id": "case-1",
        "reference": "SEN-1",
        "incident_id": None,
        "about": {
            "subject": {"kind": "victim", "ref": "P-1"},
            "person_ref": None,
            "question": None,
            "post": None,
            "partner": None,
            "step_id": None,
            "correction_id": None,
        },
        "lead_officer": "PC 4411",
        "since": "2026-06-01T09:00:00Z",
        "age_days": 10,
        "before_go_live": True,
    }


def test_x9_the_check_says_when_each_source_was_heard_and_since_when_we_are_blind(ledger, capsys):
    ledger.put_feed(FeedRow(FeedSource.SENTINEL, at(2)))
    ledger.put_feed(FeedRow(FeedSource.STORM, at(1), silent=True))

    told = json.loads(shown("json", checked(ledger, NOW), capsys=capsys))
    table = shown("table", checked(ledger, NOW), capsys=capsys)

    assert [(one["source"], one["silent"]) for one in told["forces"][0]["feeds"]] == [
        ("sentinel", False),
        ("storm", True),
    ]
    assert "sentinel: heard 1 Jun 2026 12:00" in table
    assert "storm: blind since 1 Jun 2026 11:00" in table


def test_the_csv_is_a_row_for_each_gap(ledger, capsys):
    rows = list(csv.DictReader(io.StringIO(shown("csv", checked(ledger, NOW), capsys=capsys))))

    assert tuple(rows[0]) == COLUMNS
    assert [(row["beat"], row["gap"], row["age_days"]) for row in rows] == [
        ("", "no-sentinel-reference", "5"),
        ("B1", "no-officer-decision", "6"),
        ("B1", "no-assessment", "10"),
        ("B1", "unknown-answer", "7"),
    ]
    assert (rows[0]["post"], rows[0]["partner"]) == ("sergeant", "housing")
    assert (rows[2]["subject_kind"], rows[2]["subject"], rows[2]["before_go_live"]) == (
        "victim",
        "P-1",
        "yes",
    )
    assert (rows[3]["person_ref"], rows[3]["question"], rows[3]["before_go_live"]) == (
        "P-1",
        "vulnerable",
        "no",
    )


def test_people_see_beats_lead_officers_ages_and_what_to_compare_with(ledger, capsys):
    told = shown("table", checked(ledger, NOW), capsys=capsys)

    assert told.index("No beat") < told.index("Beat B1") < told.index("nobody", told.index("Beat B1"))
    assert told.index("nobody", told.index("Beat B1")) < told.index("PC 4411")
    assert "10*" in told
    assert "* due before reminders went live" in told
    assert "12.4" in told


def test_cases_that_are_not_assessed_stand_beside_the_figure_to_compare_and_are_no_gap_more(ledger, capsys):
    ledger.put_obligation(duty("o-5", about=AboutKept(kind=SubjectKind.VICTIM, ref="P-2")))

    told = shown("table", checked(ledger, NOW), capsys=capsys)

    rows = [line.split() for line in told[told.index("Outstanding") :].splitlines() if line.strip()]
    numbers = {first: rest for first, *rest in rows}
    assert numbers["no-assessment"] == ["2", "2.0", "2.0", "–"]
    assert numbers["case-not-assessed"] == ["1", "1.0", "1.0", "–", "12.4"]
    assert numbers["all"] == ["gaps", "5", "5.0"]


def test_what_looks_like_markup_is_shown_as_it_is(ledger, capsys):
    ledger.put_sentinel(led(officer="[PC] 4411"))

    assert "[PC] 4411" in shown("table", checked(ledger, NOW), capsys=capsys)


def test_a_force_in_order_says_so(capsys):
    told = shown("table", checked(looking(Core(), NOW), NOW), capsys=capsys)

    assert "Nothing is missing." in told
    assert "12.4" in told


def test_one_beat_one_officer_or_an_earlier_moment_can_be_asked_for(ledger):
    of_beat = checked(ledger, NOW, beat="B1")
    of_officer = checked(ledger, NOW, lead_officer="PC 4411")
    on_no_beat = checked(ledger, NOW, beat="")
    earlier = checked(ledger, at(72) - timedelta(seconds=1))

    def count(force):
        return {each.beat: len(each.gaps) for each in force.beats}

    assert [count(each) for each in (of_beat, of_officer, on_no_beat, earlier)] == [
        {"B1": 3},
        {"B1": 2},
        {"": 1},
        {"B1": 1},
    ]


@pytest.mark.parametrize("gap", GapKind)
def test_the_manual_says_what_each_gap_means(gap):
    manual = (Path(REGISTRY).parent / "docs" / "compliance.md").read_text("utf-8")

    assert f"\n| `{gap}` | " in manual


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--as-at", "yesterday"], "is no day or time"),
        (["--force", "E23000001"], "force E23000001 is not in the registry"),
        (["--format", "xml"], "'xml' is not one of"),
    ],
)
def test_a_wrong_command_line_is_exit_2_and_one_sentence(arguments, said, monkeypatch):
    monkeypatch.setenv("ASB_REGISTRY", REGISTRY)
    monkeypatch.setenv("KAFKA_BOOTSTRAP", "127.0.0.1:1")

    result = CliRunner().invoke(asb, ["compliance", *arguments])

    assert result.exit_code == 2
    assert said in result.stderr
    assert "Traceback" not in result.stderr
