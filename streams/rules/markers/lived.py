"""By which nominal reference is a subject of a case known to STORM, and where does it live or lie? (R9)

Pure. Of a person what Sentinel and the logs say, whether they are still on the case or have left it. A home that is
no longer told of is not known to have changed: only another address says that somebody moved.
"""

from collections.abc import Iterator
from datetime import datetime
from itertools import groupby
from typing import NamedTuple

from schemas.rows import HomeKept, SentinelPersonKept
from schemas.words import SubjectKind
from streams.rules.case_state import CaseState
from streams.rules.high_risk import HighRisk
from streams.rules.risk_history import ROLE_OF


class HomeRun(NamedTuple):
    """An address and from when until when it was somebody's; no end: it still is."""

    uprn: str
    since: datetime | None = None
    until: datetime | None = None


class Lived(NamedTuple):
    """A subject's nominal references, the one it is known by first, and its addresses in order of time."""

    nominals: tuple[str, ...] = ()
    homes: tuple[HomeRun, ...] = ()


def lived_by(state: CaseState, run: HighRisk) -> Lived:
    """What is known of the subject of a run; a location lies where it is, the community nowhere."""
    if run.kind is SubjectKind.LOCATION:
        return Lived(homes=(HomeRun(run.ref),))
    person = next((one for one in (*state.people, *state.left) if one.ref == run.ref), None)
    if run.kind not in ROLE_OF or person is None:
        return Lived()
    listed = state.sentinel.people if state.sentinel is not None else ()
    nominals = sorted({identity.nominal for identity in person.identities} - {""})
    return Lived(
        tuple(nominals), tuple(_homes([one for one in listed if one.person_ref in person.person_refs]))
    )


def _homes(records: list[SentinelPersonKept]) -> Iterator[HomeRun]:
    """Each address of these records of one person; an address without a UPRN only ends the one before it."""
    told = [home for record in records for home in record.homes if home.uprn or home.beat]
    if len(records) > 1:
        # Revisions are counted by each record for itself: between records the time tells.
        told.sort(key=lambda home: home.rank[1:])
    runs = [list(run) for _, run in groupby(told, key=_address)]
    for number, run in enumerate(runs):
        until = runs[number + 1][0].at if number + 1 < len(runs) else None
        if run[0].uprn:
            yield HomeRun(run[0].uprn, run[0].at, until)


def _address(home: HomeKept) -> str:
    return home.uprn or home.beat or ""
