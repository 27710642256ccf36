"""Answers as Sentinel and its officers would: accepts cases, decides what officers are asked, works the cases.

Message in, what is recorded with its time out: no Kafka, no clock. Every draw is derived from the seed and the
case or incident, so the answers do not depend on the order in which cases are heard of.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import datetime

from connectors.city.casework import duties, life
from connectors.city.casework.acceptance import Requests
from connectors.city.casework.asks import Asks
from connectors.city.casework.behaviour import Behaviour, working
from connectors.city.casework.case_file import CaseFile
from connectors.city.casework.diary import Diary
from connectors.city.chance import chance, hours_between
from connectors.city.event import CityEvent
from schemas.incoming import CaseOpenedInSentinel, IncidentLogged, Person
from schemas.outgoing import (
    AnswerRefused,
    CaseAdopted,
    CaseOpened,
    CaseWithdrawn,
    IncidentJoined,
    ObligationOpened,
    OfficerDecisionAsked,
    Outgoing,
    ReminderFellDue,
)
from schemas.words import ObligationKind, Outcome


class SentinelActor:
    """Reads what the city reports, hears what the worker publishes, and holds the answers until they are due."""

    def __init__(
        self, seed: int, officers: Mapping[str, Outcome], behaviour: Behaviour = Behaviour.AFTER
    ) -> None:
        """`officers`: what an officer says of an incident when asked; of the others nobody says anything.

        `GroundTruth.officers` grows while the city reports, and may be given before it does. `behaviour`:
        whether reminders are heeded.
        """
        self._seed, self._heeding = seed, working().behaviours[behaviour]
        self._diary = Diary()
        self._requests = Requests(seed, self._diary, self._accepted)
        self._asks = Asks(seed, self._diary, officers, self._heeding)
        # By case id, as the worker names cases, and by reference, as Sentinel does.
        self._files: dict[str, CaseFile] = {}
        self._by_reference: dict[str, CaseFile] = {}
        self._joined: dict[str, dict[str, datetime]] = defaultdict(dict)
        self._people: dict[str, tuple[Person, ...]] = {}

    @property
    def next_at(self) -> datetime | None:
        """When somebody next means to do something."""
        return self._diary.next_at

    def due(self, until: datetime | None) -> Iterator[CityEvent]:
        """The answers given up to a time, in order; all that are left when None."""
        return self._diary.due(until)

    def read(self, event: CityEvent) -> None:
        """Officers read what the city reports; a case that begins in Sentinel is theirs."""
        message = event.message
        if isinstance(message, IncidentLogged) and message.header.people:
            self._people[message.incident_id] = message.header.people
        elif isinstance(message, CaseOpenedInSentinel) and message.reference not in self._by_reference:
            file = CaseFile(self._seed, self._diary, message.reference, message.opened_at)
            file.uprn = next(iter(message.uprns), None)
            self._by_reference[message.reference] = file
            life.take_over(file, message.people)

    def hear(self, message: Outgoing, at: datetime) -> None:
        """Take note of one message published at `at` (its `ce_time`); the same one twice is answered once."""
        match message:
            case CaseOpened():
                self._requests.asked(message, at)
                for incident in (message.incident_id, *message.associated_incident_ids):
                    self._told_of(message.case_id, incident, at)
            case CaseWithdrawn():
                self._requests.withdrawn((message.case_id, message.request), at)
            case CaseAdopted() if message.reference in self._by_reference:
                self._known_as(message.case_id, self._by_reference[message.reference])
            case IncidentJoined():
                self._told_of(message.case_id, message.incident_id, at)
            case OfficerDecisionAsked():
                self._asks.asked(message, at)
            case ReminderFellDue():
                self._reminded(message, at)
            case ObligationOpened(case_id=str(case_id)) if case_id in self._files:
                duties.opened(self._files[case_id], message)
            case AnswerRefused() if message.reference in self._by_reference:
                duties.refused(self._by_reference[message.reference], message, at)
            case _:
                pass

    def _accepted(self, case_id: str, file: CaseFile) -> None:
        self._by_reference[file.reference] = file
        self._known_as(case_id, file)

    def _known_as(self, case_id: str, file: CaseFile) -> None:
        self._files[case_id] = file
        for incident, at in self._joined.pop(case_id, {}).items():
            self._read_people(file, incident, max(at, file.opened_at))

    def _told_of(self, case_id: str, incident: str, at: datetime) -> None:
        if case_id in self._files:
            self._read_people(self._files[case_id], incident, at)
        else:
            self._joined[case_id].setdefault(incident, at)

    def _read_people(self, file: CaseFile, incident: str, at: datetime) -> None:
        """Whom the log of an incident names that joined is put on the case."""
        for number, someone in enumerate(self._people.get(incident, ())):
            delay = working().people.added_later.delay(file.numbers("adds", incident, number))
            life.mean_to_add(file, someone, delay, at)

    def _reminded(self, reminder: ReminderFellDue, at: datetime) -> None:
        if reminder.kind is ObligationKind.OFFICER_DECISION:
            self._asks.reminded(reminder, at)
        elif reminder.kind is ObligationKind.SENTINEL_REFERENCE:
            numbers = chance(self._seed, "heeds", reminder.case_id, reminder.rung)
            if numbers.random() < self._heeding.likely(reminder.rung):
                self._requests.reminded(
                    reminder.case_id or "", at + hours_between(numbers, self._heeding.hours)
                )
        elif reminder.case_id in self._files:
            duties.reminded(self._files[reminder.case_id], reminder, at, self._heeding)
