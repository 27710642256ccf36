"""The ASB domain that the engine runs: records in, rules, messages out. Pure: no Kafka, no clock, no I/O.

The flow, top to bottom: `partition_of` -> `handle` (decode, policy, the rule for the message) -> messages; and
for time: `due` -> `fire`.
"""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

import msgspec
from pydantic import BaseModel

from schemas import topics
from schemas.envelope import timestamp
from schemas.forces import Registry
from schemas.incoming import (
    FIRST_YEAR,
    LAST_YEAR,
    IncidentDeleted,
    IncidentLogged,
    Instruction,
    PartnerAnswer,
    SentinelFact,
)
from schemas.rows import PolicyRow, Rank, Row
from schemas.topics import in_installation
from schemas.words import ERASED, AuditVerb, Recorded, RejectionCode
from streams import row_codec
from streams.decode import Opened, message_of, opened
from streams.engine.domain import Message, Record, Rejected
from streams.engine.table import Table
from streams.policies.bundle import PolicyDocument, compiled, is_compiled, load_bundle
from streams.policies.policy import Policy
from streams.policies.recorded import usable
from streams.rules import (
    audit,
    case_settle,
    compliance,
    compliance_gaps,
    decide,
    due,
    feeds,
    incident,
    instruct,
    sentinel,
)
from streams.rules.in_force import RULES_VERSION, Policies, in_force
from streams.rules.index import DUE, POLICIES, entries_of
from streams.rules.ledger import Cause, Ledger, micros
from streams.rules.referrals import answers

_TIMES_NAMED: Final = 5
_ERASED: Final = (("rejected_code", ERASED.encode()),)
# The error of a policy document may quote the document.
_DETAIL_LENGTH: Final = 1_000


