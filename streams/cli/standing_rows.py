"""What commands share that list rows of the state topic: which forces, and their rows as they stand."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Final

import click
from rich.console import Console

from streams.cli.errors import UserError
from streams.cli.exit_codes import ExitCode
from streams.cli.options import Installation
from streams.domain import AsbDomain
from streams.explain.standing import standing
from streams.rules.ledger import Ledger

# Reading rows needs no secret: it makes keys, and none is made here.
_NO_SECRET: Final = b""

one_force = click.option("--force", metavar="CODE", help="ONS code: list this force only.")


def ledgers(here: Installation, force: str | None) -> Iterator[Ledger]:
    """The rows of the force, or of every force of the registry; raises UserError for one that is not there."""
    registry = here.registry()
    if force is not None and registry.partition_of(force) is None:
        msg = (
            f"force {force} is not in the registry {here.registry_file}; it has {', '.join(registry.forces)}"
        )
        raise UserError(msg, ExitCode.USAGE)
    broker = here.broker()
    domain = AsbDomain(here.name, registry, _NO_SECRET)
    forces = registry.forces if force is None else (force,)
    with Console(stderr=True).status("reading what is known"):
        yield from standing(broker, here.name, domain, forces, datetime.now(UTC))
