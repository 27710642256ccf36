"""What a command says that fails by a fault of ours: its kind and the lines it passed, nothing that anybody wrote.

Python's own traceback ends with the text of the error, and that may quote a name or a number: pydantic's does.
"""

from types import TracebackType

import click


def tell(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """Print it to stderr; Python then ends with status 1. It stands in for `sys.excepthook`."""
    from streams.engine.log_lines import places
    from streams.engine.state import describe

    del kind
    click.echo(f"Error: this is a fault of ours, not yours: {describe(error)}", err=True)
    click.echo("Report it with these lines, which hold nothing of the data:", err=True)
    for place in places(trace):
        click.echo(f"  {place}", err=True)
