"""One event being handled: the rows it reads and changes, and the events it leads to.

Pure in effect: rows come from the engine's table, whose savepoints undo everything if a rule fails. Nothing
here knows Kafka; `close` returns what is to be published, numbered per subject and topic.
"""

from collections.abc import Collection, Sequence
from datetime import UTC, datetime
from hashlib import blake2b
from typing import Any, NamedTuple, Protocol, TypeVar

import msgspec

from schemas.envelope import Envelope, source_of, timestamp
from schemas.ids import event_id
from schemas.outgoing import ErasureCertified, Outgoing
from schemas.rows import (
    AssessmentRow,
    AuditRow,
    CaseRow,
    CheckpointRow,
    ComplianceRow,
    CounterRow,
    CrimeReviewRow,
    DeclinedRow,
    DirectoryRow,
    FeedRow,
    GoLiveRow,
    HandledRow,
    IncidentRow,
    MarkerRow,
    NoticeRow,
    ObligationRow,
    PartnerWordRow,
    PersonRow,
    PolicyRow,
    ReferralRow,
    Row,
    SentinelRow,
    StepRow,
    SubjectRow,
    WatchRow,
)
from schemas.topics import REFERRALS, TOPIC_OF, Topic
from schemas.words import FeedSource, Partner, SubjectKind, WithdrawalReason
from streams.rules.in_force import InForce, Policies
from streams.rules.referrals import gate

Entry = tuple[Any, bytes]
_COUNTS_EVENTS = (IncidentRow, CaseRow, ComplianceRow, MarkerRow, NoticeRow, ReferralRow, SubjectRow)
AnyRow = TypeVar("AnyRow", bound=Row)


class Rows(Protocol):
    """What rules need of the engine's table."""

    def get(self, key: bytes) -> Row | None: ...
    def put(self, key: bytes, row: Row) -> None: ...
    def delete(self, key: bytes) -> None: ...
    def before(self, bucket: str, position: Entry, limit: int) -> list[Entry]: ...
    def after(self, bucket: str, position: Entry, limit: int) -> list[Entry]: ...
    def upto(self, bucket: str, sort: Any, limit: int) -> list[Entry]: ...
    def members(self, bucket: str) -> Sequence[Entry]: ...
    def size(self, bucket: str) -> int: ...
    def holding(self, parts: Collection[bytes]) -> Sequence[bytes]: ...


class Cause(NamedTuple):
    """What is being handled: a message (its ce_id and recorded_at) or a due item (its id and due time)."""

    id: str
    at: datetime
    traceparent: str = ""
    # The type of the message, or what fell due.
    type: str = ""
    # The officer of an instruction, else the system that sent the message; of a due item nobody.
    by: str = ""


class Published(NamedTuple):
    """An event in its envelope; no event: what was published under the key on a compacted topic is removed."""

    topic: Topic
    key: str
    envelope: Envelope
    event: Outgoing | None


