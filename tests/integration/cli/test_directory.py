"""`asb directory` and `asb high-risk`: what stands on the topic afterwards, and what a worker made of it (R8)."""

from pathlib import Path

import pytest

from connectors.broker import Broker
from connectors.reader import Reader
from schemas.envelope import open_envelope
from schemas.incoming import DirectoryUpdated, HighRiskDeclared
from schemas.topics import INSTRUCTIONS
from tests.integration.cli.conftest import Asb

pytestmark = pytest.mark.kafka

BY = ("--force", "E23000098", "--officer", "PS 77")
FILE = """\
- {fallback: true, sergeant: PS 1, inspector: PI 1, from: 2026-06-01}
- {beat: SK13, sergeant: PS 2, inspector: PI 2, district: SK, from: 2026-06-01}
"""


def instructions(kafka: str, installation: str) -> list[tuple[int, bytes | None, str, bytes]]:
    """Partition, key, type and data of what stands on the topic."""
    with Reader(Broker(kafka), installation, [INSTRUCTIONS]) as reader:
        records = [(record, *open_envelope(record.headers, record.value)) for record in reader.until_end()]
    return [(record.partition, record.key, told.type, data) for record, told, data in records]


def test_r8_an_officers_words_stand_on_their_forces_partition(
    asb_here: Asb, kafka: str, installation: str, tmp_path: Path
) -> None:
    file = tmp_path / "directory.yaml"
    file.write_text(FILE, "utf-8")
    asb_here("topics", "apply")

    posts = ("--sergeant", "PS 3", "--inspector", "PI 3", "--from", "2026-07-01")
    named = asb_here("directory", "set", "SK12", *BY, *posts)
    imported = asb_here("directory", "import", str(file), *BY)
    declared = asb_here("high-risk", "SEN-1", "victim", "P-1", *BY, "--reason", "Threatened.", "--no-longer")

    assert (
        named.out
        == "From 2026-07-01 PS 3 and PI 3 are the sergeant and the inspector of beat SK12 of E23000098.\n"
    )
    assert imported.out == f"2 entries of {file} are written for E23000098.\n"
    assert declared.out == "By the word of PS 77 the victim P-1 of SEN-1 is no longer at high risk.\n"
    stand = instructions(kafka, installation)
    assert [one[:3] for one in stand] == [
        (1, b"SK12", "DirectoryUpdated"),
        (1, b"directory", "DirectoryUpdated"),
        (1, b"SK13", "DirectoryUpdated"),
        (1, b"SEN-1", "HighRiskDeclared"),
    ]
    beats = [DirectoryUpdated.model_validate_json(one[3]) for one in stand[:3]]
    assert [(one.beat, one.sergeant, one.district) for one in beats] == [
        ("SK12", "PS 3", None),
        (None, "PS 1", None),
        ("SK13", "PS 2", "SK"),
    ]
    told = HighRiskDeclared.model_validate_json(stand[3][3])
    assert (told.subject.ref, told.high, told.officer) == ("P-1", False, "PS 77")


def test_r8_what_the_worker_knows_is_shown(asb_decided: Asb) -> None:
    outcome = asb_decided("directory", "show", "--force", "E23000099", "--at", "2026-02-01", "--json")

    assert outcome.exit_code == 0, outcome.err
    shown = outcome.json()
    [beat] = [one for one in shown["forces"]["E23000099"] if one["beat"] == "SK04"]
    assert (shown["at"], beat["sergeant"], beat["inspector"], beat["in_effect"]) == (
        "2026-02-01",
        "PS-9100",
        "PI-9200",
        True,
    )


def test_r8_where_nobody_is_named_as_fallback_it_says_so(asb_decided: Asb) -> None:
    outcome = asb_decided("directory", "show", "--force", "E23000098")

    assert "asb directory set --fallback" in " ".join(outcome.out.split())
