"""`asb sample` on what real workers know (X11): the same draw twice, and the registrar's tag on the topic."""

import csv
import io
import json

import pytest

from connectors.broker import Broker
from connectors.reader import Reader
from schemas.incoming import TagOverridden
from schemas.topics import INSTRUCTIONS

pytestmark = pytest.mark.kafka

CITY = "E23000099"
DRAW = ("sample", "draw", "--force", CITY, "--size", "25", "--seed", "4711")


def drawn(outcome) -> list[dict[str, str]]:
    assert outcome.exit_code == 0, outcome.err
    return list(csv.DictReader(io.StringIO(outcome.out)))


@pytest.mark.parametrize("kind", ["--random", "--weighted"])
def test_x11_the_same_seed_draws_the_same_incidents_each_once(asb_decided, kind):
    first, again = (drawn(asb_decided(*DRAW, kind)) for _ in range(2))

    assert first == again
    assert len({row["incident_id"] for row in first}) == 25
    assert all(0 < float(row["probability"]) <= 1 and row["basis"] for row in first)


def test_x11_what_the_registrar_says_is_shown_and_not_sent_by_a_dry_run(asb_decided, tmp_path):
    path = tmp_path / "sheet.csv"
    assert asb_decided(*DRAW, "--out", str(path)).exit_code == 0
    rows = list(csv.DictReader(io.StringIO(path.read_text("utf-8"))))
    for row in rows:
        row["registrar_agrees"] = "yes"
    rows[0] |= {"registrar_agrees": "no", "registrar_class": "not-asb", "registrar_reason": "Counting rules."}
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)

    outcome = asb_decided(
        "sample", "agree", str(path), "--publish", "--dry-run", "--officer", "FIR 1", "--json"
    )

    told = outcome.json()
    assert (told["sample"]["agreed"], told["sample"]["reviewed"]) == (24, 25)
    assert [one["incident_id"] for one in told["overrides"]] == [rows[0]["incident_id"]]


def test_x11_the_registrars_tag_is_written_as_an_instruction(asb_here, kafka, installation, tmp_path):
    assert asb_here("topics", "apply").exit_code == 0
    path = tmp_path / "sheet.json"
    row = {
        "force": CITY,
        "sample": "random",
        "incident_id": "SK-1",
        "class": "nuisance",
        "type": "",
        "basis": "cues",
        "probability": 1,
        "registrar_agrees": "no",
        "registrar_class": "personal",
        "registrar_type": "",
        "registrar_reason": "Aimed at her.",
    }
    path.write_text(json.dumps({"rows": [row]}), "utf-8")

    outcome = asb_here("sample", "agree", str(path), "--publish", "--officer", "FIR 1")

    assert outcome.exit_code == 0, outcome.err
    assert "Sent: SK-1 is personal" in outcome.out
    with Reader(Broker(kafka), installation, [INSTRUCTIONS]) as reader:
        [written] = [TagOverridden.model_validate_json(record.value) for record in reader.until_end()]
    assert (written.incident_id, written.officer, written.asb_class) == ("SK-1", "FIR 1", "personal")
