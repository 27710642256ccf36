"""Why a duty that follows from the facts of a case is open no more.

An ending is what is to be done with the duty, and whether one that is wanted from another time on is still the same.
"""

from collections.abc import Callable
from functools import partial
from typing import NamedTuple

from schemas.rows import ObligationRow
from schemas.words import WithdrawalReason
from streams.rules import obligation
from streams.rules.ledger import Ledger


class Ending(NamedTuple):
    end: Callable[[Ledger, ObligationRow], None]
    # It was only known wrongly since when it is owed.
    goes_on: bool = False


def done() -> Ending:
    """What it asked for was done."""
    return Ending(obligation.done)


def declined(officer: str, reason: str) -> Ending:
    """A named officer decided against it."""
    return Ending(partial(obligation.decline, officer=officer, reason=reason))


def withdrawn(reason: WithdrawalReason) -> Ending:
    """What it was opened for no longer stands."""
    return Ending(partial(obligation.withdraw, reason=reason), reason is WithdrawalReason.CORRECTED)
