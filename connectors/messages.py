"""What an incoming message looks like on the wire: its key, its bytes, its CloudEvents envelope."""

from hashlib import sha256
from typing import Final

from schemas.envelope import Envelope, source_of, timestamp
from schemas.ids import event_id
from schemas.incoming import (
    DirectoryUpdated,
    GoLiveSet,
    IncidentDeleted,
    IncidentLogged,
    Instruction,
    PartnerAnswer,
    RejectionHandled,
    SentinelFact,
)
from schemas.topics import TOPIC_OF

Message = IncidentLogged | IncidentDeleted | SentinelFact | Instruction | PartnerAnswer

# The first of these that a message has. An acceptance names both a case and its reference: it goes by the case.
_SUBJECT: Final = (
    "incident_id",
    "case_id",
    "reference",
    "obligation_id",
    "referral_id",
    "step_id",
    "marker_id",
    "subject_id",
    "beat",
    "ref",
)
# What some are about who name none of these: a directory's fallback has no beat.
_OTHERWISE: Final = {GoLiveSet: "go-live", DirectoryUpdated: "directory", RejectionHandled: "rejected"}


def subject_of(message: Message) -> str:
    """What the message is about, by the column "key" of the topic list; also its Kafka key."""
    for field in _SUBJECT:
        if subject := getattr(message, field, None):
            return str(subject)
    return _OTHERWISE.get(type(message), "policy")


def payload_of(message: Message) -> bytes:
    """The data as JSON: what was said is written, what was not said stays unsaid."""
    return message.model_dump_json(exclude_unset=True).encode()


def envelope_of(message: Message, force: str, value: bytes, message_id: str | None = None) -> Envelope:
    """The envelope of a message of `force`, whose system is the first word of its topic.

    The id is the fact's, the instruction's or the answer's own; a log has none, so its id is derived from its
    bytes.
    """
    kind, subject = type(message), subject_of(message)
    return Envelope(
        id=message_id or _own_id(message) or event_id(sha256(value).hexdigest(), kind.__name__, subject),
        type=kind.__name__,
        source=source_of(force, TOPIC_OF[kind].name.partition(".")[0]),
        time=timestamp(message.recorded_at),
        subject=subject,
    )


def _own_id(message: Message) -> str | None:
    match message:
        case SentinelFact():
            return message.fact_id
        case Instruction():
            return message.instruction_id
        case PartnerAnswer():
            return message.answer_id
        case _:
            return None
