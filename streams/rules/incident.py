"""What does a message from STORM change in what is known of an incident? (design: Revisions, Lines)

Pure. The highest revision's header stands whole, lines merge by seq; a deletion stands until a higher revision of the
log (R5). Nothing depends on the order of messages.

Reads: IncidentLogged, IncidentDeleted. Keeps: IncidentRow. Publishes: through `decide`. Rejects: impossible times.
"""

from collections.abc import Iterable

import msgspec

from schemas.incoming import IncidentHeader, IncidentLogged, Location, Person
from schemas.rows import HeaderKept, IncidentRow, LineKept, PersonKept, PlaceKept, Rank
from schemas.words import LineCategory, WithdrawalReason
from streams.policies.policy import Plausibility
from streams.rules import lines
from streams.rules.retention import log_text

_SPOKEN = frozenset(LineCategory) - {LineCategory.SYSTEM, LineCategory.DISPOSE}


def merged(row: IncidentRow, told: IncidentLogged, rank: Rank) -> IncidentRow:
    """The incident with one more message told; the same row when the message says nothing new."""
    header, header_rank = row.header, row.rank
    if rank > row.rank:
        header, header_rank = kept(told.header), rank
    log, has_text = row.log, row.has_text
    if told.lines:
        known = lines.unpack(row.log)
        new = tuple(lines.kept(line, rank) for line in told.lines)
        if row.text_removed_at is not None:
            new = log_text.not_told_yet(known, new)
        together = lines.merge(known, new)
        if together != known:
            log = lines.pack(together)
            has_text = _has_text(together) or (row.text_removed_at is not None and row.has_text)
    if header_rank == row.rank and log == row.log:
        return row
    return msgspec.structs.replace(row, header=header, rank=header_rank, log=log, has_text=has_text)


def _has_text(log: Iterable[LineKept]) -> bool:
    return any(line.category in _SPOKEN and line.text.strip() for line in log)


def deleted(row: IncidentRow, rank: Rank) -> IncidentRow:
    """The incident once STORM has deleted it at this rank, whether its log has come or not."""
    return msgspec.structs.replace(row, deleted=max(rank, row.deleted))


def impossible_times(told: IncidentLogged, plausibility: Plausibility) -> tuple[str, ...]:
    """Fields that lie after the message's own `recorded_at`, beyond the policy's tolerance."""
    latest = told.recorded_at + plausibility.ahead
    times = {
        "header.reported_at": told.header.reported_at,
        "header.occurred_from": told.header.occurred_from,
        "header.occurred_to": told.header.occurred_to,
        "header.closed_at": told.header.closed_at,
    }
    found = [name for name, at in times.items() if at is not None and at > latest]
    found += [f"lines.{number}.at" for number, line in enumerate(told.lines) if line.at > latest]
    return tuple(found)


def kept(header: IncidentHeader) -> HeaderKept:
    """The parts of a header that rules read."""
    return HeaderKept(
        reported_at=header.reported_at,
        precision=header.reported_precision,
        status=header.status,
        closed_at=header.closed_at,
        opening_code=header.opening_code,
        closing_code=header.closing_code,
        local_codes=header.local_codes,
        qualifiers=header.qualifiers,
        place=_place(header.location) if header.location else None,
        people=tuple(_person(person) for person in header.people),
        links=tuple(dict.fromkeys(link.incident_id for link in header.links)),
        duplicate_of=header.duplicate_of,
        occurred_from=header.occurred_from,
        occurred_to=header.occurred_to,
        channel=header.channel,
    )


def _place(location: Location) -> PlaceKept:
    return PlaceKept(
        text=location.text,
        uprn=location.uprn,
        easting=location.easting,
        northing=location.northing,
        snapped=location.snapped,
        beat=location.beat,
        district=location.district,
    )


def _person(person: Person) -> PersonKept:
    return PersonKept(
        role=person.role,
        nominal_ref=person.nominal_ref,
        name=person.name,
        date_of_birth=person.date_of_birth,
        phone=person.phone,
        age=person.age,
        flags=person.vulnerability_flags,
    )


def why_not_standing(row: IncidentRow) -> WithdrawalReason:
    """Why an incident that counted as ASB does not any more (R5)."""
    if row.gone:
        return WithdrawalReason.DELETED
    if row.main:
        return WithdrawalReason.DUPLICATE
    if row.tag_override is not None and not row.tag_override.asb:
        return WithdrawalReason.OVERRIDDEN
    return WithdrawalReason.RECODED
