"""The `asb` command as a whole: help, exit statuses, one sentence for a user's mistake."""

import subprocess
import sys

import click
import pytest
from click.testing import CliRunner

from streams.broker.errors import BrokerError, NoBroker
from streams.cli import COMMANDS, asb
from streams.cli.errors import UserError
from streams.cli.exit_codes import ExitCode
from streams.cli.lazy import LazyCommand, LazyGroup

FAILURES = {
    "mistake": UserError("The registry has no force E23000001; add it to forces.yaml"),
    "lost": UserError("No healthy desk is left", ExitCode.NO_HEALTHY_DESK),
    "alone": NoBroker("No Kafka at 127.0.0.1:1; start one with: asb broker start"),
    "broken": BrokerError("The Kafka in .asb/broker ended at once; see its log"),
}


@click.command()
@click.pass_context
def command(ctx: click.Context) -> None:
    """Fail as the name says."""
    raise FAILURES[str(ctx.info_name)]


FAILING = LazyGroup("failing", lazy={name: LazyCommand(__name__, name) for name in FAILURES})


@pytest.mark.parametrize(("name", "status"), [("mistake", 1), ("lost", 3), ("alone", 4), ("broken", 1)])
def test_what_a_user_can_put_right_is_one_line_and_a_status(name: str, status: int):
    result = CliRunner().invoke(FAILING, [name])

    assert result.exit_code == status
    assert result.stderr == f"Error: {FAILURES[name]}\n"
    assert result.stdout == ""


def test_a_bug_keeps_its_traceback():
    result = CliRunner().invoke(LazyGroup("x", lazy={"bug": LazyCommand("no.such.module", "")}), ["bug"])

    assert isinstance(result.exception, ModuleNotFoundError)


def test_the_help_lists_every_command_and_exit_status():
    result = CliRunner().invoke(asb, ["--help"])

    assert result.exit_code == 0
    for name, entry in COMMANDS.items():
        assert f"{name} " in result.stdout
        assert entry.help in result.stdout
    for code in ExitCode:
        assert f"{code.value}  {code.meaning}" in result.stdout


def test_the_help_imports_nothing_heavy():
    script = (
        "import sys; from streams.cli import asb; asb(['--help'], standalone_mode=False);"
        "heavy = {'faust', 'kafka', 'aiokafka', 'pydantic', 'rich'};"
        "print(sorted(heavy & set(sys.modules)), file=sys.stderr)"
    )

    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)

    assert done.stderr.strip() == "[]"


@pytest.mark.parametrize("arguments", [["nonsense"], ["--nonsense"], ["broker", "nonsense"]])
def test_a_wrong_command_line_is_status_2(arguments: list[str]):
    assert CliRunner().invoke(asb, arguments).exit_code == ExitCode.USAGE


def test_python_m_streams_is_the_same_command():
    done = subprocess.run(
        [sys.executable, "-m", "streams", "--help"], capture_output=True, text=True, check=True
    )

    assert done.stdout.startswith("Usage: asb ")


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_that_the_help_lists_is_there_and_explains_itself(name: str):
    result = CliRunner().invoke(asb, [name, "--help"])

    assert result.exit_code == 0, result.exception
    assert result.stdout.startswith(f"Usage: asb {name}")
