"""Answers as Sentinel and its officers would: accepts cases after a while (some never), names officers,
closes.

Message in, facts with their times out: no Kafka, no clock. Every draw is derived from the seed and the case
or incident, so the answers do not depend on the order in which cases are heard of.
"""

import heapq
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from random import Random
from typing import Any, Final

from connectors.city.chance import chance, hours_between, one_of
from connectors.city.event import CityEvent, fact_id, told
from schemas.incoming import (
    CaseAccepted,
    CaseClosed,
    LeadOfficerSet,
    PersonAdded,
    SentinelFact,
    SentinelPerson,
    VictorERecorded,
)
from schemas.outgoing import CaseOpened, CaseWithdrawn, OfficerDecisionAsked, Outgoing
from schemas.words import Answer, AskReason, Letter, Outcome

NEVER_ACCEPTED: Final = 0.03
# Nobody accepts sooner: what the city withdraws before acceptance it withdraws within this time.
ACCEPTED_AFTER: Final = timedelta(hours=3)
MEAN_WAIT: Final = timedelta(hours=8)
LONGEST_WAIT: Final = timedelta(hours=72)
PERSON_ADDED: Final = 0.4
OFFICER_CHANGES: Final = 0.15
CASE_CLOSES: Final = 0.35
# What an officer's own VICTOR-E can decide; the other asks are about cases and are left to people.
DECIDABLE: Final = (AskReason.GATE_UNKNOWN, AskReason.LETTERS_UNKNOWN, AskReason.BARE_RECORD)

_Request = tuple[str, int]


class SentinelActor:
    """Hears what the worker publishes and holds the answers until they are due."""

    def __init__(self, seed: int, officers: Mapping[str, Outcome]) -> None:
        """`officers`: what an officer says of an incident when asked; of the others nobody says anything.

        `GroundTruth.officers` grows while the city reports, and may be given before it does.
        """
        self._seed = seed
        self._officers = officers
        self._waiting: list[tuple[datetime, str, _Request | None, CityEvent]] = []
        self._accepts_at: dict[_Request, datetime] = {}
        self._answered: set[str] = set()

    def hear(self, message: Outgoing, at: datetime) -> None:
        """Take note of one message published at `at` (its `ce_time`); the same one twice is answered once."""
        match message:
            case CaseOpened():
                self._asked_to_open(message, at)
            case CaseWithdrawn():
                self._asked_to_forget((message.case_id, message.request), at)
            case OfficerDecisionAsked(incident_id=str(incident)) if message.reason in DECIDABLE:
                self._asked_to_decide(incident, at)
            case _:
                pass

    def due(self, until: datetime | None) -> Iterator[CityEvent]:
        """The answers given up to a time, in order; all that are left when None."""
        while self._waiting and (until is None or self._waiting[0][0] <= until):
            _, _, request, event = heapq.heappop(self._waiting)
            if request is None or request in self._accepts_at:
                yield event

    def _asked_to_open(self, message: CaseOpened, at: datetime) -> None:
        request = (message.case_id, message.request)
        numbers = chance(self._seed, "sentinel", *request)
        if request in self._accepts_at or numbers.random() < NEVER_ACCEPTED:
            return
        wait = timedelta(seconds=int(numbers.expovariate(1 / MEAN_WAIT.total_seconds())))
        self._accepts_at[request] = at + min(ACCEPTED_AFTER + wait, LONGEST_WAIT)
        for fact in _life_of(self._seed, numbers, message, self._accepts_at[request]):
            self._hold(fact, request)

    def _asked_to_forget(self, request: _Request, at: datetime) -> None:
        """A request withdrawn before it was accepted is not accepted any more."""
        if request in self._accepts_at and self._accepts_at[request] >= at:
            del self._accepts_at[request]

    def _asked_to_decide(self, incident: str, at: datetime) -> None:
        outcome = self._officers.get(incident)
        if outcome is None or incident in self._answered:
            return
        self._answered.add(incident)
        numbers = chance(self._seed, "officer", incident)
        fact = VictorERecorded(
            fact_id=fact_id(self._seed, "VictorERecorded", incident, 1),
            recorded_at=at + hours_between(numbers, (2, 60)),
            revision=1,
            incident_id=incident,
            assessor=_collar(numbers),
            letters=_letters(numbers, outcome),
        )
        self._hold(fact, None)

    def _hold(self, fact: SentinelFact, request: _Request | None) -> None:
        heapq.heappush(self._waiting, (fact.recorded_at, fact.fact_id, request, told(fact)))


def reference_of(case_id: str, request: int) -> str:
    """The reference that Sentinel gives a case it is asked for."""
    return f"SKE/{case_id.replace('-', '')[:12].upper()}/{request}"


def _life_of(seed: int, numbers: Random, asked: CaseOpened, at: datetime) -> Iterator[SentinelFact]:
    """What Sentinel records of a case from its acceptance at `at` on."""
    reference = reference_of(asked.case_id, asked.request)

    def said(kind: str, hours: float, revision: int = 1) -> dict[str, Any]:
        recorded_at = at + timedelta(seconds=int(hours * 3600))
        own_id = fact_id(seed, kind, reference, revision)
        return {"fact_id": own_id, "recorded_at": recorded_at, "revision": revision}

    yield CaseAccepted(**said("CaseAccepted", 0), case_id=asked.case_id, reference=reference, accepted_at=at)
    yield LeadOfficerSet(
        **said("LeadOfficerSet", 0.1 + numbers.random() * 8),
        reference=reference,
        lead_officer=_collar(numbers),
    )
    if numbers.random() < OFFICER_CHANGES:
        changes = said("LeadOfficerSet", 100 + numbers.random() * 300, revision=2)
        yield LeadOfficerSet(**changes, reference=reference, lead_officer=_collar(numbers))
    if asked.people and numbers.random() < PERSON_ADDED:
        person = SentinelPerson.model_validate(asked.people[0].model_dump(exclude_none=True))
        yield PersonAdded(
            **said("PersonAdded", 1 + numbers.random() * 40), reference=reference, person=person
        )
    if numbers.random() < CASE_CLOSES:
        closes = said("CaseClosed", 24 * (20 + numbers.random() * 70))
        yield CaseClosed(**closes, reference=reference, closed_at=closes["recorded_at"])


def _letters(numbers: Random, outcome: Outcome) -> dict[Letter, Answer]:
    """A whole VICTOR-E that comes to `outcome`."""
    letters = dict.fromkeys(Letter, Answer.NO)
    if outcome is Outcome.CASE_MANAGE:
        letters[Letter.GATE] = Answer.YES
        letters[one_of(numbers, (Letter.VULNERABLE, Letter.IMPACT, Letter.RISK))] = Answer.YES
    return letters


def _collar(numbers: Random) -> str:
    return f"PC{1000 + int(numbers.random() * 900)}"
