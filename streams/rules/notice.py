"""Notices: what people are told that is no duty. The one mechanism for all kinds (R8, X2, X3, X4, X9, R5).

A rule says which notices stand by the facts; here what stands is brought together with what was told. A notice
that says something else is told again under its id; one that no longer stands is withdrawn, and the withdrawal
names the event that it corrects. One that reached nobody is told again when somebody is named. Pure.
"""

from collections.abc import Callable, Collection, Iterable, Iterator
from datetime import datetime
from typing import Any, Final, NamedTuple

import msgspec

from schemas.ids import notice_id
from schemas.outgoing import NoticeWithdrawn, Outgoing
from schemas.rows import NoticeRow
from schemas.words import FeedSource, NoticeKind, WithdrawalReason
from streams.rules.ledger import Ledger, digest_of

# The index bucket of the standing notices that name a post without an officer.
UNREACHED: Final = "notices-unreached"

_CASE, _INCIDENT, _PERSON, _FEED = "case:", "incident:", "person:", "feed:"


class Notice(NamedTuple):
    """A notice that stands by the facts."""

    kind: NoticeKind
    # What tells it from others of its kind and owner.
    about: str
    # The event, given the notice's id.
    event: Callable[[str], Outgoing]
    # Fields that may change without anybody being told again: who is told at the moment, and by which policy.
    untold: tuple[str, ...] = ("addressees", "decided_by")
    # Since when it is so, where it has a beginning: for the reason of its withdrawal.
    since: datetime | None = None
    # By whose directory entries and by whose lead officers it is addressed.
    beats: tuple[str, ...] = ()
    cases: tuple[str, ...] = ()
    # Who held the posts when it began: when that is put right, it is told again.
    held_by: tuple[str, ...] = ()


def of_case(case_id: str) -> str:
    """The owner of notices about a case."""
    return f"{_CASE}{case_id}"


def of_incident(incident_id: str) -> str:
    """The owner of notices about an incident."""
    return f"{_INCIDENT}{incident_id}"


def of_person(person: str) -> str:
    """The owner of notices about a victim across cases, by keyed hash."""
    return f"{_PERSON}{person}"


def of_feed(source: FeedSource) -> str:
    """The owner of the notice that a source is silent."""
    return f"{_FEED}{source}"


def bucket(owner: str) -> str:
    """The index bucket of an owner's standing notices."""
    return f"notices:{owner}"


def shown_bucket(case_id: str) -> str:
    """The index bucket of the standing notices that are shown with a case, whoever's they are."""
    return f"shown:{case_id}"


def beat_bucket(beat: str) -> str:
    """The index bucket of the standing notices that another entry of a beat in the directory may change."""
    return f"notices-of-beat:{beat}"


def waiting_bucket(case_id: str) -> str:
    """The index bucket of the standing notices that a lead officer of a case is to be told of, once there is one."""
    return f"notices-waiting:{case_id}"


def entries(row: NoticeRow) -> Iterator[tuple[str, Any]]:
    """Under what a standing notice is found again, by its owner and by whoever may be named for it."""
    yield bucket(row.owner), 0
    if row.case_id:
        yield shown_bucket(row.case_id), 0
    # Who is at high risk is to reach those who held the posts, also when that is put right later.
    if row.unreached or row.kind is NoticeKind.HIGH_RISK:
        yield from ((beat_bucket(beat), 0) for beat in row.beats)
    if row.unreached:
        yield UNREACHED, 0
        yield from ((waiting_bucket(case_id), 0) for case_id in row.cases)


def touch_of_beat(ledger: Ledger, beat: str | None) -> None:
    """Another entry of a beat in the directory, or with none of the fallback: settle what is addressed by it."""
    _touch(ledger, beat_bucket(beat) if beat else UNREACHED)


def touch_of_touched_cases(ledger: Ledger) -> None:
    """Settle what reached nobody and is addressed to the lead officers of the touched cases, where there are any."""
    for case_id in list(ledger.touched_cases):
        if ledger.rows.size(waiting_bucket(case_id)) and _is_led(ledger, case_id):
            _touch(ledger, waiting_bucket(case_id))


def _is_led(ledger: Ledger, case_id: str) -> bool:
    case = ledger.case(case_id)
    sentinel = ledger.sentinel(case.reference) if case is not None and case.reference else None
    return sentinel is not None and bool(sentinel.lead_officer)


def _touch(ledger: Ledger, bucket_of_rows: str) -> None:
    for row in ledger.members(bucket_of_rows, NoticeRow):
        if row.owner.startswith(_CASE):
            ledger.touched_cases[row.owner.removeprefix(_CASE)] = None
        elif row.owner.startswith(_INCIDENT):
            ledger.touched_incidents[row.owner.removeprefix(_INCIDENT)] = None
        elif row.owner.startswith(_FEED):
            ledger.touched_feeds[FeedSource(row.owner.removeprefix(_FEED))] = None
        else:
            ledger.touched_people[row.owner.removeprefix(_PERSON)] = None


def settle(
    ledger: Ledger,
    owner: str,
    kinds: Collection[NoticeKind],
    wanted: Iterable[Notice],
    why_over: Callable[[NoticeRow], WithdrawalReason],
    case_id: str = "",
) -> None:
    """Tell what stands and was not told, and withdraw what was told and no longer stands, of the given kinds.

    `why_over` gives the reason for a notice that is withdrawn; `case_id` is the case it is shown with, if any.
    """
    standing = {row.notice_id: row for row in ledger.members(bucket(owner), NoticeRow) if row.kind in kinds}
    for one in wanted:
        ident = notice_id(ledger.force, one.kind, owner, one.about)
        standing.pop(ident, None)
        _tell(ledger, ident, owner, case_id, one)
    for row in standing.values():
        _withdraw(ledger, row, why_over(row))


def _tell(ledger: Ledger, ident: str, owner: str, case_id: str, notice: Notice) -> None:
    known = ledger.notice(ident)
    event = notice.event(ident)
    digest = digest_of(event, without=notice.untold) + "|".join(notice.held_by).encode()
    unreached = _unreached(event)
    found: dict[str, Any] = {"since": notice.since, "beats": notice.beats, "cases": notice.cases}
    if known is not None and known.standing and known.digest == digest and unreached >= known.unreached:
        same = msgspec.structs.replace(known, **found)
        if same != known:
            ledger.put_notice(same)
        return
    row = known or NoticeRow(ident, notice.kind, owner, about=notice.about)
    told = ledger.publish_of_notice(event, ident)
    found |= {"case_id": case_id, "standing": True, "digest": digest, "event": told, "unreached": unreached}
    ledger.put_notice(msgspec.structs.replace(row, **found))


def _unreached(event: Any) -> int:
    """How many of those it is addressed to are posts that nobody holds."""
    told = (*event.addressees, *getattr(event, "copied", ()))
    return sum(one.officer is None for one in told)


def _withdraw(ledger: Ledger, row: NoticeRow, reason: WithdrawalReason) -> None:
    withdrawn = NoticeWithdrawn(
        notice_id=row.notice_id,
        kind=row.kind,
        case_id=row.case_id or None,
        reason=reason,
        corrects=row.event,
    )
    ledger.put_notice(msgspec.structs.replace(row, standing=False, digest=b""))
    ledger.publish_of_notice(withdrawn, row.notice_id)
