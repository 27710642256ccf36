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

from schemas.incoming import DataSubject, SubjectErased
from schemas.rows import Rank, SubjectRow
from schemas.words import WithdrawalReason
from streams.rules import decide
from streams.rules.ledger import Ledger
from streams.rules.retention import log_text
from streams.rules.rights import (
    aside,
    facts,
    keys,
    reach,
    resolved,
    restriction,
    rolling,
    sweep,
    traces,
    words,
)
from streams.rules.rights.certificate import Certificate
from streams.rules.rights.mentions import Mentions
from streams.rules.rights.reach import Reached
from streams.rules.rights.traces import Traces

# Rows that say why an officer declined a duty, or decided about a series: each goes with its duty.
_WITH_A_DUTY: Final = ("declined", "crime-review")


def take(ledger: Ledger, told: SubjectErased, rank: Rank) -> None:
    """Erase somebody, once for each revision of the request."""
    known = ledger.subject(told.subject_id) or SubjectRow(told.subject_id)
    if rank <= known.rank:
        return
    subject = resolved.of(ledger, told.subject)
    sure = (*keys.of_subject(subject, ledger.secret), *keys.refs_of_subject(subject))
    _set_aside(ledger, known, subject, told.recorded_at, rank)
    reached = reach.of_subject(ledger, subject).and_of(known.refs)
    restriction.read_again(ledger, reached, known.told)
    certificate = Certificate(ledger, told)
    found = traces.of(ledger, reached, sure)
    _from_logs(ledger, told, reached, found, certificate)
    _from_sentinel(ledger, found, certificate)
    _from_rows(ledger, subject, found, certificate)
    _from_words(ledger, Mentions(subject), certificate)
    _forget(ledger, sure, told.subject_id, told.recorded_at)
    ledger.rejected_removed += told.rejected_keys
    ledger.certificates.append(certificate.of_what_was_reached())


def _set_aside(ledger: Ledger, known: SubjectRow, subject: DataSubject, at: datetime, rank: Rank) -> None:
    ledger.because = WithdrawalReason.ERASED
    ledger.put_subject(
        msgspec.structs.replace(
            known,
            rank=rank,
            restricted=True,
            keys=keys.of_subject(subject, ledger.secret),
            refs=keys.refs_of_subject(subject),
            erased_at=at,
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
        now = facts.log_without(row, found, ledger.secret)
        if now is not row or incident_id in named:
            now = facts.without_words(log_text.without_text(now, told.recorded_at))
            certificate.rewrote(ledger.key("incident", incident_id))
            changed.append(incident_id)
            touched.update(dict.fromkeys(decide.take_in(ledger, now)))
    decide.settle(ledger, touched, [each for each in changed if each in touched])


def _from_sentinel(ledger: Ledger, found: Traces, certificate: Certificate) -> None:
    for reference in sorted(found.refs):
        row = ledger.sentinel(reference)
        now = facts.record_without(row, found, ledger.secret) if row is not None else None
        if now is not None and now != row:
            ledger.put_sentinel(now)
            certificate.rewrote(ledger.key("sentinel", reference))


def _from_rows(ledger: Ledger, subject: DataSubject, found: Traces, certificate: Certificate) -> None:
    parts = {*found.parts(), *reach.parts_of(subject, ledger.secret)}
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


def _from_words(ledger: Ledger, mentions: Mentions, certificate: Certificate) -> None:
    """Out of what officers and partners wrote about something else."""
    removed = set(ledger.removed)
    for key in ledger.rows.holding([f"|{kind}|".encode() for kind in words.KINDS]):
        row = ledger.rows.get(key) if key not in removed else None
        now = words.unsaid(row, mentions) if row is not None else None
        if now is not None and now != row:
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
