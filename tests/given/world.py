"""A small random world in which everything that can cross does: shared keys, re-codes, duplicates, bridges.

All its messages are consistent with each other, so that they may come in any order.
"""

from random import Random
from typing import Any

from pydantic import BaseModel

from schemas.incoming import IncidentHeader, IncidentLink, IncidentLogged, Location, LogLine, Person
from schemas.words import Answer, AsbClass, Channel, Letter, LineCategory, Role
from tests.given.messages import at, letter_override, officer_says, opened_in_sentinel, tag_override

_TEXTS = (
    "RP IS FRIGHTENED AND IN TEARS",
    "YOUTHS THROWING STONES AT MY WINDOW",
    "THIS HAPPENS EVERY NIGHT",
    "LOUD MUSIC FROM NEXT DOOR",
    "NOBODY AFFECTED, FOR INFORMATION ONLY",
    "LITTER EVERYWHERE",
    "NO THREATS MADE",
    "RP CANNOT SLEEP",
)
_HOUSES = tuple(f"99900000000{number}" for number in range(4))
_NOMINALS = ("N1", "N2", "N3")
_CODES = ("201", "202", "203", None, "104", "301")


def messages(seed: int, incidents: int = 14) -> list[BaseModel]:
    """The world of a seed, in no particular order."""
    random = Random(seed)
    names = [f"SK-{number:02}" for number in range(incidents)]
    told: list[BaseModel] = []
    for number, name in enumerate(names):
        told += _incident(random, name, number, names)
    told += _officers(random, names)
    for number in range(random.randint(0, 2)):
        told.append(
            opened_in_sentinel(
                f"HAND-{number}",
                random.uniform(0, incidents * 20),
                uprns=(random.choice(_HOUSES),),
                incident_ids=tuple(random.sample(names, random.randint(0, 2))),
            )
        )
    return told


def _incident(random: Random, name: str, number: int, names: list[str]) -> list[BaseModel]:
    hours = number * 20 + random.uniform(0, 15)
    revisions = random.randint(1, 3)
    told: list[BaseModel] = []
    seq = 0
    for revision in range(1, revisions + 1):
        lines = []
        for _ in range(random.randint(0, 2)):
            seq += 1
            lines.append(_line(seq, random.choice(_TEXTS), hours))
        told.append(_revision(random, name, hours, revision, tuple(lines), names))
        if random.random() < 0.15:
            # The same revision told again with other content: the later recorded stands.
            told.append(_revision(random, name, hours, revision, (), names, later=1))
    return told


def _revision(
    random: Random,
    name: str,
    hours: float,
    revision: int,
    lines: tuple[LogLine, ...],
    names: list[str],
    later: float = 0,
) -> IncidentLogged:
    header: dict[str, Any] = {"reported_at": at(hours), "channel": Channel.NON_EMERGENCY}
    header["opening_code"] = random.choice(_CODES[:4])
    if random.random() < 0.3:
        header["closing_code"] = random.choice(_CODES)
    if random.random() < 0.8:
        header["location"] = Location(uprn=random.choice(_HOUSES))
    if random.random() < 0.4:
        header["people"] = (Person(role=Role.VICTIM, nominal_ref=random.choice(_NOMINALS)),)
    if random.random() < 0.25:
        header["links"] = (IncidentLink(incident_id=random.choice(names)),)
    if random.random() < 0.12:
        header["duplicate_of"] = random.choice(names)
    return IncidentLogged(
        incident_id=name,
        revision=revision,
        recorded_at=at(hours + revision + later / 2),
        header=IncidentHeader(**header),
        lines=lines,
    )


def _line(seq: int, text: str, hours: float) -> LogLine:
    return LogLine(seq=seq, at=at(hours), author="CH1", category=LineCategory.REMARKS, text=text)


def _officers(random: Random, names: list[str]) -> list[BaseModel]:
    told: list[BaseModel] = []
    for name in names:
        if random.random() < 0.12:
            gate, impact = random.choice(tuple(Answer)), random.choice(tuple(Answer))
            told.append(
                officer_says(name, {Letter.GATE: gate, Letter.IMPACT: impact}, random.uniform(0, 500))
            )
        if random.random() < 0.06:
            told.append(
                letter_override(name, Letter.GATE, random.choice(tuple(Answer)), random.uniform(0, 500))
            )
        if random.random() < 0.06:
            asb = random.random() < 0.5
            told.append(
                tag_override(
                    name, asb=asb, asb_class=AsbClass.PERSONAL if asb else None, hours=random.uniform(0, 500)
                )
            )
    return told
