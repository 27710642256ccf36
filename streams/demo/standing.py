"""What stands at the end, read from the topics as any read_committed reader sees them."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any, Final

import orjson

from connectors.broker import Broker
from connectors.reader import Reader, Record
from schemas.envelope import open_envelope
from schemas.topics import (
    CASES,
    DECISIONS,
    MARKERS,
    NOTICES,
    REFERRALS,
    REJECTED,
    REMINDERS,
    TAGS,
)

_READ: Final = (TAGS, DECISIONS, CASES, REMINDERS, MARKERS, NOTICES, *REFERRALS.values(), REJECTED)


@dataclass
class Standing:
    """The latest word on each incident of one force; what was withdrawn is gone."""

    tags: dict[str, dict[str, Any]] = field(default_factory=dict)
    decisions: dict[str, dict[str, Any]] = field(default_factory=dict)
    events: Counter[str] = field(default_factory=Counter)
    # Markers as proposed, the first that was put on, and the first referral that was sent.
    proposed: dict[str, dict[str, Any]] = field(default_factory=dict)
    marker: dict[str, Any] | None = None
    referral: dict[str, Any] | None = None
    rejected: int = 0

    def take(self, kind: str, data: dict[str, Any]) -> None:
        """One event, in the order of its topic."""
        self.events[kind] += 1
        match kind:
            case "IncidentTagged":
                self.tags[data["incident_id"]] = data
            case "TagWithdrawn":
                self.tags.pop(data["incident_id"], None)
            case "DecisionMade":
                self.decisions[data["incident_id"]] = data
            case "DecisionWithdrawn":
                self.decisions.pop(data["incident_id"], None)
            case "MarkerProposed":
                self.proposed[data["marker_id"]] = data
            case "MarkerActivated":
                self.marker = self.marker or data
            case "ReferralMade":
                self.referral = self.referral or data
            case _:
                pass


def read_standing(broker: Broker, installation: str, forces: tuple[str, ...]) -> dict[str, Standing]:
    """What stands for each force, in the order of their partitions. Raises ReadFailed."""
    found = [Standing() for _ in forces]
    with Reader(broker, installation, _READ) as reader:
        for record in reader.until_end():
            _take(found[record.partition], record)
    return dict(zip(forces, found, strict=True))


def _take(standing: Standing, record: Record) -> None:
    if record.topic is REJECTED:
        standing.rejected += 1
        return
    envelope, value = open_envelope(record.headers, record.value)
    standing.take(envelope.type, orjson.loads(value))
