"""An officer's word about one thing, by its id.

It may come before the thing, so it is written either way; but whoever mistyped an id is to hear of it.
"""

from collections.abc import Callable

import click

from schemas.incoming import Instruction
from streams.cli.instruction import write
from streams.cli.options import Installation
from streams.cli.standing_rows import ledgers
from streams.rules.ledger import Ledger


def give(
    here: Installation, force: str, told: Instruction, what: str, ident: str, known: Callable[[Ledger], bool]
) -> None:
    """Return once the word is written for certain; a line on stderr says so where no `what` of that id is known.

    Looked at before anything is written: whatever fails here, nothing has been said. Raises UserError, ReadFailed.
    """
    [ledger] = ledgers(here, force)
    is_known = known(ledger)
    write(here, force, [told])
    if not is_known:
        click.echo(
            f"No {what} {ident} of {force} is known here; the word is kept until there is one.", err=True
        )
