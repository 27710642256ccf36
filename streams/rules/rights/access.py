"""What is held about a data subject? (X8; DPA 2018 s.45)

Pure. Every row that is about them, the logs that name them and what was decided of these, as it can be read. Whoever
else is named in the same logs and records is not shown to them (s.45(4)(e)).
"""

from collections.abc import Collection, Iterator
from typing import Any, Final

import msgspec

from schemas.incoming import DataSubject
from schemas.rows import IncidentRow, LineKept, PersonKept, Row, SentinelPersonKept
from streams.rules import lines
from streams.rules.keys import folded, phone
from streams.rules.ledger import Ledger
from streams.rules.rights import keys, reach, resolved, sweep, traces, words
from streams.rules.rights.masking import Masked
from streams.rules.rights.mentions import Mentions
from streams.rules.rights.traces import Traces

_NOT_TOLD: Final = ("sequences", "digest", "rank", "policy", "parked_until", "next_at")


def held(ledger: Ledger, subject: DataSubject) -> dict[str, Any]:
    """What is held about the subject, ready for JSON; nothing of it is changed."""
    subject = resolved.of(ledger, subject)
    sure = (*keys.of_subject(subject, ledger.secret), *keys.refs_of_subject(subject))
    reached = reach.of_subject(ledger, subject)
    found = traces.of(ledger, reached, sure)
    rows: dict[str, list[Any]] = {}
    parts = {*found.parts(), *reach.parts_of(subject, ledger.secret)}
    for key in ledger.rows.holding(sorted(parts)):
        row = ledger.rows.get(key)
        # A row that would stay without them is about somebody or something else.
        if row is not None and sweep.without(row, found) is None:
            rows.setdefault(key.split(b"|", 2)[1].decode(), []).append(_told(row))
    about = [_log(ledger, row, found) for row in traces.incidents(ledger, reached, found)]
    logs = [log for log in about if log is not None]
    mentions = Mentions(subject)
    return {
        "logs": logs,
        "logs that mention them": list(_mentioning(ledger, mentions, {log["incident_id"] for log in logs})),
        "words of officers and partners": list(_words(ledger, mentions)),
        "sentinel": [each for reference in sorted(found.refs) for each in _records(ledger, reference, found)],
        **{f"{kind} records": each for kind, each in sorted(rows.items())},
    }


def _told(row: Row) -> dict[str, Any]:
    """A row that is about the person, without what only the program goes by."""
    said: dict[str, Any] = msgspec.to_builtins(row)
    return {name: value for name, value in said.items() if name not in _NOT_TOLD}


def _log(ledger: Ledger, row: IncidentRow, found: Traces) -> dict[str, Any] | None:
    """A log that names them, with others masked; None: it does not."""
    header = row.header
    named = [person for _, person in header.everybody if person is not None] if header is not None else []
    theirs = [one for one in named if found.is_naming(row.case_id, one, ledger.secret)]
    if header is None or not theirs:
        return None
    masked = Masked(_names(one) for one in named if one not in theirs)
    return {
        "incident_id": row.incident_id,
        "reported_at": header.reported_at.isoformat(),
        "case_id": row.case_id or None,
        "named_as": [msgspec.to_builtins(one) for one in theirs],
        "decided": dict(sorted(row.told.items())),
        "lines": [_line(line, masked) for line in lines.unpack(row.log)],
    }


def _mentioning(ledger: Ledger, mentions: Mentions, told: Collection[str]) -> Iterator[dict[str, Any]]:
    """The lines that mention them of logs whose header does not name them, with others masked."""
    rows = (ledger.rows.get(key) for key in ledger.rows.holding([b"|incident|"]))
    for row in rows:
        if not isinstance(row, IncidentRow) or row.incident_id in told or not row.log:
            continue
        header = row.header
        named = [person for _, person in header.everybody if person is not None] if header is not None else []
        masked = Masked(_names(one) for one in named)
        said = [line for line in lines.unpack(row.log) if mentions.is_in(line.text)]
        if said:
            yield {
                "incident_id": row.incident_id,
                "lines": [_line(line, masked) for line in said],
            }


def _words(ledger: Ledger, mentions: Mentions) -> Iterator[dict[str, str]]:
    """What was written about something else and mentions them."""
    for key in ledger.rows.holding([f"|{kind}|".encode() for kind in words.KINDS]):
        row = ledger.rows.get(key)
        for text in words.said(row) if row is not None else ():
            if mentions.is_in(text):
                yield {"of": key.split(b"|", 2)[1].decode(), "text": text}


def _line(line: LineKept, masked: Masked) -> dict[str, Any]:
    return {
        "seq": line.seq,
        "at": line.at.isoformat(),
        "category": line.category,
        "text": masked.of(line.text),
    }


def _records(ledger: Ledger, reference: str, found: Traces) -> list[dict[str, Any]]:
    row = ledger.sentinel(reference)
    if row is None:
        return []
    declared = [one for one in row.declarations if found.is_named(reference, one.ref)]
    return [
        {"reference": reference, "case_id": row.case_id or None, **_told(one)}
        for one in row.people
        if _is_theirs(reference, one, found, ledger.secret)
    ] + [{"reference": reference, "declared": _told(one)} for one in declared]


def _is_theirs(reference: str, one: SentinelPersonKept, found: Traces, secret: bytes) -> bool:
    named = keys.of_naming(one, secret)
    return found.is_named(reference, one.person_ref) or any(key in found.keys for key in named)


def _names(person: PersonKept) -> list[str]:
    """What of somebody else's may stand in the text of a log: names, numbers, in the parts they are told by."""
    return [*folded(person.name or "").split(), person.nominal_ref or "", phone(person.phone)]
