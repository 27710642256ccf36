"""The cases that Sentinel has: asked for and accepted, or begun there, with whom their incidents name."""

from collections import defaultdict
from datetime import datetime

from connectors.city.casework import life
from connectors.city.casework.acceptance import Requests
from connectors.city.casework.behaviour import working
from connectors.city.casework.case_file import CaseFile
from connectors.city.casework.diary import Diary
from connectors.city.casework.pace import Heeding
from connectors.city.chance import chance, hours_between
from connectors.city.event import Recorded
from schemas.incoming import CaseOpenedInSentinel, IncidentDeleted, IncidentLogged, Person
from schemas.outgoing import CaseAdopted, CaseOpened, CaseWithdrawn, IncidentJoined, ReminderFellDue


class Cases:
    def __init__(self, seed: int, diary: Diary, heeding: Heeding) -> None:
        self._seed, self._diary, self._heeding = seed, diary, heeding
        self._requests = Requests(seed, diary, self._accepted)
        # By case id, as the worker names cases, and by reference, as Sentinel does.
        self._files: dict[str, CaseFile] = {}
        self._by_reference: dict[str, CaseFile] = {}
        self._joined: dict[str, dict[str, datetime]] = defaultdict(dict)
        self._people: dict[str, tuple[Person, ...]] = {}

    def known_as(self, case_id: str | None) -> CaseFile | None:
        """The file of a case by the worker's id of it."""
        return self._files.get(case_id or "")

    def called(self, reference: str) -> CaseFile | None:
        """The file of a case by Sentinel's reference."""
        return self._by_reference.get(reference)

    def read(self, message: IncidentLogged | IncidentDeleted | Recorded) -> None:
        """What the city reports."""
        if isinstance(message, IncidentLogged) and message.header.people:
            self._people[message.incident_id] = message.header.people
        elif isinstance(message, CaseOpenedInSentinel) and message.reference not in self._by_reference:
            file = CaseFile(self._seed, self._diary, message.reference, message.opened_at)
            file.uprn, file.beat = next(iter(message.uprns), None), message.beat
            self._by_reference[message.reference] = file
            life.take_over(file, message.people)

    def hear(self, message: CaseOpened | CaseWithdrawn | CaseAdopted | IncidentJoined, at: datetime) -> None:
        match message:
            case CaseOpened():
                self._requests.asked(message, at)
                for incident in (message.incident_id, *message.associated_incident_ids):
                    self._told_of(message.case_id, incident, at)
            case CaseWithdrawn():
                self._requests.withdrawn((message.case_id, message.request), at)
            case CaseAdopted() if message.reference in self._by_reference:
                self._now_known_as(message.case_id, self._by_reference[message.reference])
            case IncidentJoined():
                self._told_of(message.case_id, message.incident_id, at)
            case _:
                pass

    def reminded(self, reminder: ReminderFellDue, at: datetime) -> None:
        """A request that nobody has accepted."""
        numbers = chance(self._seed, "heeds", reminder.case_id, reminder.rung)
        if numbers.random() < self._heeding.likely(reminder.rung):
            when = at + hours_between(numbers, self._heeding.hours)
            self._requests.reminded(reminder.case_id or "", when)

    def _accepted(self, case_id: str, file: CaseFile) -> None:
        self._by_reference[file.reference] = file
        self._now_known_as(case_id, file)

    def _now_known_as(self, case_id: str, file: CaseFile) -> None:
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
