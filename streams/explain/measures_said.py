"""What is done about a case, in plain English, line by line (R5, R8, R9, R20, X2-X4, X6). Pure."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from schemas.outgoing import (
    Addressee,
    BeatNotInDirectory,
    CaseSnapshot,
    HighRiskPossible,
    HighRiskRaised,
    MarkerActivated,
    MarkerFoundFalse,
    MarkerRenewed,
    MarkerWithdrawalProposed,
    SnapshotReferral,
)
from schemas.words import MarkerStatus
from streams.explain.measures import Correction, Marker, Measures, Notice, Referral
from streams.explain.reading import Told
from streams.explain.said import said
from streams.london import shown, shown_day


def of_measures(measures: Measures, snapshot: CaseSnapshot | None) -> Iterator[str]:
    """Who was told of high risk, markers, steps that wait, referrals, notices, corrections."""
    for notice in measures.notices:
        yield from _notice(notice)
    for marker in measures.markers:
        yield from _marker(marker)
    for step in measures.waiting:
        against = "against the person: nothing happens before" if step.adverse else "until"
        yield f"  Waits for a named officer, {against} it is confirmed: {step.what} ({step.step_id})"
        yield f"    because {step.why}"
    shown_now = {one.referral_id: one for one in snapshot.referrals} if snapshot is not None else {}
    for referral in measures.referrals:
        yield _referral(referral, shown_now.get(referral.proposed.referral_id))
    if measures.corrections:
        yield "  Corrections"
        for correction in measures.corrections:
            yield _correction(correction)


def _notice(notice: Notice) -> Iterator[str]:
    match notice:
        case HighRiskRaised():
            since, by = (
                shown(notice.since),
                f", declared by {notice.declared_by}" if notice.declared_by else "",
            )
            yield f"  High risk: {notice.subject.kind} {notice.subject.ref} since {since}{by}"
            yield f"    told {_told(notice.addressees)}"
            if notice.copied:
                yield f"    copied to {_told(notice.copied)}"
        case HighRiskPossible():
            yield f"  High risk is possible: {notice.sentence} Told {_told(notice.addressees)}"
        case BeatNotInDirectory():
            yield f"  Nobody is named for beat {notice.beat or 'unknown'}: told {_told(notice.addressees)}"
        case MarkerFoundFalse():
            yield f"  A marker was taken off because its fact was false: told {_told(notice.addressees)}"
        case _:
            yield f"  {notice.sentence} Told {_told(notice.addressees)}"


def _told(addressees: Sequence[Addressee]) -> str:
    return ", ".join(f"{one.post} {one.officer or '(nobody named)'}" for one in addressees) or "nobody"


def _marker(marker: Marker) -> Iterator[str]:
    proposed = marker.proposed
    standing = marker.status if marker.status is not MarkerStatus.ACTIVE else _active(marker)
    yield (
        f"  Marker on {proposed.marked.kind} {proposed.marked.ref} for {proposed.subject.kind} "
        f"{proposed.subject.ref}: {standing}"
    )
    yield f"    {proposed.text}"
    for each in marker.life:
        at = shown(datetime.fromisoformat(each.envelope.time))
        yield f"    {at}  {type(each.event).__name__}{_why(each)}"


def _active(marker: Marker) -> str:
    until = [each.event for each in marker.life if isinstance(each.event, MarkerActivated | MarkerRenewed)][
        -1
    ]
    return f"active, to be reviewed by {shown_day(until.review_by)}, expires {shown_day(until.expires_at)}"


def _why(told: Told) -> str:
    """The reason and the officer, as far as the event has them; what an officer wrote stays on the topic."""
    if isinstance(told.event, MarkerActivated):
        return f", by {told.event.authoriser}"
    reason = str(getattr(told.event, "reason", "") or "")
    officer = getattr(told.event, "officer", None)
    by = f", by {officer}" if officer else ""
    is_ours = isinstance(told.event, MarkerWithdrawalProposed) or not officer
    return f": {reason}{by}" if reason and is_ours else by


def _referral(referral: Referral, now: SnapshotReferral | None) -> str:
    proposed, progressed = referral
    status = progressed.status if progressed is not None else "proposed"
    consent = progressed.consent if progressed is not None else proposed.consent
    said = (
        f"  Referral to {proposed.partner} about {proposed.subject.kind} {proposed.subject.ref}: {status}, "
        f"consent {consent}"
    )
    if now is not None and now.unacknowledged:
        said += f"; {len(now.unacknowledged)} corrections not acknowledged"
    return said


def _correction(correction: Correction) -> str:
    told, corrected = correction
    at = shown(datetime.fromisoformat(told.envelope.time))
    of = "what is no longer held"
    if corrected is not None:
        then = shown(datetime.fromisoformat(corrected.envelope.time))
        of = f"{type(corrected.event).__name__} of {then}"
    return f"    {at}  {type(told.event).__name__} ({said(told.event)}) corrects {of}"
