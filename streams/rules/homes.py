"""Where does somebody live, and since when? (R8, R9, R20)

Pure. Sentinel tells it with the person. Of one record the highest rank stands, of several records of one person the
one that was told last; a home that is merely told again does not begin anew.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

import msgspec

from schemas.incoming import SentinelPerson
from schemas.rows import HomeKept, Rank, SentinelPersonKept
from schemas.words import Answer
from streams.rules import history


class Home(NamedTuple):
    """Where somebody lives: the UPRN without leading zeros and the beat, as far as they are known."""

    uprn: str | None = None
    beat: str | None = None
    since: datetime | None = None


def with_home(
    kept: SentinelPersonKept, person: SentinelPerson, rank: Rank, at: datetime
) -> SentinelPersonKept:
    """The record with where the person lives by one more fact."""
    uprn = person.home_uprn.lstrip("0") if person.home_uprn else None
    told = HomeKept(rank, at, uprn, person.home_beat)
    return msgspec.structs.replace(kept, homes=history.with_one(kept.homes, told, _address))


def home_of(records: Iterable[SentinelPersonKept]) -> Home:
    """Where the person of these records lives."""
    known = [record.homes for record in records if record.homes and _address(record.homes[-1])]
    if not known:
        return Home()
    # Revisions are counted by each record for itself: between records the time tells.
    standing = max((homes[-1] for homes in known), key=lambda told: told.rank[1:])
    since = min(
        history.run_since(homes, _address) for homes in known if _address(homes[-1]) == _address(standing)
    )
    return Home(standing.uprn or None, standing.beat, since)


def tenant_of(records: Iterable[SentinelPersonKept]) -> Answer:
    """Whether a landlord who is a partner houses the person of these records."""
    said = {record.tenant for record in records}
    return next((answer for answer in (Answer.YES, Answer.NO) if answer in said), Answer.UNKNOWN)


def _address(told: HomeKept) -> str:
    """What is one home: the UPRN; where none is known, whatever is on the beat."""
    return told.uprn or told.beat or ""
