"""Tell one ASB story of a situation.

Its reports in order, what officers record of them, and the truth of each.
"""

from datetime import datetime, timedelta
from random import Random
from typing import Final

from connectors.city.born import open_in_sentinel
from connectors.city.chance import chance, hours_between, one_of
from connectors.city.coding import MATTERS_OF_VIEW, coding_of_asb
from connectors.city.event import CityEvent, deleted, delivered, fact_id, told
from connectors.city.people import Resident
from connectors.city.place import Place
from connectors.city.registrar import Registrar
from connectors.city.report import Facts, messages_of
from connectors.city.said import Said, said_of_asb
from connectors.city.situations import OfficersWord, ReportPlan, Situation
from connectors.city.texts import scene, texts
from connectors.city.truth import GroundTruth, IncidentTruth
from schemas.incoming import IncidentLink, Person, VictorERecorded
from schemas.words import AsbClass, AsbType, Outcome, Placement, Role

# How often an officer who is asked says that it stays, and that it is to be case-managed; else nobody
# answers.
SAYS_STAYS: Final = 0.35
SAYS_CASE_MANAGE: Final = 0.25
CHILD_AGES: Final = (10, 16)
OFFENDER_NAMED: Final = 0.2
LEAVES_MAIL: Final = 0.4
CALLED_YOUTH_RELATED: Final = 0.5


