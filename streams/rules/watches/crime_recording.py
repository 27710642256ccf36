"""A course of conduct is reviewed by a person, within 24 hours of the report that completed it (X3).

Pure. One review of a victim at a time: it belongs to the incident that completed the series, and whoever reviews it
has looked at everything that was reported until then; what is reported later may complete the next. Nothing here
decides that there is a crime.

Keeps: CrimeReviewRow. Publishes: CourseOfConductSeen, duties of the kind crime-recording-review, NoticeWithdrawn.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import Final

import msgspec

from schemas.incoming import CrimeRecordingReviewed
from schemas.outgoing import CourseOfConductSeen
from schemas.rows import AboutKept, CrimeReviewRow, ObligationRow, Rank, ToldKept, WatchRow
from schemas.words import AsbClass, NoticeKind, ObligationKind, SubjectKind, WithdrawalReason
from streams.rules import obligation
from streams.rules.keys import ref_of_key
from streams.rules.ledger import Ledger, micros
from streams.rules.notice import Notice
from streams.rules.obligation import Wanted
from streams.rules.watches import conduct, told, wording
from streams.rules.watches.conduct import Series
from streams.rules.watches.counted import Counted, Person
from streams.rules.watches.recipients import beats_of, case_ids, listed, told_of

_NEVER: Final = -1


def take(ledger: Ledger, reviewed: CrimeRecordingReviewed, rank: Rank) -> None:
    """Take what a named officer decided of a series; touches the victims of the incident that the duty is of."""
    standing = ledger.crime_review(reviewed.obligation_id)
    if standing is not None and rank <= standing.rank:
        return
    row = CrimeReviewRow(
        reviewed.obligation_id,
        reviewed.officer,
        reviewed.crime,
        reviewed.crime_reference or "",
        reviewed.reason,
        rank,
    )
    ledger.put_crime_review(row)
    duty = ledger.obligation(reviewed.obligation_id)
    if duty is not None:
        touch(ledger, duty)


def touch(ledger: Ledger, duty: ObligationRow) -> None:
    """Somebody said something of a duty: what is watched about its victim may have changed."""
    incident = ledger.incident(duty.incident_id) if duty.incident_id else None
    if duty.kind is ObligationKind.CRIME_RECORDING_REVIEW and incident is not None:
        ledger.touched_people.update(dict.fromkeys(key for keys in incident.known_by for key in keys))


def settle(ledger: Ledger, person: Person, watch: WatchRow, incidents: Sequence[Counted]) -> WatchRow:
    """Bring the review about a victim, and its notice, to what their separate incidents and officers' words say."""
    open_now = [row for row in map(ledger.obligation, watch.duties) if row is not None]
    personal = [one for one in incidents if one.personal]
    said = [*_said_at(ledger, watch.duties), *((watch.reviewed_at,) if watch.reviewed_at else ())]
    reviewed_at = max(said, default=None)
    while (series := _not_reviewed(personal, reviewed_at, ledger)) is not None:
        said = _said_at(ledger, _ids(ledger, person, series))
        if not said:
            break
        reviewed_at = max(*said, series.completed_by.reported_at)
    duty_id = _ids(ledger, person, series)[0] if series is not None else ""
    told_of = _settle_notice(ledger, person, watch, series, duty_id)
    why_over = _why_over(ledger, watch, next(iter(_told_of_series(ledger, watch)), None))
    for row in open_now:
        if row.obligation_id != duty_id:
            is_renamed = row.about is not None and row.about.ref != person.ref
            _end(ledger, row, WithdrawalReason.KNOWN_AS_ANOTHER if is_renamed else why_over)
    if series is not None and duty_id not in watch.duties:
        _open(ledger, person, series, next(_going_on(ledger, open_now), None))
    duties = (duty_id,) if duty_id else ()
    return msgspec.structs.replace(told_of, duties=duties, reviewed_at=reviewed_at)


def _going_on(ledger: Ledger, duties: Iterable[ObligationRow]) -> Iterator[ObligationRow]:
    """Those that nobody has said anything of: what follows goes on where they were."""
    return (row for row in duties if not _said_at(ledger, (row.obligation_id,)))


def _not_reviewed(
    incidents: Sequence[Counted], reviewed_at: datetime | None, ledger: Ledger
) -> Series | None:
    return conduct.first_after(incidents, micros(reviewed_at) if reviewed_at else _NEVER, ledger)


def _said_at(ledger: Ledger, duties: Iterable[str]) -> list[datetime]:
    """When a named officer reviewed, or declined to."""
    words = (word for ident in duties for word in (ledger.crime_review(ident), ledger.declined(ident)))
    return [datetime.fromisoformat(word.rank[1]) for word in words if word is not None]