class AsbDomain:
    """What the engine needs to know of ASB, for one installation.

    `installation` prefixes every topic; `registry` gives each force its partition; `secret` keys the hashes of
    personal keys; `builtin` are the policies that a force without any records as its first.
    """

    def __init__(
        self,
        installation: str,
        registry: Registry,
        secret: bytes,
        builtin: Sequence[PolicyDocument] | None = None,
    ) -> None:
        self.name = f"{installation}.asb"
        self.registry = registry
        self.secret = secret
        self.builtin = tuple(load_bundle() if builtin is None else builtin)
        self.inputs = tuple(in_installation(installation, topic) for topic in topics.INPUTS)
        self.outputs = frozenset(in_installation(installation, topic) for topic in topics.OUTPUTS)
        self.state_topic = in_installation(installation, topics.STATE)
        self.journal_topic = in_installation(installation, topics.JOURNAL)
        self.rejected_topic = in_installation(installation, topics.REJECTED)
        self.max_message_bytes = topics.INPUT_BYTES
        self.max_row_bytes = topics.ROW_BYTES
        self._topic = {topic.name: in_installation(installation, topic) for topic in topics.TOPICS}
        self._kinds: Mapping[str, Mapping[str, type[BaseModel]]] = {
            in_installation(installation, topic): {event.__name__: event for event in topic.events}
            for topic in topics.INPUTS
        }
        self._opened: Opened | None = None
        self._policies: tuple[tuple[Any, ...], Policies] | None = None

    def versions(self, table: Table[Row]) -> Mapping[str, str]:
        found = b"|".join(key for _, key in table.members(POLICIES))
        return {"rules": RULES_VERSION, "policies": hashlib.sha256(found).hexdigest()}

    def partition_of(self, record: Record) -> int:
        found = self._open(record)
        partition = self.registry.partition_of(found.force)
        if partition is None:
            raise Rejected(RejectionCode.UNKNOWN_FORCE, "ce_source names a force that is not in the registry")
        return partition

    def handle(self, record: Record, table: Table[Row]) -> Sequence[Message]:
        found = self._open(record)
        message = message_of(found, self._kinds[record.topic])
        recorded_at: datetime = message.recorded_at  # type: ignore[attr-defined]
        ledger = self._ledger(found.force, _cause(found, message), table)
        revision: int = message.revision  # type: ignore[attr-defined]
        family, before = _family(message), table.savepoint()
        _RULE[family](ledger, message, (revision, timestamp(recorded_at), found.envelope.id))
        told = audit.operations_of(ledger, message, changed=table.savepoint() > before)
        feeds.hear(ledger, family, recorded_at)
        return self._messages(ledger, told)

    def on_failed(self, record: Record, table: Table[Row], error: Exception) -> Sequence[Message]:
        """Mark the incident, referral or case that the key names, and its case, as incomplete; nothing else."""
        del error
        found = self._open(record)
        message = message_of(found, self._kinds[record.topic])
        at: datetime = message.recorded_at  # type: ignore[attr-defined]
        ledger = self._ledger(found.force, _cause(found, message), table)
        marked: list[audit.Done] = []
        named = (record.key or b"").decode(errors="replace")
        row = ledger.incident(named)
        case = ledger.case(_case_named(ledger, named))
        if row is not None and row.incomplete_since is None:
            ledger.put_incident(msgspec.structs.replace(row, incomplete_since=at))
            marked.append(audit.Done(AuditVerb.ALTERATION, Recorded.INCIDENT, row.incident_id))
        if case is not None and case.incomplete_since is None:
            ledger.put_case(msgspec.structs.replace(case, incomplete_since=at))
            marked.append(audit.Done(AuditVerb.ALTERATION, Recorded.CASE, case.case_id))
            # What failed may be among the case's duties: only that it is incomplete is shown.
            case_settle.show_touched(ledger)
        return self._messages(ledger, marked)

    def rejection(self, record: Record, code: str, detail: str) -> Message:
        came_from = f"{record.topic}/{record.partition}/{record.offset}"
        # On the rejected topic each stands under a key of its own, so that it can be removed by it (X8).
        key = () if record.key is None else (("rejected_key", record.key),)
        reason = (
            *key,
            ("rejected_code", code.encode()),
            ("rejected_detail", detail[:_DETAIL_LENGTH].encode()),
            ("rejected_from", came_from.encode()),
            ("rejected_rules", RULES_VERSION.encode()),
        )
        return Message(self.rejected_topic, came_from.encode(), record.value, (*record.headers, *reason))

    def due(self, at: datetime, table: Table[Row], limit: int) -> Sequence[bytes]:
        return [key for _, key in table.upto(DUE, micros(at), limit)]

    def fire(self, key: bytes, at: datetime, table: Table[Row]) -> Sequence[Message]:
        row = table.get(key)
        cause = due.cause_of(row, at) if row is not None else None
        if row is None or cause is None:
            return ()
        ledger = self._ledger(key.split(b"|", 1)[0].decode(), cause, table)
        due.fall_due(self._taken_up(key, row, table), ledger, at)
        return self._messages(ledger)

    def park(self, key: bytes, at: datetime, table: Table[Row], error: Exception) -> Sequence[Message]:
        row = table.get(key)
        if row is None:
            return ()
        table.put(key, due.parked(row, at, self._policies_of(table).at(at).policy.failures))
        reason = (
            ("rejected_key", key),
            ("rejected_code", RejectionCode.RULE_FAILED.encode()),
            ("rejected_detail", f"due at {timestamp(at)}: {type(error).__name__}".encode()),
            ("rejected_rules", RULES_VERSION.encode()),
        )
        place = b"due/" + key + f"/{timestamp(at)}".encode()
        return (Message(self.rejected_topic, place, row_codec.encode(row), reason),)

    def _taken_up(self, key: bytes, row: Row, table: Table[Row]) -> Row:
        """The row as a rule finds it when it is due: one that had failed before is parked no longer."""
        found = due.taken_up(row)
        if found is not row:
            table.put(key, found)
        return found

    def event_time(self, record: Record) -> datetime | None:
        try:
            at = datetime.fromisoformat(self._open(record).envelope.time)
        except (Rejected, ValueError):
            return None
        # A clock once set to the end of the calendar never ticks again.
        return at if at.tzinfo is not None and FIRST_YEAR <= at.year <= LAST_YEAR else None

    def encode_row(self, key: bytes, row: Row) -> bytes:
        del key
        return row_codec.encode(row)

    def decode_row(self, key: bytes, data: bytes) -> Row:
        return row_codec.decode(key, data)

    def index(self, key: bytes, row: Row) -> tuple[tuple[str, Any], ...]:
        del key
        return (*entries_of(row), *compliance_gaps.entries_of(row))

    def looking(self, force: str, at: datetime, table: Table[Row]) -> Ledger:
        """The rows of a force as rules read them, for a command that only looks at them."""
        return self._ledger(force, Cause("", at), table)

    def _open(self, record: Record) -> Opened:
        """The record's envelope, read once although the engine asks for the partition first."""
        if self._opened is None or self._opened.record is not record:
            self._opened = opened(record)
        return self._opened

    def _ledger(self, force: str, cause: Cause, table: Table[Row]) -> Ledger:
        if not table.size(POLICIES):
            for policy in self.builtin:
                effective_from = compiled(policy).effective_from
                row = PolicyRow(policy.sha256, effective_from, dict(policy.document))
                table.put(f"{force}|policy|{policy.sha256}".encode(), row)
        ledger = Ledger(table, force, cause, self._policies_of(table), self.secret)
        compliance.begin(ledger)
        return ledger

    def _policies_of(self, table: Table[Row]) -> Policies:
        entries = tuple(table.members(POLICIES))
        if self._policies is None or self._policies[0] != entries:
            rows = [table.get(key) for _, key in entries]
            timeline = [
                in_force(self._compiled(row), row.sha256) for row in rows if isinstance(row, PolicyRow)
            ]
            self._policies = (entries, Policies.of(timeline))
        return self._policies[1]

    def _compiled(self, row: PolicyRow) -> Policy:
        recorded = PolicyDocument(row.document, row.sha256)
        return compiled(recorded if is_compiled(recorded) else usable(recorded, self.builtin[-1]))

    def _messages(self, ledger: Ledger, told: Sequence[audit.Done] = ()) -> list[Message]:
        """What is published of a cause, and what the audit says of it; `told`: what a message is by itself."""
        published = ledger.close()
        messages = [
            Message(
                self._topic[one.topic.name],
                one.key.encode(),
                None if one.event is None else one.event.model_dump_json().encode(),
                one.envelope.headers(),
            )
            for one in published
        ]
        force, topic = ledger.force.encode(), self._topic[topics.AUDIT.name]
        messages += (
            Message(self.rejected_topic, key.encode(), None, _ERASED) for key in ledger.rejected_removed
        )
        for link in audit.chained(ledger, audit.operations(ledger, told, published)):
            messages.append(Message(topic, force, link.value, link.envelope.headers()))
        return messages


