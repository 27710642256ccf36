"""`asb restrict`, `asb export`, `asb erase`: what somebody may get wrong is told in one sentence (X8)."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from schemas.incoming import DataSubject
from streams.cli import asb, erasure
from streams.cli.options import Installation
from streams.topic_retention import gone_after
from tests.given.messages import at

REGISTRY = Path(__file__).parents[3] / "forces.yaml"
BY = ("--force", "E23000099", "--officer", "DPO 1")
WHY = ("--reason", "They ask for it.")
COMMANDS = (
    ("restrict", "--id", "R-1", *BY, *WHY),
    ("erase", "--id", "R-1", *BY, *WHY),
    ("export", *BY),
)


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a secret and no Kafka."""
    monkeypatch.setenv("KAFKA_BOOTSTRAP", "127.0.0.1:1")
    monkeypatch.setenv("ASB_REGISTRY", str(REGISTRY))
    (tmp_path / "secret").write_bytes(b"s" * 64)
    monkeypatch.setenv("ASB_SECRET_FILE", str(tmp_path / "secret"))
    return tmp_path


def told(folder: Path, text: str | bytes) -> str:
    file = folder / "subject.json"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return str(file)


def run(*words: str) -> Result:
    return CliRunner().invoke(asb, list(words))


def sentence(result: Result) -> str:
    return result.stderr.strip().splitlines()[-1]


@pytest.mark.parametrize("words", COMMANDS, ids=lambda words: words[0])
@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", "Error: --subject: Invalid JSON"),
        ("[]", "Error: --subject: Input should be an object"),
        ("{}", "Error: --subject: nominal_ref, name with date_of_birth, or in_sentinel is needed"),
        (b"\xff\xfe", "Error: --subject: the file is not UTF-8"),
        (json.dumps({"name": "Ann Bell"}), "Error: --subject: a name counts with its birth date only"),
        (
            json.dumps({"name": "Ann Bell", "date_of_birth": "31/01/1990"}),
            "Error: --subject: date_of_birth: Input should be a valid date",
        ),
        (
            json.dumps({"nominal_ref": "N-1", "in_sentinal": []}),
            "Error: --subject: in_sentinal: Extra inputs are not permitted",
        ),
    ],
    ids=["broken", "a list", "nobody", "no text", "no birth date", "no date", "a word misspelt"],
)
def test_x8_a_file_that_says_nobody_surely_is_refused_and_nothing_of_it_is_shown(
    here: Path, words: tuple[str, ...], text: str | bytes, said: str
) -> None:
    result = run(*words, "--subject", told(here, text))

    assert result.exit_code == 2
    assert sentence(result).startswith(said)
    assert "Ann Bell" not in result.output


@pytest.mark.parametrize("words", COMMANDS, ids=lambda words: words[0])
def test_x8_without_a_kafka_each_says_so(here: Path, words: tuple[str, ...]) -> None:
    output = ("-o", str(here / "export.json")) if words[0] == "export" else ()

    result = run(*words, *output, "--subject", told(here, '{"nominal_ref": "N-1"}'))

    assert result.exit_code == 4
    assert sentence(result) == "Error: No Kafka at 127.0.0.1:1; start one with: asb broker start"


@pytest.mark.parametrize("words", COMMANDS, ids=lambda words: words[0])
def test_x8_without_an_officer_nothing_is_done(here: Path, words: tuple[str, ...]) -> None:
    without = [word for word in words if word not in ("--officer", "DPO 1")]

    result = run(*without, "--subject", told(here, '{"nominal_ref": "N-1"}'))

    assert result.exit_code == 2
    assert sentence(result) == "Error: Missing option '--officer'."


@pytest.mark.parametrize("words", COMMANDS, ids=lambda words: words[0])
def test_x8_a_force_that_is_not_there_is_named(here: Path, words: tuple[str, ...]) -> None:
    elsewhere = ["E99" if word == "E23000099" else word for word in words]
    output = ("-o", str(here / "export.json")) if words[0] == "export" else ()

    result = run(*elsewhere, *output, "--subject", told(here, '{"nominal_ref": "N-1"}'))

    assert result.exit_code == 2
    assert sentence(result).startswith("Error: force E99 is not in the registry")


@pytest.mark.parametrize("words", COMMANDS, ids=lambda words: words[0])
def test_x8_a_file_that_is_not_there_is_named(here: Path, words: tuple[str, ...]) -> None:
    result = run(*words, "--subject", "nobody.json")

    assert result.exit_code == 2
    assert sentence(result).endswith("'nobody.json': No such file or directory")


def test_x8_an_export_overwrites_nothing_and_is_refused_before_anybody_is_recorded_to_have_looked(
    here: Path,
) -> None:
    file = here / "export.json"
    file.write_text("before", "utf-8")

    result = run("export", *BY, "--subject", told(here, '{"nominal_ref": "N-1"}'), "-o", str(file))

    assert (result.exit_code, sentence(result)) == (2, f"Error: {file} is there already: name another file")
    assert file.read_text("utf-8") == "before"


def test_x8_an_export_into_a_folder_that_is_not_there_is_refused(here: Path) -> None:
    file = here / "none" / "export.json"

    result = run("export", *BY, "--subject", told(here, '{"nominal_ref": "N-1"}'), "-o", str(file))

    assert (result.exit_code, sentence(result)) == (
        2,
        f"Error: there is no folder {file.parent} to write export.json in",
    )


def test_x8_more_logs_and_messages_than_one_instruction_may_name_are_told_in_several() -> None:
    asked = erasure.Asked("E23000099", "DPO 1", "R-1", DataSubject(nominal_ref="N-1"), "They ask for it.")
    logs, keys = [f"SK-{number}" for number in range(1_001)], [f"t/0/{number}" for number in range(1_001)]

    found = erasure.instructions(Installation(None, "demo", REGISTRY), asked, logs, keys, at(0))

    assert [len(each.incident_ids) for each in found] == [500, 500, 1]
    assert [len(each.rejected_keys) for each in found] == [1_000, 1, 0]
    assert len({each.recorded_at for each in found}) == 3


def test_x8_bytes_last_as_long_as_the_installation_keeps_the_topic_that_it_keeps_longest() -> None:
    longer = gone_after({"asb.cases.v1": 60, "asb.decisions.v1": 900})

    assert longer - gone_after() == timedelta(days=30)
