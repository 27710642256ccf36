"""What the user can put right: one clear sentence and an exit status, no traceback."""

import click

from streams.cli.exit_codes import ExitCode


class UserError(click.ClickException):
    """Raise it from any command; `asb` prints the message to stderr and exits with the status."""

    def __init__(self, message: str, exit_code: int = ExitCode.NOT_MET) -> None:
        super().__init__(message)
        self.exit_code = int(exit_code)
