"""Who is told of what is watched about a victim? (X2, X3)

Pure. The lead officers of the cases that the incidents are in; where nobody leads any, the sergeant of the beat of
the latest incident, else the fallback.
"""

from collections.abc import Sequence

from schemas.outgoing import Addressee, CountedIncident
from schemas.words import Post
from streams.rules.directory import addressee
from streams.rules.ledger import Ledger
from streams.rules.watches.counted import Counted


def told_of(incidents: Sequence[Counted], ledger: Ledger) -> tuple[Addressee, ...]:
    """Whom the incidents are told to at this moment, each once."""
    now = ledger.cause.at
    leading = (_lead_officer(case_id, ledger) for case_id in case_ids(incidents))
    found = dict.fromkeys(
        addressee(ledger, Post.LEAD_OFFICER, None, now, officer) for officer in leading if officer
    )
    beat = next(iter(beats_of(incidents)), None)
    return tuple(found) or (addressee(ledger, Post.LEAD_OFFICER, beat, now),)


def beats_of(incidents: Sequence[Counted]) -> tuple[str, ...]:
    """The beat whose sergeant stands in where nobody leads a case: of the latest incident."""
    beat = max(incidents).beat
    return (beat,) if beat else ()


def case_ids(incidents: Sequence[Counted]) -> tuple[str, ...]:
    """The cases that incidents are in, each once."""
    return tuple(sorted({one.case_id for one in incidents} - {""}))


def latest_case(incidents: Sequence[Counted]) -> str:
    """The case of the latest that is in any; empty: none is."""
    return next((one.case_id for one in sorted(incidents, reverse=True) if one.case_id), "")


def listed(incidents: Sequence[Counted]) -> tuple[CountedIncident, ...]:
    """The incidents as they are published."""
    return tuple(
        CountedIncident(incident_id=one.incident_id, occurred_on=one.occurred_at, reported_at=one.reported_at)
        for one in incidents
    )


def _lead_officer(case_id: str, ledger: Ledger) -> str | None:
    case = ledger.case(case_id)
    sentinel = ledger.sentinel(case.reference) if case is not None and case.reference else None
    return sentinel.lead_officer if sentinel is not None else None
