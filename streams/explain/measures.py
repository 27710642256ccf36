"""What is done about a case beside its duties: who was told, markers, referrals, steps that wait, corrections. Pure.

Everything is taken from what was published (R5, R8, R9, R20, X2-X4, X6).
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Final, NamedTuple

from pydantic import BaseModel

from schemas.outgoing import (
    BeatNotInDirectory,
    CaseReviewEligible,
    ConfirmationAsked,
    ConfirmationWithdrawn,
    ContradictionFound,
    CourseOfConductSeen,
    HighRiskOfNobodyOnCase,
    HighRiskPossible,
    HighRiskRaised,
    MarkerActivated,
    MarkerExpired,
    MarkerFoundFalse,
    MarkerProposed,
    MarkerRefused,
    MarkerWithdrawn,
    NoticeWithdrawn,
    ObligationWithdrawn,
    ReferralProgressed,
    ReferralProposed,
    ReminderCancelled,
    StepDecided,
)
from schemas.topics import CASES, MARKERS, NOTICES, REFERRALS
from schemas.words import MarkerStatus
from streams.explain.reading import Found, Told

Notice = (
    HighRiskRaised
    | HighRiskPossible
    | HighRiskOfNobodyOnCase
    | BeatNotInDirectory
    | MarkerFoundFalse
    | ContradictionFound
    | CaseReviewEligible
    | CourseOfConductSeen
)
_STATUS: Final[dict[type[BaseModel], MarkerStatus]] = {
    MarkerProposed: MarkerStatus.PROPOSED,
    MarkerActivated: MarkerStatus.ACTIVE,
    MarkerRefused: MarkerStatus.REFUSED,
    MarkerExpired: MarkerStatus.EXPIRED,
    MarkerWithdrawn: MarkerStatus.WITHDRAWN,
}
# That a duty is over is told with the duty; its history says it.
_OF_DUTIES: Final = (ObligationWithdrawn, ReminderCancelled)


class Marker(NamedTuple):
    """A marker with everything that was published of it, in order."""

    proposed: MarkerProposed
    status: MarkerStatus
    life: tuple[Told, ...]


class Referral(NamedTuple):
    """A referral as it was proposed, and how it stands; None: nothing was heard of it since."""

    proposed: ReferralProposed
    progressed: ReferralProgressed | None


class Correction(NamedTuple):
    """An event that takes back another; None: the topics no longer hold what it takes back."""

    told: Told
    corrected: Told | None


class Measures(NamedTuple):
    """What is done about a case. Notices and waiting steps are those that stand; the others are all there were."""

    notices: tuple[Notice, ...] = ()
    markers: tuple[Marker, ...] = ()
    waiting: tuple[ConfirmationAsked, ...] = ()
    referrals: tuple[Referral, ...] = ()
    corrections: tuple[Correction, ...] = ()


def of(found: Found, case_id: str) -> Measures:
    """The measures of one case from everything that names it."""
    events = [each for each in found.on(CASES) if each.envelope.subject == case_id]
    return Measures(
        tuple(_notices(found, case_id)),
        tuple(_markers(found, case_id)),
        tuple(_waiting(events)),
        tuple(_referrals(events)),
        tuple(_corrections([*told_of(found, case_id), *sent_of(found, case_id), *events])),
    )


def told_of(found: Found, case_id: str) -> list[Told]:
    """What was published about the case on the topics of markers and notices, which have keys of their own."""
    named = [each for each in (*found.on(MARKERS), *found.on(NOTICES)) if _is_about(each.event, case_id)]
    ids = {each.envelope.subject for each in named}
    return [each for each in (*found.on(MARKERS), *found.on(NOTICES)) if each.envelope.subject in ids]


def referral_ids(found: Found, case_id: str) -> list[str]:
    """The referrals of the case: what partners were sent of them is found under these."""
    return [
        each.event.referral_id
        for each in found.on(CASES)
        if each.envelope.subject == case_id and isinstance(each.event, ReferralProposed)
    ]


def sent_of(found: Found, case_id: str) -> list[Told]:
    """What partners were sent of the case's referrals, as far as it was looked for."""
    ids = set(referral_ids(found, case_id))
    return [each for topic in REFERRALS.values() for each in found.on(topic) if each.envelope.subject in ids]


def _is_about(event: BaseModel, case_id: str) -> bool:
    return getattr(event, "case_id", None) == case_id or case_id in getattr(event, "case_ids", ())


def _notices(found: Found, case_id: str) -> Iterator[Notice]:
    standing: dict[str, Notice] = {}
    for each in told_of(found, case_id):
        if isinstance(each.event, NoticeWithdrawn):
            standing.pop(each.event.notice_id, None)
        elif isinstance(each.event, Notice):
            standing[each.event.notice_id] = each.event
    yield from standing.values()


def _markers(found: Found, case_id: str) -> Iterator[Marker]:
    lives: dict[str, list[Told]] = {}
    for each in told_of(found, case_id):
        if each.record.topic is MARKERS:
            lives.setdefault(each.envelope.subject, []).append(each)
    for life in lives.values():
        proposed = next((each.event for each in life if isinstance(each.event, MarkerProposed)), None)
        if proposed is not None:
            reached = [_STATUS[type(each.event)] for each in life if type(each.event) in _STATUS]
            yield Marker(proposed, reached[-1], tuple(life))


def _waiting(events: Iterable[Told]) -> Iterator[ConfirmationAsked]:
    waiting: dict[str, ConfirmationAsked] = {}
    for each in events:
        if isinstance(each.event, ConfirmationAsked):
            waiting[each.event.step_id] = each.event
        elif isinstance(each.event, ConfirmationWithdrawn | StepDecided):
            waiting.pop(each.event.step_id, None)
    yield from waiting.values()


def _referrals(events: Iterable[Told]) -> Iterator[Referral]:
    referrals: dict[str, Referral] = {}
    for each in events:
        if isinstance(each.event, ReferralProposed):
            referrals[each.event.referral_id] = Referral(each.event, None)
        elif isinstance(each.event, ReferralProgressed) and each.event.referral_id in referrals:
            before = referrals[each.event.referral_id]
            referrals[each.event.referral_id] = before._replace(progressed=each.event)
    yield from referrals.values()


def _corrections(events: Iterable[Told]) -> Iterator[Correction]:
    told = sorted(events, key=lambda each: datetime.fromisoformat(each.envelope.time))
    by_id = {each.envelope.id: each for each in told}
    for each in told:
        corrects = getattr(each.event, "corrects", None)
        if corrects is not None and not isinstance(each.event, _OF_DUTIES):
            yield Correction(each, by_id.get(corrects))
