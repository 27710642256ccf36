"""One event being handled: the rows it reads and changes, and the events it leads to.

Pure in effect: rows come from the engine's table, whose savepoints undo everything if a rule fails. Nothing
here knows Kafka; `close` returns what is to be published, numbered per subject and topic.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from hashlib import blake2b
from typing import Any, NamedTuple, Protocol, TypeVar

import msgspec

from schemas.envelope import Envelope, source_of, timestamp
from schemas.ids import event_id
from schemas.outgoing import Outgoing
from schemas.rows import (
    AssessmentRow,
    CaseRow,
    ComplianceRow,
    CounterRow,
    DeclinedRow,
    GoLiveRow,
    IncidentRow,
    ObligationRow,
    PersonRow,
    PolicyRow,
    Row,
    SentinelRow,
)
from schemas.topics import TOPIC_OF, Topic
from schemas.words import SubjectKind
from streams.rules.in_force import InForce, Policies

Entry = tuple[Any, bytes]
AnyRow = TypeVar("AnyRow", bound=Row)


class Rows(Protocol):
    """What rules need of the engine's table."""

    def get(self, key: bytes) -> Row | None: ...
    def put(self, key: bytes, row: Row) -> None: ...
    def before(self, bucket: str, position: Entry, limit: int) -> list[Entry]: ...
    def after(self, bucket: str, position: Entry, limit: int) -> list[Entry]: ...
    def upto(self, bucket: str, sort: Any, limit: int) -> list[Entry]: ...
    def members(self, bucket: str) -> Sequence[Entry]: ...
    def size(self, bucket: str) -> int: ...


class Cause(NamedTuple):
    """What is being handled: a message (its ce_id and recorded_at) or a due item (its id and due time)."""

    id: str
    at: datetime
    traceparent: str = ""
    # The type of the message, or what fell due.
    type: str = ""


class Published(NamedTuple):
    """An event in its envelope; no event: what was published under the key on a compacted topic is removed."""

    topic: Topic
    key: str
    envelope: Envelope
    event: Outgoing | None


