"""What does it change that somebody is erased? (X8; DPA 2018 s.47(1), s.48(9))

Pure. First everything as if they were restricted: what rests on them is withdrawn and recalled by the rules that say
when a thing stands. Then the data go, out of every row, with the text of every log that names them; what was found in
it stays, as it names nobody. Nothing is kept by which the person would be known: what is told of them later is new.
The certificate says what was reached, and nothing of what it was.

Reads: SubjectErased. Keeps: SubjectRow. Removes: rows. Publishes: through `restriction` what follows; leaves the
certificate to the audit, and the rejected messages to be removed, on the ledger.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Final

import msgspec

from schemas.incoming import SubjectErased
from schemas.rows import HeaderKept, IncidentRow, PersonKept, Rank, SentinelRow, SetAside, SubjectRow
from schemas.words import WithdrawalReason
from streams.rules import decide
from streams.rules.ledger import Ledger
from streams.rules.retention import log_text
from streams.rules.rights import aside, keys, reach, restriction, rolling, sweep, traces
from streams.rules.rights.certificate import Certificate
from streams.rules.rights.reach import Reached
from streams.rules.rights.traces import Traces

# Rows that say why an officer declined a duty, or decided about a series: each goes with its duty.
_WITH_A_DUTY: Final = ("declined", "crime-review")


def take(ledger: Ledger, told: SubjectErased, rank: Rank) -> None:
    """Erase somebody, once for each revision of the request."""
    known = ledger.subject(told.subject_id) or SubjectRow(told.subject_id)
    if rank <= known.rank:
        return
    sure = (*keys.of_subject(told.subject, ledger.secret), *keys.refs_of_subject(told.subject))
    _set_aside(ledger, known, told, rank)
    reached = reach.of_subject(ledger, told.subject)
    restriction.read_again(ledger, reached, known.told)
    certificate = Certificate(ledger, told)
    found = traces.of(ledger, reached, sure)
    _from_logs(ledger, told, reached, found, certificate)
    _from_sentinel(ledger, found, certificate)
    _from_rows(ledger, told, found, certificate)
    _forget(ledger, sure, told.subject_id, told.recorded_at)
    ledger.rejected_removed += told.rejected_keys
    ledger.certificates.append(certificate.of_what_was_reached())


def _set_aside(ledger: Ledger, known: SubjectRow, told: SubjectErased, rank: Rank) -> None:
    ledger.because = WithdrawalReason.ERASED
    ledger.put_subject(
        msgspec.structs.replace(
            known,
            rank=rank,
            restricted=True,
            keys=keys.of_subject(told.subject, ledger.secret),
            refs=keys.refs_of_subject(told.subject),
            erased_at=told.recorded_at,
        )
    )


def _from_logs(
    ledger: Ledger, told: SubjectErased, reached: Reached, found: Traces, certificate: Certificate
) -> None:
    """Out of every header, and the text of every log that named them or that the officer names."""
    named = dict.fromkeys(told.incident_ids)
    before = {row.incident_id: row for row in traces.incidents(ledger, reached, found)}
    before |= {each: row for each in named if (row := ledger.incident(each)) is not None}
    touched, changed = dict[str, None](), []
    for incident_id, row in before.items():
        now = _without(row, found, ledger.secret)
        if now is not row or incident_id in named:
            now = log_text.without_text(now, told.recorded_at)
            certificate.rewrote(ledger.key("incident", incident_id))
            changed.append(incident_id)
            touched.update(dict.fromkeys(decide.take_in(ledger, now)))
    decide.settle(ledger, touched, [each for each in changed if each in touched])


def _without(row: IncidentRow, found: Traces, secret: bytes) -> IncidentRow:
    header = row.header
    if header is None:
        return row
    gone = [
        number
        for number, person in header.everybody
        if person is not None and found.is_naming(row.case_id, person, secret)
    ]
    return msgspec.structs.replace(row, header=_gone_from(header, gone)) if gone else row


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


def _from_sentinel(ledger: Ledger, found: Traces, certificate: Certificate) -> None:
    for reference in sorted(found.refs):
        row = ledger.sentinel(reference)
        now = _record_without(row, found, ledger.secret) if row is not None else None
        if now is not None and now != row:
            ledger.put_sentinel(now)
            certificate.rewrote(ledger.key("sentinel", reference))


def _record_without(row: SentinelRow, found: Traces, secret: bytes) -> SentinelRow:
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


def _from_rows(ledger: Ledger, told: SubjectErased, found: Traces, certificate: Certificate) -> None:
    parts = {*found.parts(), *reach.parts_of(told.subject, ledger.secret)}
    for key in ledger.rows.holding(sorted(parts)):
        row = ledger.rows.get(key)
        now = sweep.without(row, found) if row is not None else None
        if row is None or now is row:
            continue
        if now is None:
            ledger.remove(key)
            certificate.removed(key)
            _with_it(ledger, key, certificate)
        else:
            ledger.rows.put(key, now)
            certificate.rewrote(key)


def _with_it(ledger: Ledger, key: bytes, certificate: Certificate) -> None:
    """What officers and partners said of a thing that is gone."""
    kind, ident = key.decode().split("|", 2)[1:]
    others = [ledger.key(each, ident) for each in _WITH_A_DUTY] if kind == "obligation" else []
    if kind == "referral" and (row := ledger.referral(ident)) is not None:
        others.append(ledger.key("partner-word", f"{ident}|{row.partner}"))
    if kind == "marker":
        others.append(ledger.key("step", ident))
    for other in others:
        if ledger.rows.get(other) is not None:
            ledger.remove(other)
            certificate.removed(other)


def _forget(ledger: Ledger, sure: Iterable[str], subject_id: str, at: datetime) -> None:
    """No request keeps a key of the person, this one or an earlier one."""
    ids = {row.subject_id for row in aside.subjects(ledger, sure)} | {subject_id}
    for row in (ledger.subject(each) for each in sorted(ids)):
        if row is not None:
            ledger.put_subject(
                msgspec.structs.replace(
                    row,
                    restricted=False,
                    keys=(),
                    refs=(),
                    told={},
                    since=None,
                    erased_at=at,
                    next_at=rolling.first(at),
                )
            )
