"""What the rules of single duties ask of a case: who is on it, at which band it stands, what was done (R10-R16).

Pure.
"""

from collections.abc import Container
from datetime import datetime

from schemas.words import Band
from streams.rules.case_state import CaseState
from streams.rules.ladder import london_day
from streams.rules.people import PersonOnCase


def worked_on_since(state: CaseState) -> datetime:
    """When Sentinel took the case. Raises LookupError for a case that is not worked on."""
    if state.since is None:
        msg = "a case that nobody works on owes nothing"
        raise LookupError(msg)
    return state.since


def person_of(state: CaseState, ref: str) -> PersonOnCase | None:
    """Who on the case is published under a reference; None: nobody, or they left."""
    return next((person for person in state.people if person.ref == ref), None)


def at_bands_since(state: CaseState, bands: Container[Band]) -> datetime | None:
    """When the case came to one of the bands, moves between them left aside; None: it stands at another."""
    since = None
    for run in reversed(state.band_runs):
        if run.band is None or run.band not in bands:
            break
        since = run.since
    return since


def done_at(state: CaseState, slot: str) -> datetime | None:
    """When a plan was made, a review held or a partner contacted last; None: never."""
    acts = state.sentinel.acts if state.sentinel is not None else ()
    return next((act.at for act in acts if act.slot == slot), None)


def is_done_since(state: CaseState, slot: str, since: datetime) -> bool:
    """Whether it was done on the London day of the moment or later."""
    at = done_at(state, slot)
    return at is not None and counts_from(since, at)


def counts_from(since: datetime, at: datetime) -> bool:
    """Whether what was done counts for what is owed since a moment: what a day records last was not always last."""
    return london_day(at) >= london_day(since)
