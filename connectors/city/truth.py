"""What is right: declared by situation, beside the stream and never on it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final, NamedTuple

import orjson

from schemas.words import AsbClass, AsbType, Outcome, Placement


class IncidentTruth(NamedTuple):
    """One incident as it ought to stand in the end, before any officer answered what was asked.

    `coded`: an ASB code or another code that is in the force's list stands. `if_asked`: what an officer
    will say when asked, in outcomes. `story` holds together the incidents of one story by its first
    incident; `case` those of one case. `has_text`: the log has lines that say something.
    """

    incident_id: str
    situation: str
    story: str
    asb: bool
    coded: bool
    has_text: bool
    asb_class: AsbClass | None = None
    asb_type: AsbType | None = None
    outcome: Outcome | None = None
    placement: Placement | None = None
    if_asked: Outcome | None = None
    duplicate_of: str | None = None
    case: str | None = None


class GroundTruth:
    """The truth of a run of the city, filled while the city reports."""

    def __init__(self) -> None:
        self.incidents: dict[str, IncidentTruth] = {}
        # What officers will say, by incident, where they answer at all; grows with the truth.
        self.officers: dict[str, Outcome] = {}

    def note(self, truth: IncidentTruth) -> None:
        self.incidents[truth.incident_id] = truth
        if truth.if_asked is not None:
            self.officers[truth.incident_id] = truth.if_asked

    def __iter__(self) -> Iterator[IncidentTruth]:
        return iter(self.incidents.values())

    def __len__(self) -> int:
        return len(self.incidents)

    def to_json(self) -> bytes:
        """The same truth gives the same bytes."""
        found = [one._asdict() for one in sorted(self, key=lambda one: one.incident_id)]
        return orjson.dumps({"incidents": found}, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)

    def write(self, file: Path) -> None:
        file.write_bytes(self.to_json())

    @classmethod
    def from_json(cls, raw: bytes) -> "GroundTruth":
        truth = cls()
        for entry in orjson.loads(raw)["incidents"]:
            truth.note(_incident(entry))
        return truth


_WORDS: Final = {
    "asb_class": AsbClass,
    "asb_type": AsbType,
    "outcome": Outcome,
    "placement": Placement,
    "if_asked": Outcome,
}


def _incident(entry: dict[str, Any]) -> IncidentTruth:
    read = {name: word(entry[name]) for name, word in _WORDS.items() if entry[name] is not None}
    return IncidentTruth(**{**entry, **read})