def _ids(ledger: Ledger, person: Person, series: Series) -> list[str]:
    """The duty's id, then those it would have had while less was known of the victim."""
    incident_id = series.completed_by.incident_id
    return [_wanted(ledger, key, series).id_in(ledger, incident_id) for key in person.keys]


def _wanted(ledger: Ledger, key: str, series: Series) -> Wanted:
    one = series.completed_by
    return Wanted(
        ObligationKind.CRIME_RECORDING_REVIEW,
        _review_by(ledger, series),
        ledger.policy(one.reported_at),
        AboutKept(kind=SubjectKind.VICTIM, ref=ref_of_key(key)),
    )


def _review_by(ledger: Ledger, series: Series) -> datetime:
    one = series.completed_by
    return one.reported_at + timedelta(hours=conduct.terms_of(one, ledger).review_within_hours)


def _open(ledger: Ledger, person: Person, series: Series, before: ObligationRow | None) -> None:
    incident_id = series.completed_by.incident_id
    wanted = _wanted(ledger, person.key, series)
    duty = obligation.open_wanted_of_incident(ledger, incident_id, wanted, before)
    _show(ledger, incident_id, duty.obligation_id, is_open=True)


def _end(ledger: Ledger, duty: ObligationRow, reason: WithdrawalReason) -> None:
    if ledger.crime_review(duty.obligation_id) is not None:
        obligation.done(ledger, duty)
    else:
        obligation.withdraw(ledger, duty, reason)
    _show(ledger, duty.incident_id, duty.obligation_id, is_open=False)


def _show(ledger: Ledger, incident_id: str, duty_id: str, *, is_open: bool) -> None:
    """The incident's case shows what is asked about the incident."""
    row = ledger.known_incident(incident_id)
    asks = {about: ident for about, ident in row.asks.items() if ident != duty_id}
    if is_open:
        asks[f"{ObligationKind.CRIME_RECORDING_REVIEW}:{duty_id}"] = duty_id
    ledger.put_incident(msgspec.structs.replace(row, asks=asks))
    if row.case_id:
        ledger.touched_cases[row.case_id] = None


def _settle_notice(
    ledger: Ledger, person: Person, watch: WatchRow, series: Series | None, duty_id: str
) -> WatchRow:
    wanted = []
    if series is not None:
        notice = _notice(ledger, person, series, duty_id)
        wanted.append(told.Wanted(notice, series.incidents))
    return told.settle(
        ledger,
        watch,
        NoticeKind.COURSE_OF_CONDUCT,
        wanted,
        lambda before: _why_over(ledger, watch, before),
    )


def _told_of_series(ledger: Ledger, watch: WatchRow) -> Iterator[ToldKept]:
    for one in watch.told:
        row = ledger.notice(one.notice_id)
        if row is not None and row.kind is NoticeKind.COURSE_OF_CONDUCT:
            yield one


def _why_over(ledger: Ledger, watch: WatchRow, before: ToldKept | None) -> WithdrawalReason:
    """Why what was told of a series no longer stands."""
    if _said_at(ledger, watch.duties):
        return WithdrawalReason.DECIDED
    return told.why_gone(ledger, before) or _why_not_personal(ledger, before) or WithdrawalReason.CORRECTED


def _why_not_personal(ledger: Ledger, before: ToldKept | None) -> WithdrawalReason | None:
    rows = [ledger.incident(ident) for ident in (before.incident_ids if before is not None else ())]
    tags = [row.tag for row in rows if row is not None and row.tag is not None]
    is_recoded = any(tag.asb_class is not AsbClass.PERSONAL for tag in tags)
    return WithdrawalReason.RECODED if is_recoded else None


def _notice(ledger: Ledger, person: Person, series: Series, duty_id: str) -> Notice:
    hours = conduct.terms_of(series.completed_by, ledger).review_within_hours

    def event(ident: str) -> CourseOfConductSeen:
        return CourseOfConductSeen(
            notice_id=ident,
            obligation_id=duty_id,
            person_ref=person.ref,
            case_ids=case_ids(series.incidents),
            suspect_ref=series.suspect_ref,
            incidents=listed(series.incidents),
            review_by=_review_by(ledger, series),
            addressees=told_of(series.incidents, ledger),
            sentence=wording.of_conduct(series, hours),
        )

    return Notice(
        NoticeKind.COURSE_OF_CONDUCT,
        duty_id,
        event,
        beats=beats_of(series.incidents),
        cases=case_ids(series.incidents),
    )
