"""One case as Sentinel holds it: who and what is on it, what was recorded, and the officers' diary for it."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta
from random import Random
from typing import Any, TypeVar

from connectors.city.casework.diary import Act, Diary
from connectors.city.casework.people import PeopleOnCase
from connectors.city.chance import chance
from connectors.city.event import Recorded, fact_id
from schemas.incoming import AssessmentSubject, Instruction, SentinelFact
from schemas.words import Answer, Question, SubjectKind

Fact = TypeVar("Fact", bound=SentinelFact)
Order = TypeVar("Order", bound=Instruction)


class CaseFile:
    def __init__(self, seed: int, diary: Diary, reference: str, at: datetime) -> None:
        """A case that is in Sentinel from `at` on."""
        self._seed, self._diary, self._revisions = seed, diary, Counter[str]()
        self.reference, self.opened_at = reference, at
        self.people = PeopleOnCase(seed, reference)
        # Where the first incident took place.
        self.uprn: str | None = None
        self.beat: str | None = None
        self.closed = False
        # References that turned out to be of somebody who has another.
        self.merged: dict[str, str] = {}
        # What stands: subjects that have an assessment, answers of people, forms that are settled.
        self.assessed: set[tuple[SubjectKind, str]] = set()
        self.answers: dict[tuple[str, Question], Answer] = {}
        self.forms: set[str] = set()
        # People and partners: who was asked about being referred to whom.
        self.consents: set[str] = set()
        # Duties that were taken up, and reminders that were heard.
        self.heard: set[str] = set()

    def numbers(self, *concern: object) -> Random:
        """The chance of one concern of this case, whatever else happens in it."""
        return chance(self._seed, "casework", self.reference, *concern)

    def collar(self, *concern: object, rank: str = "PC") -> str:
        return f"{rank}{1000 + int(self.numbers('collar', *concern).random() * 900)}"

    def mean_to(
        self, after: timedelta, name: str, act: Act, since: datetime | None = None, about: str = ""
    ) -> None:
        """Write into the diary what somebody means to do, `about` somebody.

        Of a closed case nothing is done any more, nor under a reference that was merged with another.
        """

        def if_open(at: datetime) -> Iterable[Recorded]:
            return () if self.closed or about in self.merged else act(at)

        self.mean_in_any_case((since or self.opened_at) + after, name, if_open)

    def mean_in_any_case(self, at: datetime, name: str, act: Act) -> None:
        """The same, whether or not the case is closed then."""
        self._diary.put(at, f"{self.reference}|{name}", act)

    def recorded(self, kind: type[Fact], slot: str, at: datetime, **said: Any) -> Fact:
        """A fact of this case; its revision counts those of its slot."""
        ident, revision = self._next(kind, slot)
        told = {"fact_id": ident, "recorded_at": at, "revision": revision, "reference": self.reference}
        return kind.model_validate({**told, **said})

    def instructed(self, kind: type[Order], slot: str, at: datetime, **said: Any) -> Order:
        """What an officer tells this system about the case; its revision counts those of its slot."""
        ident, revision = self._next(kind, slot)
        return kind.model_validate({"instruction_id": ident, "recorded_at": at, "revision": revision, **said})

    def was_recorded(self, slot: str) -> None:
        """Somebody else recorded the first fact of a slot."""
        self._revisions[slot] = 1

    def _next(self, kind: type[SentinelFact] | type[Instruction], slot: str) -> tuple[str, int]:
        self._revisions[slot] += 1
        revision = self._revisions[slot]
        return fact_id(self._seed, f"{kind.__name__}|{slot}", self.reference, revision), revision


# The slots of a case that several facts share.
LEAD_OFFICER = "lead-officer"
CLOSED = "closed"


def person_slot(person_ref: str) -> str:
    return f"person|{person_ref}"


def subject_of(kind: SubjectKind, ref: str = "") -> AssessmentSubject:
    return AssessmentSubject(kind=kind, ref=ref)
