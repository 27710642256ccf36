"""Why a duty that follows from the facts of a case is open no more.

An ending is what is to be done with the duty.
"""

from collections.abc import Callable
from functools import partial

from schemas.rows import ObligationRow
from schemas.words import WithdrawalReason
from streams.rules import obligation
from streams.rules.ledger import Ledger

Ending = Callable[[Ledger, ObligationRow], None]


def done() -> Ending:
    """What it asked for was done."""
    return obligation.done


def declined(officer: str, reason: str) -> Ending:
    """A named officer decided against it."""
    return partial(obligation.decline, officer=officer, reason=reason)


def withdrawn(reason: WithdrawalReason) -> Ending:
    """What it was opened for no longer stands."""
    return partial(obligation.withdraw, reason=reason)