def _case_named(ledger: Ledger, key: str) -> str:
    """The case of a message's key: of an incident, a reference, a referral or a step; else the key is the case's."""
    rows = (ledger.incident(key), ledger.sentinel(key), ledger.referral(key), ledger.step(key))
    return next((row.case_id for row in rows if row is not None), key)


def _cause(found: Opened, message: BaseModel) -> Cause:
    """CloudEvents: an id is unique within its source, so what is derived from it goes by both."""
    envelope = found.envelope
    by = message.officer if isinstance(message, Instruction) else envelope.source
    at: datetime = message.recorded_at  # type: ignore[attr-defined]
    return Cause(f"{envelope.source}/{envelope.id}", at, envelope.traceparent, envelope.type, by)


def _log_incident(ledger: Ledger, told: IncidentLogged, rank: Rank) -> None:
    plausibility = ledger.policy(told.header.reported_at).policy.plausibility
    _refuse_times(incident.impossible_times(told, plausibility))
    row = ledger.known_incident(told.incident_id)
    decide.decide_again(ledger, incident.merged(row, told, rank))


def _delete_incident(ledger: Ledger, told: IncidentDeleted, rank: Rank) -> None:
    decide.decide_again(ledger, incident.deleted(ledger.known_incident(told.incident_id), rank))


def _take_fact(ledger: Ledger, told: SentinelFact, rank: Rank) -> None:
    plausibility = ledger.policy(told.recorded_at).policy.plausibility
    _refuse_times(sentinel.impossible_times(told, plausibility))
    sentinel.apply(ledger, told, rank)
    if reference := getattr(told, "reference", None):
        compliance_gaps.note_case(ledger, reference)


def _refuse_times(wrong: Sequence[str]) -> None:
    if wrong:
        more = f" and {len(wrong) - _TIMES_NAMED} more" if len(wrong) > _TIMES_NAMED else ""
        detail = f"after recorded_at: {', '.join(wrong[:_TIMES_NAMED])}{more}"
        raise Rejected(RejectionCode.IMPOSSIBLE_VALUE, detail)


def _instruct(ledger: Ledger, told: Instruction, rank: Rank) -> None:
    try:
        instruct.apply(ledger, told, rank)
    except instruct.Refused as refused:
        raise Rejected(RejectionCode.IMPOSSIBLE_VALUE, str(refused)) from refused


def _take_answer(ledger: Ledger, told: PartnerAnswer, rank: Rank) -> None:
    try:
        answers.take(ledger, told, rank)
    except answers.NotOfThisReferral as another:
        raise Rejected(RejectionCode.IMPOSSIBLE_VALUE, str(another)) from another
    case_settle.settle_touched(ledger)


def _family(message: BaseModel) -> type:
    return next(family for family in _RULE if isinstance(message, family))


_RULE: Final[Mapping[type, Callable[[Ledger, Any, Rank], None]]] = {
    IncidentLogged: _log_incident,
    IncidentDeleted: _delete_incident,
    SentinelFact: _take_fact,
    Instruction: _instruct,
    PartnerAnswer: _take_answer,
}
