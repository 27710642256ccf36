"""What `asb erase` asks of the worker: which logs, which rejected messages, and until when bytes may last (X8)."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple, TypeVar

from connectors.broker import Broker
from schemas.incoming import DataSubject, SubjectErased
from schemas.incoming.rights import MOST_INCIDENTS, MOST_REJECTED
from schemas.rows import IncidentRow
from schemas.topics import TOPICS
from streams.cli.errors import UserError
from streams.cli.instruction import drawn_up
from streams.cli.options import Installation
from streams.provisioning import Provisioner, Wanted
from streams.rejected.messages import Wanted as WantedMessages
from streams.rejected.messages import rejected
from streams.rejected.naming import keys_of
from streams.rules.ledger import Ledger
from streams.rules.rights.mentions import Mentions
from streams.topic_retention import days_of, settings

AnyText = TypeVar("AnyText", bound=str)


class Asked(NamedTuple):
    """An erasure as an officer asks for it, of a person as the rows name them."""

    force: str
    officer: str
    subject_id: str
    subject: DataSubject
    reason: str


def logs(ledger: Ledger, subject: DataSubject) -> Iterator[str]:
    """The incidents whose text mentions the person."""
    rows = (ledger.rows.get(key) for key in ledger.rows.holding([b"|incident|"]))
    return Mentions(subject).logs(row for row in rows if isinstance(row, IncidentRow))


def messages(here: Installation, broker: Broker, ledger: Ledger, subject: DataSubject) -> tuple[str, ...]:
    """The keys of the rejected messages that name the person and stand now."""
    found = rejected(
        broker, here.name, here.registry(), {ledger.force: ledger}, WantedMessages(also_handled=True)
    )
    return tuple(sorted(set(keys_of(found, subject))))


def instructions(
    here: Installation,
    asked: Asked,
    incident_ids: Sequence[str],
    rejected_keys: Sequence[str],
    gone_by: datetime,
) -> list[SubjectErased]:
    """As many as it takes to name everything; mostly one. Raises UserError for what cannot be told so."""
    of_logs, of_messages = _parts(incident_ids, MOST_INCIDENTS), _parts(rejected_keys, MOST_REJECTED)
    most = max(1, len(of_logs), len(of_messages))
    return [
        drawn_up(
            here,
            asked.force,
            SubjectErased,
            asked.subject_id,
            asked.officer,
            subject_id=asked.subject_id,
            subject=asked.subject,
            incident_ids=of_logs[number] if number < len(of_logs) else (),
            rejected_keys=of_messages[number] if number < len(of_messages) else (),
            gone_by=gone_by,
            reason=asked.reason,
        )
        for number in range(most)
    ]


def _parts(texts: Sequence[AnyText], size: int) -> list[tuple[AnyText, ...]]:
    return [tuple(texts[start : start + size]) for start in range(0, len(texts), size)]


def require_kept_as_said(here: Installation, broker: Broker, kept: Mapping[str, int]) -> None:
    """Raises UserError where the cluster keeps a topic otherwise: a date on a certificate would not be true."""
    said = {setting for topic in TOPICS for setting in settings(topic, days_of(topic, kept))}
    with Provisioner(broker, Wanted(here.name, len(here.registry().forces), kept=kept)) as provisioner:
        other = sorted({each.topic for each in provisioner.differences() if each.setting in said})
    if other:
        msg = f"the cluster keeps {', '.join(other)} otherwise than the certificate would say;"
        msg += " name the installation's file with --retention, or mend it with: asb topics apply"
        raise UserError(msg)
