"""What holds for every command of `asb`."""

import time
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from streams.cli import COMMANDS, asb

REGISTRY = str(Path(__file__).parents[3] / "forces.yaml")
SAMPLE = str(Path(__file__).parents[3] / "data" / "lancashire-asb-2022-sample.tab")


def all_commands() -> list[tuple[str, ...]]:
    """Every command by its words, groups left out."""
    context = click.Context(asb)
    found: list[tuple[str, ...]] = []
    for name in COMMANDS:
        command = asb.get_command(context, name)
        if isinstance(command, click.Group):
            found += [(name, sub) for sub in command.list_commands(context)]
        else:
            found.append((name,))
    return found


@pytest.mark.parametrize("words", all_commands(), ids=" ".join)
def test_its_help_says_what_it_does_and_what_each_option_means(words):
    result = CliRunner().invoke(asb, [*words, "--help"])

    assert result.exit_code == 0
    context = click.Context(asb)
    command = asb.get_command(context, words[0])
    if isinstance(command, click.Group):
        command = command.get_command(context, words[1])
    assert command is not None
    assert (command.help or "").strip()
    assert [
        option.name for option in command.params if isinstance(option, click.Option) and not option.help
    ] == []


@pytest.mark.parametrize(
    "words",
    [
        ("import", "incidents", SAMPLE, "--mapping", "police-uk", "--force", "E23000098"),
        ("duty", "decline", "d-1", "--force", "E23000099", "--officer", "PS 77", "--reason", "Not ours."),
        [
            "crime-review",
            "d-1",
            "--no-crime",
            "--force",
            "E23000099",
            "--officer",
            "PS77",
            "--reason",
            "Seen",
        ],
        ("go-live", "--force", "E23000099", "--officer", "PS 77", "--from", "2026-12-01"),
        ("steps",),
        ("confirm", "s-1", "--force", "E23000099", "--officer", "PS 77"),
        ("refuse", "s-1", "--force", "E23000099", "--officer", "PS 77", "--reason", "Not them."),
        ("contest", "s-1", "--force", "E23000099", "--officer", "PS 77", "--reason", "Not them."),
        ("marker", "keep", "m-1", "--force", "E23000099", "--officer", "PS 77", "--reason", "As it was."),
        ("marker", "show"),
        ("tail", "decisions"),
        ("explain", "S-1"),
        ("compliance",),
        ("sample", "draw", "--size", "5", "--force", "E23000099"),
        ("replay",),
    ],
    ids=lambda words: words[0],
)
def test_without_a_kafka_it_says_so_within_five_seconds_and_how_to_start_one(words, monkeypatch):
    monkeypatch.setenv("KAFKA_BOOTSTRAP", "127.0.0.1:1")
    monkeypatch.setenv("ASB_REGISTRY", REGISTRY)
    began = time.monotonic()

    result = CliRunner().invoke(asb, list(words))

    assert result.exit_code == 4
    assert result.stderr.strip().splitlines()[-1] == (
        "Error: No Kafka at 127.0.0.1:1; start one with: asb broker start"
    )
    assert time.monotonic() - began < 5


def test_a_command_that_is_none_is_exit_2():
    result = CliRunner().invoke(asb, ["explian"])

    assert result.exit_code == 2
    assert "No such command 'explian'" in result.stderr
