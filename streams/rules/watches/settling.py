"""Whose watches may have changed, and what follows (X2, X3).

Pure. Once per cause, after incidents were decided: of every incident that changed, whoever was or is surely known in
it as a victim; and those who share a name and birth date with them, for whose incidents those are may have changed.
The clock brings back whoever's time to apply runs out.

Reads: the index of counted incidents. Keeps: WatchRow.
"""

from collections.abc import Iterator
from datetime import datetime

import msgspec

from schemas.envelope import timestamp
from schemas.ids import event_id
from schemas.rows import IncidentRow, WatchRow
from schemas.words import NoticeKind, Role, WithdrawalReason
from streams.rules import notice
from streams.rules.ledger import Cause, Ledger
from streams.rules.retention import dates
from streams.rules.watches import announce, counted, crime_recording, linked_location
from streams.rules.watches.case_review import at_location, pack_on
from streams.rules.watches.counted import Counted, Person
from streams.rules.watches.separate import separate

_KINDS = (NoticeKind.CASE_REVIEW, NoticeKind.COURSE_OF_CONDUCT)


def settle_touched(ledger: Ledger) -> None:
    """Bring everything that was told about the touched victims to what is known of them."""
    keys = dict.fromkeys((*ledger.touched_people, *_whose_incidents_changed(ledger)))
    ledger.former_incidents.clear()
    ledger.touched_people.clear()
    known = dict.fromkeys(other for key in keys for other in (key, *counted.those_beside(key, ledger)))
    for person in dict.fromkeys(counted.person_of(key, ledger) for key in known):
        _settle(ledger, person)
    # What was opened about an incident changed nothing that is counted.
    ledger.former_incidents.clear()


def cause_of(row: WatchRow) -> Cause | None:
    """What causes a notice to lapse: whose, and when."""
    if row.next_at is None:
        return None
    return Cause(event_id(timestamp(row.next_at), "watch", row.person), row.next_at, type="watch")


def fall_due(ledger: Ledger, row: WatchRow) -> None:
    """The time to apply has run out for one of what was told about a victim."""
    ledger.touched_people[row.person] = None


def _whose_incidents_changed(ledger: Ledger) -> Iterator[str]:
    places = dict[str, Counted]()
    for incident_id, before in list(ledger.former_incidents.items()):
        now = ledger.incident(incident_id)
        counts, counted_before = _victims(now), _victims(before)
        if counts != counted_before:
            yield from (key for one in (*counted_before, *counts) for key in one.keys)
            places.update((one.uprn, one) for one in (*counted_before, *counts) if one.uprn)
    for uprn, one in places.items():
        yield from _at_location(ledger, uprn, one)


def _victims(row: IncidentRow | None) -> list[Counted]:
    return [one for role, _, one in counted.named_in(row) if role is Role.VICTIM] if row is not None else []


def _at_location(ledger: Ledger, uprn: str, changed: Counted) -> list[str]:
    """Whose incidents make up, or made up, what several people reported of a location; nowhere else read."""
    if pack_on(changed.reported_at, ledger).at_location is None:
        return []
    met = at_location(uprn, ledger)
    return linked_location.take_turns(uprn, met.incidents if met is not None else (), ledger)


def _settle(ledger: Ledger, person: Person) -> None:
    known = ledger.watch(person.key) or WatchRow(person.key)
    watch = _with_former(ledger, person, known)
    now = max(ledger.cause.at, watch.looked_at or ledger.cause.at)
    incidents = separate(counted.incidents_of(person, Role.VICTIM, None, ledger))
    watch = announce.settle(ledger, person, watch, incidents, now)
    watch = crime_recording.settle(ledger, person, watch, incidents)
    next_at = min((one.until for one in watch.told if one.until is not None), default=None)
    if watch.told or watch != known:
        _put(ledger, msgspec.structs.replace(watch, next_at=next_at, looked_at=now))


def _with_former(ledger: Ledger, person: Person, watch: WatchRow) -> WatchRow:
    """Take over what was kept under keys that turned out to be the same person's; its notices are told anew."""
    for key in person.keys[1:]:
        row = ledger.watch(key)
        if row is not None and row != WatchRow(key, kept_until=row.kept_until):
            notice.settle(
                ledger, notice.of_person(key), _KINDS, (), lambda _: WithdrawalReason.KNOWN_AS_ANOTHER
            )
            watch = msgspec.structs.replace(
                watch,
                duties=(*watch.duties, *row.duties),
                reviewed_at=_later(watch.reviewed_at, row.reviewed_at),
                looked_at=_later(watch.looked_at, row.looked_at),
            )
            _put(ledger, WatchRow(key))
    return watch


def _put(ledger: Ledger, watch: WatchRow) -> None:
    at = ledger.cause.at
    ledger.put_watch(dates.of_watch(watch, at, ledger.policy(at).policy.retention))


def _later(one: datetime | None, other: datetime | None) -> datetime | None:
    return max((at for at in (one, other) if at is not None), default=None)
