"""`asb directory` and `asb high-risk`: what an officer may get wrong, before any Kafka is needed (R8)."""

from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from streams.cli import asb
from streams.cli.directory import named
from streams.cli.directory_file import entries_of
from tests.given.core import FORCE, Core
from tests.given.high_risk import directory
from tests.given.messages import at

REGISTRY = str(Path(__file__).parents[3] / "forces.yaml")
BY = ("--force", "E23000099", "--officer", "PS 77")
POSTS = ("--sergeant", "PS 1", "--inspector", "PI 1")
GOOD = """\
- fallback: true
  sergeant: PS 1
  inspector: PI 1
- beat: 012
  sergeant: PS 2
  inspector: PI 2
  chief_inspector: CI 2
  district: SK
  from: 2026-12-01
"""


def said_of(*words: str) -> tuple[int, str]:
    """The exit status, and what follows `Error:`."""
    result = CliRunner().invoke(asb, [*words, "--registry", REGISTRY, "--bootstrap", "127.0.0.1:1"])
    return result.exit_code, result.stderr.strip().rpartition("Error: ")[2]


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("directory", "set", *BY, *POSTS), "name a BEAT, or --fallback, and only one of them"),
        (
            ("directory", "set", "SK12", "--fallback", *BY, *POSTS),
            "name a BEAT, or --fallback, and only one of them",
        ),
        (("directory", "set", "SK12", *BY, *POSTS[:2]), "Missing option '--inspector'."),
        (
            ("directory", "set", "SK12", *BY, *POSTS, "--from", "tomorrow"),
            "Invalid value for '--from': 'tomorrow' is no day; write 2026-12-01",
        ),
        (
            ("directory", "set", "S" * 17, *BY, *POSTS),
            "beat: String should have at most 16 characters",
        ),
        (
            ("high-risk", "SEN-1", "victim", *BY, "--reason", "Threatened."),
            "REF is needed for a victim, a perpetrator and a location, and for these only",
        ),
        (
            ("high-risk", "SEN-1", "community", "P-1", *BY, "--reason", "Threatened."),
            "REF is needed for a victim, a perpetrator and a location, and for these only",
        ),
        (
            ("high-risk", "SEN-1", "victim", "P-1", *BY, "--reason", " "),
            "reason: String should have at least 1 character",
        ),
    ],
)
def test_a_users_mistake_is_one_sentence_and_status_2(words: tuple[str, ...], sentence: str) -> None:
    assert said_of(*words) == (2, sentence)


def test_a_file_is_read_as_it_is_written(tmp_path: Path) -> None:
    file = tmp_path / "directory.yaml"
    file.write_text(GOOD)

    fallback, beat = entries_of(file)

    assert (fallback.beat, fallback.sergeant, fallback.effective_from) == ("", "PS 1", None)
    assert (beat.beat, beat.effective_from) == ("012", date(2026, 12, 1))


@pytest.mark.parametrize(
    ("wrong", "right", "said"),
    [
        ("sergeant: PS 2", "sergent: PS 2", "entry 2 (012): Additional properties are not allowed"),
        ("  sergeant: PS 2\n", "", "entry 2 (012): 'sergeant' is a required property"),
        ("from: 2026-12-01", "from: 2026-13-01", "entry 2 (012): from: '2026-13-01' is not a 'date'"),
        ("from: 2026-12-01", "from: 2026-12-01\n- x", "entry 3: 'x' is not of type 'object'"),
        ("fallback: true", "fallback: maybe", "entry 1 (fallback): fallback: 'true' was expected"),
        ("beat: 012", "district: 012", "entry 2: a beat, or `fallback: true`, and only one of them"),
        ("beat: 012", "beat: 012\n  fallback: true", "entry 2 (012): a beat, or `fallback: true`"),
        ("- fallback: true", "  fallback: true", "it is no YAML in line"),
    ],
)
def test_the_entry_that_is_wrong_is_named(tmp_path: Path, wrong: str, right: str, said: str) -> None:
    file = tmp_path / "directory.yaml"
    file.write_text(GOOD.replace(wrong, right, 1))

    status, sentence = said_of("directory", "import", str(file), *BY)

    assert (status, sentence.startswith(str(file))) == (2, True)
    assert said in sentence


@pytest.mark.parametrize("text", ["", "beat: SK12", "[]"])
def test_a_file_without_a_list_is_told_so(tmp_path: Path, text: str) -> None:
    file = tmp_path / "directory.yaml"
    file.write_text(text)

    assert said_of("directory", "import", str(file), *BY) == (
        2,
        f"{file}: a list of entries is needed, each with a beat or `fallback: true`",
    )


def test_the_same_beat_from_the_same_day_twice_is_a_mistake(tmp_path: Path) -> None:
    file = tmp_path / "directory.yaml"
    file.write_text(GOOD + GOOD)

    status, sentence = said_of("directory", "import", str(file), *BY)

    assert (status, sentence) == (2, f"{file}: entry 3 (fallback): named twice from the same day")


def test_a_file_that_is_not_there_is_told_so(tmp_path: Path) -> None:
    file = tmp_path / "nothing.yaml"

    assert said_of("directory", "import", str(file), *BY) == (
        2,
        f"cannot read {file}: No such file or directory",
    )


def test_who_is_named_on_a_day_and_later_is_shown_the_fallback_first() -> None:
    core = Core()
    core.tell(
        directory("SK12"),
        directory("SK12", date(2026, 6, 10), inspector="PI New"),
        directory("SK13", date(2026, 7, 1)),
        directory(None),
    )
    ledger = core.domain.looking(FORCE, at(0), core.table)

    def shown(day: date) -> list[tuple[str | None, str, bool]]:
        return [(one["beat"], one["inspector"], one["in_effect"]) for one in named(ledger, day)]

    assert shown(date(2026, 6, 9)) == [
        (None, "PI fallback", True),
        ("SK12", "PI SK12", True),
        ("SK12", "PI New", False),
        ("SK13", "PI SK13", False),
    ]
    assert shown(date(2026, 6, 10))[1:] == [("SK12", "PI New", True), ("SK13", "PI SK13", False)]