class Ledger:
    """Rows read and changed, events published, while one cause is handled for one force."""

    def __init__(self, rows: Rows, force: str, cause: Cause, policies: Policies, secret: bytes) -> None:
        self.rows = rows
        self.force = force
        self.cause = cause
        self.policies = policies
        self.secret = secret
        # Cases whose snapshot may have changed, and cases whose group may have come apart.
        self.touched_cases: dict[str, None] = {}
        self.loosened_cases: dict[str, None] = {}
        # Whom an incident that has changed since belonged together with, by id.
        self.former_neighbours: dict[str, frozenset[str]] = {}
        self._events: list[tuple[type[Outgoing], Outgoing | None, str, bytes]] = []

    def key(self, kind: str, ident: str) -> bytes:
        return f"{self.force}|{kind}|{ident}".encode()

    def incident(self, incident_id: str) -> IncidentRow | None:
        return self._get("incident", incident_id, IncidentRow)

    def known_incident(self, incident_id: str) -> IncidentRow:
        """The incident's row; a new one when only facts about it are known so far."""
        return self.incident(incident_id) or IncidentRow(incident_id)

    def case(self, case_id: str) -> CaseRow | None:
        return self._get("case", case_id, CaseRow)

    def the_case(self, case_id: str) -> CaseRow:
        """The row of a case that an incident's row names; it exists, or a rule has a bug."""
        row = self.case(case_id)
        if row is None:
            msg = "an incident names a case without a row"
            raise LookupError(msg)
        return row

    def sentinel(self, reference: str) -> SentinelRow | None:
        return self._get("sentinel", reference, SentinelRow)

    def obligation(self, obligation_id: str) -> ObligationRow | None:
        return self._get("obligation", obligation_id, ObligationRow)

    def assessment(self, reference: str, kind: SubjectKind, ref: str) -> AssessmentRow | None:
        return self._get("assessment", f"{reference}|{kind}|{ref}", AssessmentRow)

    def person(self, reference: str, person_ref: str) -> PersonRow | None:
        return self._get("person", f"{reference}|{person_ref}", PersonRow)

    def declined(self, obligation_id: str) -> DeclinedRow | None:
        return self._get("declined", obligation_id, DeclinedRow)

    def go_live(self) -> GoLiveRow | None:
        return self._get("go-live", "", GoLiveRow)

    def live_from(self) -> datetime | None:
        """From when reminders are sent; None: from the beginning."""
        row = self.go_live()
        return row.live_from if row is not None else None

    def members(self, bucket: str, of: type[AnyRow]) -> list[AnyRow]:
        """The rows in a bucket."""
        found = (self.rows.get(key) for _, key in self.rows.members(bucket))
        return [row for row in found if isinstance(row, of)]

    def policy_row(self, sha256: str) -> PolicyRow | None:
        return self._get("policy", sha256, PolicyRow)

    def put_incident(self, row: IncidentRow) -> None:
        self.rows.put(self.key("incident", row.incident_id), row)

    def put_case(self, row: CaseRow) -> None:
        self.touched_cases[row.case_id] = None
        self.rows.put(self.key("case", row.case_id), row)

    def put_sentinel(self, row: SentinelRow) -> None:
        self.rows.put(self.key("sentinel", row.reference), row)

    def put_obligation(self, row: ObligationRow) -> None:
        self.rows.put(self.key("obligation", row.obligation_id), row)

    def put_assessment(self, row: AssessmentRow) -> None:
        self.rows.put(self.key("assessment", f"{row.reference}|{row.kind}|{row.ref}"), row)

    def put_person(self, row: PersonRow) -> None:
        self.rows.put(self.key("person", f"{row.reference}|{row.person_ref}"), row)

    def put_declined(self, row: DeclinedRow) -> None:
        self.rows.put(self.key("declined", row.obligation_id), row)

    def put_go_live(self, row: GoLiveRow) -> None:
        self.rows.put(self.key("go-live", ""), row)

    def put_policy(self, row: PolicyRow) -> None:
        self.rows.put(self.key("policy", row.sha256), row)

    def next_number(self, counter: str) -> int:
        """1, 2, 3 ... for each counter."""
        row = self._get("counter", counter, CounterRow) or CounterRow()
        number = row.number + 1
        self.rows.put(self.key("counter", counter), CounterRow(number))
        return number

    def policy(self, reported_at: datetime) -> InForce:
        """The policy of the Europe/London date of a report (R2)."""
        return self.policies.at(reported_at)

    def publish(self, event: Outgoing, subject: str, row_key: bytes) -> None:
        """Publish about `subject`, whose row (an incident's or a case's) counts its events per topic."""
        self._events.append((type(event), event, subject, row_key))

    def publish_of_incident(self, event: Outgoing, incident_id: str) -> None:
        self.publish(event, incident_id, self.key("incident", incident_id))

    def publish_of_case(self, event: Outgoing, case_id: str) -> None:
        self.publish(event, case_id, self.key("case", case_id))

    def remove_of_case(self, kind: type[Outgoing], case_id: str) -> None:
        """Remove what was published of the case under this type, on a compacted topic."""
        self._events.append((kind, None, case_id, self.key("case", case_id)))

    def close(self) -> list[Published]:
        """Number the events and wrap them in envelopes; nothing may be published after."""
        published, ordinals = [], dict[tuple[str, str], int]()
        for event_type, event, subject, row_key in self._events:
            kind = event_type.__name__
            ordinal = ordinals.get((kind, subject), 0)
            ordinals[kind, subject] = ordinal + 1
            topic = TOPIC_OF[event_type]
            envelope = Envelope(
                id=event_id(self.cause.id, kind, subject, ordinal),
                type=kind,
                source=source_of(self.force, "asb"),
                time=timestamp(self.cause.at),
                subject=subject,
                sequence=str(self._next_sequence(row_key, topic)),
                traceparent=self.cause.traceparent,
            )
            published.append(Published(topic, subject, envelope, event))
        return published

    def _next_sequence(self, row_key: bytes, topic: Topic) -> int:
        row = self.rows.get(row_key)
        if not isinstance(row, IncidentRow | CaseRow | ComplianceRow):
            msg = "events are counted in the row of an incident, a case or a beat's compliance"
            raise TypeError(msg)
        number = row.sequences.get(topic.name, 0) + 1
        counted = msgspec.structs.replace(row, sequences={**row.sequences, topic.name: number})
        self.rows.put(row_key, counted)
        return number

    def _get(self, kind: str, ident: str, of: type[AnyRow]) -> AnyRow | None:
        row = self.rows.get(self.key(kind, ident))
        return row if isinstance(row, of) else None


def digest_of(event: Outgoing) -> bytes:
    """Enough to see whether what would be published is what was published."""
    return blake2b(event.model_dump_json().encode(), digest_size=12).digest()


def micros(at: datetime) -> int:
    """Microseconds since 1970 in UTC: how times sort in the index."""
    delta = at - _EPOCH
    return (delta.days * 86_400 + delta.seconds) * 1_000_000 + delta.microseconds


_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
