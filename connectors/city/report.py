"""One incident from its first message to its last: the headers and lines that STORM would send."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random
from typing import Any, NamedTuple

from connectors.city.chance import hours_between, one_of
from connectors.city.coding import TYPE_CODES, Coding
from connectors.city.log import UPDATE, LogWriter, crew, result_text
from connectors.city.place import Place
from connectors.city.said import Said
from connectors.city.situations import Range, Recode
from connectors.city.texts import texts
from schemas.incoming import IncidentHeader, IncidentLink, IncidentLogged, LogLine, Person
from schemas.words import AsbType, Channel, IncidentStatus

THRIVE_WRITTEN = 0.55
CLOSING = UPDATE + 1
SPOKEN = (
    Channel.NON_EMERGENCY,
    Channel.NON_EMERGENCY,
    Channel.EMERGENCY,
    Channel.TELEPHONE,
    Channel.OFFICER,
)


class Facts(NamedTuple):
    """What is true of an incident apart from its codes and its text."""

    incident_id: str
    at: datetime
    place: Place
    people: tuple[Person, ...] = ()
    qualifiers: tuple[str, ...] = ()
    links: tuple[IncidentLink, ...] = ()
    duplicate_of: str | None = None
    closes_within_hours: Range = (1.2, 7)
    later: tuple[Recode, ...] = ()
    asb_type: AsbType | None = None


def messages_of(numbers: Random, facts: Facts, said: Said, coding: Coding) -> list[IncidentLogged]:
    """Opening, update, closing, and a message for each later re-code; revisions count from 1."""
    report = _Report(numbers, facts, said, coding)
    found = [report.opened(), report.updated(), report.closed()]
    return found + [report.recoded(recode) for recode in facts.later]


class _Report:
    def __init__(self, numbers: Random, facts: Facts, said: Said, coding: Coding) -> None:
        self._numbers, self._facts, self._said, self._coding = numbers, facts, said, coding
        self._log = LogWriter(numbers, facts.at, crew(numbers, facts.place.beat))
        self._revision = 0
        self._closed_at = facts.at
        self._people_known_late = numbers.random() < 0.15
        self._qualified_late = numbers.random() < 0.5
        self._fixed = self._what_never_changes()

    def _what_never_changes(self) -> dict[str, Any]:
        facts, numbers = self._facts, self._numbers
        fixed: dict[str, Any] = {
            "reported_at": facts.at,
            "channel": Channel.ONLINE if self._said.online else one_of(numbers, SPOKEN),
            "grade": one_of(numbers, (2, 3, 3, 3, 4, 5)),
            "location": facts.place.location(),
        }
        if self._said.remarks:
            fixed["summary"] = self._said.remarks[0].text[:60].upper()
        if numbers.random() < 0.4:
            fixed["occurred_from"] = facts.at - timedelta(minutes=int(numbers.random() * 180))
        if facts.links:
            fixed["links"] = facts.links
        return fixed

    def opened(self) -> IncidentLogged:
        self._log.open_with(self._said)
        if self._said.remarks:
            self._log.assess(self._said, THRIVE_WRITTEN)
        people = () if self._people_known_late else self._facts.people
        qualifiers = () if self._qualified_late else self._facts.qualifiers
        codes = self._codes(self._coding.opening, None, self._coding.opening_local)
        return self._message(self._log.told_in(0), people=people, qualifiers=qualifiers, **codes)

    def updated(self) -> IncidentLogged:
        self._log.pass_time(self._facts.at + hours_between(self._numbers, (0.1, 0.4)))
        if self._said.remarks:
            self._log.work()
        return self._message(self._log.told_in(UPDATE), **self._as_opened())

    def closed(self) -> IncidentLogged:
        numbers, facts, log = self._numbers, self._facts, self._log
        log.pass_time(facts.at + hours_between(numbers, facts.closes_within_hours))
        if self._said.remarks:
            log.dispose(CLOSING, self._disposal())
        self._closed_at = log.at
        codes = self._as_closed(self._coding.closing, self._coding.closing_local)
        return self._message(log.told_in(CLOSING), **codes)

    def recoded(self, recode: Recode) -> IncidentLogged:
        """The log opened again and closed with other codes; what stood before is written into it."""
        numbers, log, asb_type = self._numbers, self._log, self._facts.asb_type
        log.pass_time(self._facts.at + hours_between(numbers, recode.after_hours))
        local = recode.local_codes
        if recode.keeps_asb_code and asb_type:
            local = (*local, TYPE_CODES[asb_type])
        was = " / ".join(self._coding.results) or "NONE"
        stage = CLOSING + 1 + self._revision
        log.dispose(stage, one_of(numbers, texts("routine")["reactivated"]).format(was=was))
        log.dispose(stage, result_text(numbers, (recode.closing, *local)))
        self._closed_at = log.at
        return self._message(log.told_in(stage), **self._as_closed(recode.closing, local))

    def _disposal(self) -> str:
        if main := self._facts.duplicate_of:
            return str(one_of(self._numbers, texts("routine")["duplicate"])).format(main=main)
        return result_text(self._numbers, self._coding.results)

    def _as_opened(self) -> dict[str, Any]:
        codes = self._codes(self._coding.opening, None, self._coding.opening_local)
        return {"people": self._facts.people, "qualifiers": self._facts.qualifiers, **codes}

    def _as_closed(self, closing: str | None, local: tuple[str, ...]) -> dict[str, Any]:
        codes = self._codes(self._coding.opening, closing, local)
        found = {**self._as_opened(), "status": IncidentStatus.CLOSED, "closed_at": self._closed_at}
        if self._facts.duplicate_of:
            found["duplicate_of"] = self._facts.duplicate_of
        found.pop("local_codes", None)
        return {**found, **codes}

    @staticmethod
    def _codes(opening: str | None, closing: str | None, local: tuple[str, ...]) -> dict[str, Any]:
        found: dict[str, Any] = {"opening_code": opening, "closing_code": closing, "local_codes": local}
        return {name: code for name, code in found.items() if code}

    def _message(self, lines: Sequence[LogLine], **changing: Any) -> IncidentLogged:
        """The incident as it stands, some seconds after the newest line; what is empty is not said."""
        self._revision += 1
        self._log.pass_time(self._log.at + timedelta(seconds=5 + int(self._numbers.random() * 40)))
        header = {**self._fixed, **{name: value for name, value in changing.items() if value}}
        said: dict[str, Any] = {"lines": lines} if lines else {}
        return IncidentLogged(
            incident_id=self._facts.incident_id,
            revision=self._revision,
            recorded_at=self._log.at,
            header=IncidentHeader(**header),
            **said,
        )
