"""What stays of a log's header and of Sentinel's records when somebody is erased from them? (X8)

Pure. `erasure` decides again what rests on them.
"""

from collections.abc import Iterable

import msgspec

from schemas.rows import HeaderKept, IncidentRow, PersonKept, SentinelRow, SetAside
from streams.rules.rights import keys
from streams.rules.rights.traces import Traces


def log_without(row: IncidentRow, found: Traces, secret: bytes) -> IncidentRow:
    """The incident with an empty place in its header where they stood."""
    header = row.header
    if header is None:
        return row
    gone = [
        number
        for number, person in header.everybody
        if person is not None and found.is_naming(row.case_id, person, secret)
    ]
    return msgspec.structs.replace(row, header=_gone_from(header, gone)) if gone else row


def without_words(row: IncidentRow) -> IncidentRow:
    """Where it was stays as an address and a point: somebody wrote in their own words what place that is."""
    header = row.header
    if header is None or header.place is None or not header.place.text:
        return row
    place = msgspec.structs.replace(header.place, text="")
    return msgspec.structs.replace(row, header=msgspec.structs.replace(header, place=place))


def _gone_from(header: HeaderKept, gone: Iterable[int]) -> HeaderKept:
    """The header with nobody in these places: where others stand in the log does not change."""
    over = set(gone)
    aside_before: dict[int, PersonKept | None] = {one.number: one.person for one in header.set_aside}
    aside_now = {**aside_before, **dict.fromkeys(over)}
    return msgspec.structs.replace(
        header,
        people=tuple(person for number, person in header.numbered if number not in over),
        set_aside=tuple(SetAside(number, aside_now[number]) for number in sorted(aside_now)),
    )


def record_without(row: SentinelRow, found: Traces, secret: bytes) -> SentinelRow:
    """Sentinel's facts without the person's records, and without what was declared of them."""
    reference = row.reference
    people = tuple(
        one
        for one in row.people
        if not found.is_named(reference, one.person_ref)
        and not any(key in found.keys for key in keys.of_naming(one, secret))
    )
    left = {one.person_ref for one in people}
    declarations = tuple(
        one for one in row.declarations if one.ref in left or not found.is_named(reference, one.ref)
    )
    return msgspec.structs.replace(row, people=people, declarations=declarations)
