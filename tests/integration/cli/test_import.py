"""`asb import incidents`: its JSON, its exit codes, and what stands on the topic afterwards."""

from pathlib import Path

import pytest

from connectors.broker import Broker
from connectors.reader import Reader
from schemas.envelope import open_envelope
from schemas.incoming import IncidentLogged
from schemas.topics import INCIDENTS

pytestmark = pytest.mark.kafka

SAMPLE = str(Path(__file__).parents[3] / "data" / "lancashire-asb-2022-sample.tab")
PUBLISHED = ("--mapping", "police-uk", "--force", "E23000098")


@pytest.fixture
def bad_file(tmp_path: Path) -> str:
    path = tmp_path / "bad.csv"
    path.write_text(
        "month,longitude,latitude,location,lsoa_code\n2022-01,-2.4,53.7,A,E1\n2022-13,-2.4,53.7,A,E1\n"
    )
    return str(path)


def test_the_published_sample_stands_on_its_forces_partition_and_twice_is_the_same(
    asb_here, kafka, installation
):
    asb_here("topics", "apply")

    first = asb_here("import", "incidents", SAMPLE, *PUBLISHED, "--json")
    asb_here("import", "incidents", SAMPLE, *PUBLISHED)

    assert first.exit_code == 0
    assert first.json() == {
        "file": "lancashire-asb-2022-sample.tab",
        "mapping": "police-uk",
        "force": "E23000098",
        "rows": 2016,
        "published": 2016,
        "good": 2016,
        "bad": [],
        "dry_run": False,
    }
    with Reader(Broker(kafka), installation, [INCIDENTS]) as reader:
        records = list(reader.until_end())
    assert {record.partition for record in records} == {1}
    assert len(records) == 2 * 2016
    said = {(record.value, open_envelope(record.headers, record.value)[0].id) for record in records}
    assert len(said) == 2016
    assert all(IncidentLogged.model_validate_json(value) for value, _ in said)


def test_bad_rows_are_told_the_rest_goes_on_and_the_exit_status_says_so(
    asb_here, kafka, installation, bad_file
):
    asb_here("topics", "apply")

    outcome = asb_here("import", "incidents", bad_file, *PUBLISHED)

    assert outcome.exit_code == 1
    assert outcome.out == "1 of 2 incidents of bad.csv published; bad rows: 1.\n"
    assert "bad.csv: row 2: month is not a time of the form %Y-%m-%d or %Y-%m" in outcome.err
    with Reader(Broker(kafka), installation, [INCIDENTS]) as reader:
        assert len(list(reader.until_end())) == 1


def test_a_dry_run_needs_no_kafka_and_lists_what_is_wrong(asb_process, bad_file):
    outcome = asb_process(
        "import", "incidents", bad_file, *PUBLISHED, "--dry-run", "--json", KAFKA_BOOTSTRAP="127.0.0.1:1"
    )

    assert outcome.exit_code == 1
    assert outcome.json()["published"] == 0
    assert outcome.json()["good"] == 1
    assert outcome.json()["bad"] == [
        {"row": 2, "column": "month", "problem": "is not a time of the form %Y-%m-%d or %Y-%m"}
    ]


def test_a_limit_reads_the_first_rows_only(asb_here):
    outcome = asb_here("import", "incidents", SAMPLE, *PUBLISHED, "--limit", "5", "--dry-run", "--json")

    assert outcome.json()["rows"] == 5


@pytest.mark.parametrize(
    ("arguments", "exit_code", "sentence"),
    [
        ((SAMPLE, "--mapping", "polis-uk", "--force", "E23000098"), 2, "there is no mapping polis-uk"),
        (
            (SAMPLE, "--mapping", "police-uk", "--force", "E23000001"),
            2,
            "force E23000001 is not in the registry",
        ),
        (("nowhere.csv", *PUBLISHED), 2, "'nowhere.csv' does not exist"),
        ((SAMPLE, "--force", "E23000098"), 2, "Missing option '--mapping'"),
        ((__file__, *PUBLISHED, "--dry-run"), 1, "test_import.py has no column month"),
        ((SAMPLE, *PUBLISHED, "--recorded-at", "2023-01-01", "--dry-run"), 2, "'--recorded-at'"),
    ],
)
def test_a_users_mistake_is_a_sentence_and_an_exit_status(asb_here, arguments, exit_code, sentence):
    outcome = asb_here("import", "incidents", *arguments)

    assert outcome.exit_code == exit_code
    assert sentence in outcome.err


def test_an_installation_without_topics_is_a_sentence_that_says_what_to_do(asb_here):
    outcome = asb_here("import", "incidents", SAMPLE, *PUBLISHED, "--limit", "1")

    assert outcome.exit_code == 1
    assert "asb topics check" in outcome.err
