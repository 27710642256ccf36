"""`asb sample` (X11): what a registrar may get wrong, and what is said of a sheet, before any Kafka is needed."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from streams.cli import asb
from streams.sample import sheet

REGISTRY = str(Path(__file__).parents[3] / "forces.yaml")
ROW: dict[str, Any] = {
    **dict.fromkeys(sheet.COLUMNS, ""),
    "force": "E23000099",
    "sample": "weighted",
    "class": "nuisance",
    "basis": "cues",
    "probability": 0.5,
}
ROWS = [
    {**ROW, "incident_id": "SK-1", "registrar_agrees": "yes"},
    {
        **ROW,
        "incident_id": "SK-2",
        "registrar_agrees": "no",
        "registrar_class": "personal",
        "registrar_reason": "Aimed at her.",
    },
    {**ROW, "incident_id": "SK-3"},
]
PUBLISH = ("--publish", "--officer", "FIR 1")


def run(*words: str) -> Any:
    return CliRunner().invoke(asb, ["sample", *words, "--registry", REGISTRY, "--bootstrap", "127.0.0.1:1"])


@pytest.fixture
def filled_in(tmp_path: Path) -> str:
    path = tmp_path / "sheet.csv"
    path.write_text(sheet.as_csv(ROWS), "utf-8")
    return str(path)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("draw", "--size", "5"), "say of which force with --force: E23000099, E23000098"),
        (
            ("draw", "--size", "5", "--force", "E1"),
            f"force E1 is not in the registry {REGISTRY}; it has E23000099, E23000098",
        ),
        (("agree", "no-such.csv"), "cannot read no-such.csv: No such file or directory"),
        (("agree", "any.csv", "--publish"), "--publish needs --officer: who the registrar is"),
        (("agree", "any.csv", "--dry-run"), "--dry-run goes with --publish"),
    ],
)
def test_x11_a_mistake_is_one_sentence_and_status_2(words, sentence):
    result = run(*words)

    assert (result.exit_code, result.stderr.strip().rpartition("Error: ")[2]) == (2, sentence)


def test_x11_a_sheet_is_never_written_over_another(filled_in):
    result = run("draw", "--size", "5", "--force", "E23000099", "--out", filled_in)

    assert result.exit_code == 2
    assert f"{filled_in} exists already: name another file" in result.stderr


def test_x11_a_bad_sheet_is_refused_with_file_line_and_column(tmp_path):
    path = tmp_path / "bad.csv"
    path.write_text(sheet.as_csv([{**ROWS[0], "registrar_agrees": "perhaps"}]), "utf-8")

    result = run("agree", str(path))

    assert result.exit_code == 2
    assert f"{path}: line 2, column registrar_agrees: say yes or no" in result.stderr


def test_x11_agreement_is_told_without_a_kafka(filled_in):
    result = run("agree", filled_in)

    assert result.exit_code == 0, result.stderr
    assert "Agreed: 1 of 2, 50.0% (95% interval 9.5% to 90.5%)" in result.stdout
    assert "Estimated of all incidents that the sample was drawn from: 50.0%" in result.stdout
    assert "Not reviewed: 1" in result.stdout


def test_x11_a_dry_run_shows_the_tags_that_would_be_sent_and_sends_none(filled_in):
    told = json.loads(run("agree", filled_in, *PUBLISH, "--dry-run", "--json").stdout)

    assert told["sent"] is False
    assert told["overrides"] == [
        {"incident_id": "SK-2", "asb": True, "class": "personal", "type": None, "reason": "Aimed at her."}
    ]


def test_x11_publishing_needs_a_kafka_and_says_so(filled_in):
    assert run("agree", filled_in, *PUBLISH).exit_code == 4
