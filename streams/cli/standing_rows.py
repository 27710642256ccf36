"""What commands share that look at rows of the state topic: which forces, and their rows as they stand."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Final

import click
from rich.console import Console

from streams.cli.options import Installation
from streams.domain import AsbDomain
from streams.explain.standing import standing
from streams.rules.ledger import Ledger

# Reading rows needs no secret: it makes keys, and none is made here.
_NO_SECRET: Final = b""

one_force = click.option("--force", metavar="CODE", help="ONS code: list this force only.")


def ledgers(here: Installation, force: str | None, at: datetime | None = None) -> Iterator[Ledger]:
    """The rows of the force, or of every force of the registry, looked at as of `at`, else of now.

    Raises UserError for a force that is not in the registry, and ReadFailed.
    """
    forces = here.forces(force)
    broker, domain = here.broker(), looking_domain(here)
    with Console(stderr=True).status("reading what is known"):
        yield from standing(broker, here.name, domain, forces, at or datetime.now(UTC))


def looking_domain(here: Installation) -> AsbDomain:
    """The domain for whoever reads rows and decides nothing."""
    return AsbDomain(here.name, here.registry(), _NO_SECRET)