class AsbStory:
    """One story of an ASB situation, told once."""

    def __init__(
        self, seed: int, numbers: Random, situation: Situation, registrar: Registrar, truth: GroundTruth
    ) -> None:
        self._seed, self._numbers = seed, numbers
        self._situation, self._registrar, self._truth = situation, registrar, truth
        self._place: Place | None = None
        self._caller: Resident | None = None
        self._offender: Resident | None = None
        self._type: AsbType | None = None
        self._first: str | None = None
        self._case: str | None = None
        self._events: list[CityEvent] = []
        self._truths: list[IncidentTruth] = []
        self._lasts = timedelta(hours=sum(plan.count[1] * plan.after_hours[1] for plan in situation.reports))

    def tell(self, at: datetime) -> list[CityEvent]:
        """Every event of the story that begins at `at`; the truth of its incidents is noted."""
        self._lasts_until = at + self._lasts
        if self._situation.born_in_sentinel:
            place, caller = self._somewhere("new", at), self._somebody("new", at)
            assert caller is not None  # "new" always finds somebody
            self._case, facts = open_in_sentinel(self._seed, self._numbers, at, place, caller)
            self._events += [told(fact) for fact in facts]
        for plan in self._situation.reports:
            for _ in range(self._numbers.randint(*plan.count)):
                at += hours_between(self._numbers, plan.after_hours)
                self._report(plan, at)
        for truth in self._truths:
            in_case = truth.placement in (Placement.OPEN, Placement.JOIN)
            self._truth.note(truth._replace(case=self._case) if in_case else truth)
        return self._events

    def _report(self, plan: ReportPlan, at: datetime) -> None:
        numbers = self._numbers
        if not (plan.same_type and self._type):
            self._type = one_of(numbers, plan.types)
        place, caller = self._somewhere(plan.place, at), self._somebody(plan.caller, at)
        signs = one_of(numbers, plan.signs)
        uncoded = self._situation.uncoded if plan.uncoded is None else plan.uncoded
        coded = numbers.random() >= uncoded or (self._type, plan.asb_class) in MATTERS_OF_VIEW
        said = said_of_asb(numbers, plan, self._type, signs, scene(numbers, place.street), coded=coded)
        if said.online and caller and numbers.random() < LEAVES_MAIL:
            said = said.also(f"You can reach me at {caller.mail}")
        facts = Facts(
            incident_id=self._registrar.incident_id(at),
            at=at,
            place=place,
            people=self._people(plan, signs, caller, at),
            qualifiers=self._qualifiers(signs, said),
            links=(IncidentLink(incident_id=self._first, reason="SAME GROUP"),)
            if plan.refers_to_first and self._first
            else (),
            duplicate_of=self._first if plan.duplicate else None,
            closes_within_hours=plan.closes_within_hours,
            later=plan.later,
            asb_type=self._type,
        )
        coding = coding_of_asb(numbers, plan, self._type, coded=coded)
        self._note(plan, facts, coded=coded or plan.duplicate)
        messages = messages_of(numbers, facts, said, coding)
        self._events += delivered(self._seed, messages)
        if plan.officer:
            self._events.append(self._officer_records(plan.officer, facts))
        if plan.deleted_after_hours:
            gone_at = at + hours_between(numbers, plan.deleted_after_hours)
            self._events.append(deleted(self._seed, messages, gone_at))

    def _somewhere(self, which: str, at: datetime) -> Place:
        if which == "new" or self._place is None:
            self._place = self._registrar.place(self._numbers)
        return self._place

    def _somebody(self, which: str, at: datetime) -> Resident | None:
        if which == "none":
            return None
        if which == "new" or self._caller is None:
            self._caller = self._registrar.resident(at, self._lasts_until)
        return self._caller

    def _people(
        self, plan: ReportPlan, signs: tuple[str, ...], caller: Resident | None, at: datetime
    ) -> tuple[Person, ...]:
        if caller is None:
            return ()
        known_by = "nominal" if plan.needs_phone and caller.phone is None else plan.known_by
        if any(texts("signs")[one].get("child") for one in signs):
            child = self._registrar.resident(at, at)
            age = self._numbers.randint(*CHILD_AGES)
            return (
                caller.person(Role.REPORTER, known_by=known_by),
                child.person(Role.VICTIM, known_by="name", age=age),
            )
        people = [caller.person(plan.caller_role, known_by=known_by)]
        if plan.offender:
            self._offender = self._offender or self._registrar.resident(at, self._lasts_until)
            people.append(self._offender.person(Role.PERPETRATOR, known_by="nominal"))
        elif plan.asb_class is AsbClass.PERSONAL and self._numbers.random() < OFFENDER_NAMED:
            people.append(self._registrar.resident(at, at).person(Role.PERPETRATOR, known_by="name"))
        return tuple(people)

    def _qualifiers(self, signs: tuple[str, ...], said: Said) -> tuple[str, ...]:
        found = [name for one in signs if (name := texts("signs")[one].get("qualifier"))]
        youths = any("YOUTH" in remark.text.upper() for remark in said.remarks)
        if youths and self._numbers.random() < CALLED_YOUTH_RELATED:
            found.append("Youth related")
        return tuple(found)

    def _note(self, plan: ReportPlan, facts: Facts, *, coded: bool) -> None:
        expect, incident = plan.expect, facts.incident_id
        self._first = self._first or incident
        if expect.placement is Placement.OPEN:
            self._case = incident
        self._truths.append(
            IncidentTruth(
                incident_id=incident,
                situation=self._situation.name,
                story=self._first,
                asb=expect.asb,
                asb_class=plan.asb_class if expect.asb else None,
                asb_type=facts.asb_type if expect.asb else None,
                coded=coded,
                outcome=expect.outcome,
                placement=expect.placement,
                if_asked=self._if_asked(plan, incident),
                duplicate_of=facts.duplicate_of,
                has_text=not plan.bare,
            )
        )

    def _if_asked(self, plan: ReportPlan, incident: str) -> Outcome | None:
        expect = plan.expect
        if expect.outcome not in (Outcome.ASK, Outcome.UNKNOWN) or not expect.officer_may:
            return None
        draw = chance(self._seed, "if-asked", incident).random()
        if draw < SAYS_STAYS:
            return Outcome.STAYS
        return Outcome.CASE_MANAGE if draw < SAYS_STAYS + SAYS_CASE_MANAGE else None

    def _officer_records(self, word: OfficersWord, facts: Facts) -> CityEvent:
        at = facts.at + hours_between(self._numbers, word.after_hours)
        return told(
            VictorERecorded(
                fact_id=fact_id(self._seed, "VictorERecorded", facts.incident_id, 1),
                recorded_at=at,
                revision=1,
                incident_id=facts.incident_id,
                assessor=f"PC{1000 + int(self._numbers.random() * 900)}",
                letters=word.letters,
            )
        )
