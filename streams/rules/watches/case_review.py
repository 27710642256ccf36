"""May a victim ask for an ASB Case Review? (X2; Anti-social Behaviour, Crime and Policing Act 2014 s.104; domain 6.2)

Pure. By the pack of the area that is in force on the London date of the victim's latest report. An incident counts
towards a threshold when it was reported within the pack's months of happening, the same day of the month included; so
many of them that happened within the pack's months of each other, or of the latest report, meet it. The application
is made within so many months beginning with the day it happened, so it is in time until the same day of the month
begins: of the incidents that meet a threshold the earliest says until when.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import takewhile
from typing import NamedTuple

from schemas.words import ReviewThreshold
from streams.policies.watches import CaseReviewPack
from streams.rules.ladder import london_day
from streams.rules.ledger import Ledger
from streams.rules.watches import linked_location
from streams.rules.watches.counted import Counted, Person
from streams.rules.watches.months import beginning_of, months_after
from streams.rules.watches.separate import separate


class Eligible(NamedTuple):
    """By which threshold somebody may ask, by which incidents (the earliest first), from when, and until when."""

    threshold: ReviewThreshold
    pack: str
    months: int
    incidents: tuple[Counted, ...]
    since: datetime
    until: datetime
    # Where several people reported them.
    uprn: str = ""


def eligible(person: Person, incidents: Sequence[Counted], ledger: Ledger) -> Iterator[Eligible]:
    """Every threshold that the separate incidents of a victim meet, whether the time to apply is over or not."""
    if not incidents:
        return
    latest = max(incidents)
    pack = pack_on(latest.reported_at, ledger)
    incidents = qualifying(incidents, latest, pack)
    found = [
        _met(ReviewThreshold.SEPARATE_INCIDENTS, incidents, pack.incidents, pack),
        _met(
            ReviewThreshold.HATE_INCIDENT, [one for one in incidents if one.hate], pack.hate_incidents, pack
        ),
    ]
    if pack.at_location is not None:
        found += [at_location(uprn, ledger) for uprn in sorted({one.uprn for one in incidents} - {""})]
    for one in found:
        if one is not None and (not one.uprn or linked_location.names(one.incidents, person)):
            yield one


def at_location(uprn: str, ledger: Ledger) -> Eligible | None:
    """The threshold of a location by the incidents of several people there; None: it is not met."""
    reports = linked_location.reports_at(uprn, ledger)
    latest = next(reports, None)
    if latest is None:
        return None
    at = latest.reported_at
    pack = pack_on(at, ledger)
    if pack.at_location is None:
        return None
    # Nothing happened after it was reported: from the first report that is too old on, all are.
    recent = takewhile(lambda one: _too_late_from(one.reported_at, pack) > at, reports)
    incidents = qualifying(separate([latest, *recent]), latest, pack)
    met = _met(ReviewThreshold.LINKED_LOCATION, incidents, pack.at_location, pack)
    if met is None or not linked_location.are_of_several(met.incidents):
        return None
    return met._replace(uprn=uprn)


def pack_on(reported_at: datetime, ledger: Ledger) -> CaseReviewPack:
    """The pack that counts for a report."""
    terms = ledger.policy(reported_at).policy.watches.case_review
    return terms.packs[terms.pack]


def qualifying(incidents: Sequence[Counted], latest: Counted, pack: CaseReviewPack) -> list[Counted]:
    """Those that were reported in time, and are recent enough when the latest is reported."""
    return [
        one
        for one in incidents
        if london_day(one.reported_at)
        <= months_after(london_day(one.occurred_at), pack.reported_within_months)
        and _until(one, pack) > latest.reported_at
    ]


def _met(
    threshold: ReviewThreshold, incidents: list[Counted], needed: int | None, pack: CaseReviewPack
) -> Eligible | None:
    """The latest incidents that meet a threshold; since when follows from all that are recent enough."""
    if needed is None or len(incidents) < needed:
        return None
    latest = tuple(sorted(incidents, key=lambda one: (one.ended, one.incident_id))[-needed:])
    return Eligible(
        threshold,
        pack.title,
        pack.within_months,
        latest,
        since=sorted(incidents)[needed - 1].reported_at,
        until=_until(latest[0], pack),
    )


def _until(incident: Counted, pack: CaseReviewPack) -> datetime:
    return _too_late_from(incident.occurred_at, pack)


def _too_late_from(happened: datetime, pack: CaseReviewPack) -> datetime:
    return beginning_of(months_after(london_day(happened), pack.within_months))