class _Said(NamedTuple):
    """An event, or a removal, to be wrapped when the cause is handled."""

    id: str
    type: str
    event: Outgoing | None
    subject: str
    row_key: bytes
    topic: Topic


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
        # Incidents whose notices may reach somebody now.
        self.touched_incidents: dict[str, None] = {}
        # Victims, by personal key, whose watches may have changed.
        self.touched_people: dict[str, None] = {}
        # Sources whose silence may reach somebody now.
        self.touched_feeds: dict[FeedSource, None] = {}
        # Incidents that changed since watches were settled, as they were before; None: not known.
        self.former_incidents: dict[str, IncidentRow | None] = {}
        # Whom an incident that has changed since belonged together with, by id.
        self.former_neighbours: dict[str, frozenset[str]] = {}
        # Certificates of what was erased, not in the chain of the audit yet: their link is put in when they are.
        self.certificates: list[ErasureCertified] = []
        # Rejected messages that name somebody who is erased, by their keys on that topic: they are removed.
        self.rejected_removed: list[str] = []
        # Why whatever is withdrawn now is withdrawn: somebody it rests on is restricted, or was erased (X8).
        self.because: WithdrawalReason | None = None
        # Rows to be removed once everything is numbered.
        self._removed: dict[bytes, None] = {}
        self._events: list[_Said] = []
        self._ordinals: dict[tuple[str, str], int] = {}

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

    def crime_review(self, obligation_id: str) -> CrimeReviewRow | None:
        return self._get("crime-review", obligation_id, CrimeReviewRow)

    def directory(self, beat: str) -> DirectoryRow | None:
        """Whoever was named for a beat; of no beat: the fallback."""
        return self._get("directory", beat, DirectoryRow)

    def step(self, step_id: str) -> StepRow | None:
        return self._get("step", step_id, StepRow)

    def marker(self, marker_id: str) -> MarkerRow | None:
        return self._get("marker", marker_id, MarkerRow)

    def referral(self, referral_id: str) -> ReferralRow | None:
        return self._get("referral", referral_id, ReferralRow)

    def partner_word(self, referral_id: str, partner: Partner) -> PartnerWordRow | None:
        return self._get("partner-word", f"{referral_id}|{partner}", PartnerWordRow)

    def notice(self, notice_id: str) -> NoticeRow | None:
        return self._get("notice", notice_id, NoticeRow)

    def watch(self, person: str) -> WatchRow | None:
        return self._get("watch", person, WatchRow)

    def handled(self, rejected_offset: int) -> HandledRow | None:
        """What was done about the rejected message of an offset."""
        return self._get("handled", str(rejected_offset), HandledRow)

    def audit(self) -> AuditRow | None:
        """The head of the force's audit chain."""
        return self._get("audit", "", AuditRow)

    def feed(self, source: FeedSource) -> FeedRow | None:
        return self._get("feed", source, FeedRow)

    def subject(self, subject_id: str) -> SubjectRow | None:
        """A request for restriction or erasure, by the force's own number of it."""
        return self._get("subject", subject_id, SubjectRow)

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
        if row.incident_id not in self.former_incidents:
            self.former_incidents[row.incident_id] = self.incident(row.incident_id)
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

    def put_crime_review(self, row: CrimeReviewRow) -> None:
        self.rows.put(self.key("crime-review", row.obligation_id), row)

    def put_go_live(self, row: GoLiveRow) -> None:
        self.rows.put(self.key("go-live", ""), row)

    def put_directory(self, row: DirectoryRow) -> None:
        self.rows.put(self.key("directory", row.beat), row)

    def put_step(self, row: StepRow) -> None:
        self.rows.put(self.key("step", row.step_id), row)

    def put_marker(self, row: MarkerRow) -> None:
        self.rows.put(self.key("marker", row.marker_id), row)

    def put_referral(self, row: ReferralRow) -> None:
        self.rows.put(self.key("referral", row.referral_id), row)

    def put_partner_word(self, row: PartnerWordRow) -> None:
        self.rows.put(self.key("partner-word", f"{row.referral_id}|{row.partner}"), row)

    def put_notice(self, row: NoticeRow) -> None:
        self.rows.put(self.key("notice", row.notice_id), row)

    def put_watch(self, row: WatchRow) -> None:
        self.rows.put(self.key("watch", row.person), row)

    def put_handled(self, row: HandledRow) -> None:
        self.rows.put(self.key("handled", str(row.rejected_offset)), row)

    def put_feed(self, row: FeedRow) -> None:
        self.rows.put(self.key("feed", row.source), row)

    def put_subject(self, row: SubjectRow) -> None:
        self.rows.put(self.key("subject", row.subject_id), row)

    def put_audit(self, row: AuditRow) -> None:
        self.rows.put(self.key("audit", ""), row)

    def put_checkpoint(self, row: CheckpointRow) -> None:
        self.rows.put(self.key("checkpoint", timestamp(row.at)), row)

    def remove(self, key: bytes) -> None:
        """Remove a row when the cause is handled: what is published about it now is still counted by it."""
        self._removed[key] = None

    @property
    def removed(self) -> tuple[bytes, ...]:
        """The rows that were removed while the cause was handled."""
        return tuple(self._removed)

    def put_policy(self, row: PolicyRow) -> None:
        self.rows.put(self.key("policy", row.sha256), row)

    def why(self, reason: WithdrawalReason) -> WithdrawalReason:
        """The reason of a withdrawal that follows from the facts as they stand; an answer is an answer."""
        return reason if self.because is None or reason is WithdrawalReason.ANSWERED else self.because

    def next_number(self, counter: str) -> int:
        """1, 2, 3 ... for each counter."""
        row = self._get("counter", counter, CounterRow) or CounterRow()
        number = row.number + 1
        self.rows.put(self.key("counter", counter), CounterRow(number))
        return number

    def policy(self, reported_at: datetime) -> InForce:
        """The policy of the Europe/London date of a report (R2)."""
        return self.policies.at(reported_at)

    def publish(self, event: Outgoing, subject: str, row_key: bytes, topic: Topic | None = None) -> str:
        """Publish about `subject`, whose row counts its events per topic; returns the event's `ce_id`.

        A type that goes to one topic only need not name it.
        """
        return self._say(type(event), event, subject, row_key, topic or TOPIC_OF[type(event)])

    def publish_of_incident(self, event: Outgoing, incident_id: str) -> str:
        return self.publish(event, incident_id, self.key("incident", incident_id))

    def publish_of_case(self, event: Outgoing, case_id: str) -> str:
        return self.publish(event, case_id, self.key("case", case_id))

    def publish_of_marker(self, event: Outgoing, marker_id: str) -> str:
        return self.publish(event, marker_id, self.key("marker", marker_id))

    def publish_of_notice(self, event: Outgoing, notice_id: str) -> str:
        return self.publish(event, notice_id, self.key("notice", notice_id))

    def publish_to_partner(self, event: Outgoing, referral_id: str, partner: Partner) -> str:
        """Publish to one partner what its pack allows. Raises NotAllowed for anything else (R20)."""
        referral = self.referral(referral_id)
        in_force = self.policies.of_hash(referral.policy) if referral is not None else None
        pack = in_force.policy.partners.pack_of(partner) if in_force is not None else None
        gate.check(event, referral, pack)
        return self.publish(event, referral_id, self.key("referral", referral_id), REFERRALS[partner])

    def remove_of_case(self, kind: type[Outgoing], case_id: str) -> None:
        """Remove what was published of the case under this type, on a compacted topic."""
        self._say(kind, None, case_id, self.key("case", case_id), TOPIC_OF[kind])

    def write_again(self, kind: type[Outgoing], subject: str, row_key: bytes) -> None:
        """A removal of nothing, so that a compacted topic closes what was written before and cleans it away."""
        self._say(kind, None, subject, row_key, TOPIC_OF[kind])

    def ids_of(self, kind: type[Outgoing]) -> tuple[str, ...]:
        """The `ce_id`s of what is published of a type while this cause is handled."""
        return tuple(said.id for said in self._events if said.type == kind.__name__)

    def close(self) -> list[Published]:
        """Number the events, wrap them in envelopes, remove what is to go; nothing may be published after."""
        published = [
            Published(
                said.topic,
                said.subject,
                Envelope(
                    id=said.id,
                    type=said.type,
                    source=source_of(self.force, "asb"),
                    time=timestamp(self.cause.at),
                    subject=said.subject,
                    sequence=str(self._next_sequence(said.row_key, said.topic)),
                    traceparent=self.cause.traceparent,
                ),
                said.event,
            )
            for said in self._events
        ]
        for key in self._removed:
            self.rows.delete(key)
        return published

    def _say(
        self, kind: type[Outgoing], event: Outgoing | None, subject: str, row_key: bytes, topic: Topic
    ) -> str:
        reason = getattr(event, "reason", None)
        if event is not None and isinstance(reason, WithdrawalReason) and reason is not self.why(reason):
            event = event.model_copy(update={"reason": self.why(reason)})
        name = kind.__name__
        ordinal = self._ordinals.get((name, subject), 0)
        self._ordinals[name, subject] = ordinal + 1
        ident = event_id(self.cause.id, name, subject, ordinal)
        self._events.append(_Said(ident, name, event, subject, row_key, topic))
        return ident

    def _next_sequence(self, row_key: bytes, topic: Topic) -> int:
        row = self.rows.get(row_key)
        if not isinstance(row, _COUNTS_EVENTS):
            msg = "a row of this kind does not count what is published about it"
            raise TypeError(msg)
        number = row.sequences.get(topic.name, 0) + 1
        counted = msgspec.structs.replace(row, sequences={**row.sequences, topic.name: number})
        self.rows.put(row_key, counted)
        return number

    def _get(self, kind: str, ident: str, of: type[AnyRow]) -> AnyRow | None:
        row = self.rows.get(self.key(kind, ident))
        return row if isinstance(row, of) else None


def digest_of(event: Outgoing, without: Collection[str] = ()) -> bytes:
    """Enough to see whether what would be published is what was published, apart from some fields."""
    said = event.model_dump_json(exclude=set(without) or None)
    return blake2b(said.encode(), digest_size=12).digest()


def micros(at: datetime) -> int:
    """Microseconds since 1970 in UTC: how times sort in the index."""
    delta = at - _EPOCH
    return (delta.days * 86_400 + delta.seconds) * 1_000_000 + delta.microseconds


_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
