"""A click group that imports a command's module when the command runs: `asb --help` stays fast."""

from dataclasses import dataclass
from importlib import import_module
from typing import Any

import click

from streams.broker.errors import BrokerError, NoBroker
from streams.cli.errors import UserError
from streams.cli.exit_codes import ExitCode


@dataclass(frozen=True)
class LazyCommand:
    """A command by its module, its line in the help, and what the module calls it."""

    module: str
    help: str
    called: str = "command"


class LazyGroup(click.Group):
    """The commands of the table, in its order."""

    def __init__(self, *args: Any, lazy: dict[str, LazyCommand], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._lazy = lazy

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self._lazy)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self._lazy:
            return None
        entry = self._lazy[cmd_name]
        command: click.Command = getattr(import_module(entry.module), entry.called)
        command.name, command.short_help = cmd_name, entry.help
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, entry.help) for name, entry in self._lazy.items()])

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; what goes wrong with the broker becomes one line and an exit status."""
        try:
            return super().invoke(ctx)
        except NoBroker as error:
            raise UserError(str(error), ExitCode.NO_BROKER) from error
        except BrokerError as error:
            raise UserError(str(error)) from error
