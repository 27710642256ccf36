"""A small random world of cases in which some of what is told is taken back later (R5).

`told` is everything; `true` leaves out what was withdrawn, and its withdrawal. What stands must come to the same.
"""

from random import Random

from pydantic import BaseModel

from schemas.ids import opened_case_id
from schemas.incoming import IncidentLogged, SentinelPerson
from schemas.words import Answer, ConsentState, Partner, Question, Role, SubjectKind
from tests.given.casework import answered, assessed
from tests.given.core import FORCE
from tests.given.corrections import assessment_withdrawn, deleted, merged
from tests.given.high_risk import BEAT, HIGH, LOW, declared
from tests.given.messages import accepted, incident, opened_in_sentinel, person_added, victim
from tests.given.partners import consent

_TEXTS = (
    "They threatened her. She is frightened.",
    "Loud music from next door.",
    "Youths throwing stones at the window every night.",
)
_CRIME, _ASB, _ROAD = "104", "202", "401"
_DAYS = 24.0


class World:
    """Households of one seed, each with a case: the first's began in Sentinel, we asked for the other's."""

    def __init__(self, seed: int, households: int = 2) -> None:
        self._random = Random(f"corrected {seed}")
        self._told: list[tuple[float, bool, BaseModel]] = []
        for number in range(households):
            self._household(number, in_sentinel=number == 0)

    @property
    def told(self) -> list[BaseModel]:
        """Everything, in the order in which it happened."""
        return [message for _, _, message in sorted(self._told, key=lambda one: one[0])]

    @property
    def true(self) -> list[BaseModel]:
        """The same without what was withdrawn."""
        return [message for _, is_true, message in sorted(self._told, key=lambda one: one[0]) if is_true]

    def _tell(self, hours: float, message: BaseModel, *, is_true: bool = True) -> None:
        self._told.append((hours, is_true, message))

    def _household(self, number: int, *, in_sentinel: bool) -> None:
        uprn, reference = f"99900000010{number}", f"SEN-{number}"
        people = self._people(number, uprn)
        if in_sentinel:
            self._tell(0, opened_in_sentinel(reference, 0, uprns=(uprn,), people=people, beat=BEAT))
        else:
            first = f"SK-{number}-0"
            self._tell(1, self._logged(first, 1, uprn, _TEXTS[0]))
            self._tell(2, accepted(opened_case_id(FORCE, first), reference, 2))
            for person in people:
                known = person.model_dump(exclude={"person_ref"})
                self._tell(3, person_added(reference, person.person_ref, 3, **known))
        for each in range(self._random.randint(2, 4)):
            self._incident(f"SK-{number}-{each + 1}", uprn)
        for person in people:
            self._casework(reference, person)
        if self._random.random() < 0.4:
            at = self._when()
            into = people[0].person_ref
            self._tell(at, merged(people[1].person_ref, into, at, 1, reference), is_true=False)
            at += self._random.uniform(1, 10) * _DAYS
            self._tell(at, merged(people[1].person_ref, None, at, 2, reference), is_true=False)

    def _people(self, number: int, uprn: str) -> tuple[SentinelPerson, ...]:
        return tuple(
            SentinelPerson(
                person_ref=f"P-{number}-{each}",
                role=role,
                nominal_ref=self._random.choice((None, f"N-{number}-{each}")),
                name=f"Person {number} {each}",
                date_of_birth=f"{self._random.choice((1950, 1990, 2012))}-03-0{each + 1}",
                home_uprn=self._random.choice((None, uprn)),
                home_beat=BEAT,
                tenant=self._random.choice((Answer.UNKNOWN, Answer.YES)),
            )
            for each, role in enumerate((Role.VICTIM, self._random.choice((Role.VICTIM, Role.PERPETRATOR))))
        )

    def _when(self) -> float:
        return self._random.uniform(1, 60) * _DAYS

    def _logged(
        self, name: str, at: float, uprn: str, text: str, revision: int = 1, **header: object
    ) -> IncidentLogged:
        """A revision of a log, told when it was reported or, for a later one, days afterwards."""
        recorded = at + (revision - 1) * 5 * _DAYS
        people = (victim(nominal_ref=f"N-{name}", name=f"Caller {name}"),)
        return incident(
            name, at, text, uprn=uprn, revision=revision, recorded=recorded, people=people, **header
        )

    def _incident(self, name: str, uprn: str) -> None:
        """One log; what becomes of it is one of these."""
        at, text = self._when(), self._random.choice(_TEXTS)
        later, latest = at + 5 * _DAYS, at + 10 * _DAYS
        what = self._random.choice(
            ("true", "deleted", "recoded", "road", "unduplicated", "brought back", "kept")
        )
        first = self._logged(name, at, uprn, text)
        other = f"SK-{name.split('-')[1]}-1"
        if what == "true":
            self._tell(at, first)
        elif what == "deleted":
            self._tell(at, first, is_true=False)
            self._tell(later, deleted(name, later), is_true=False)
        elif what == "brought back":
            self._tell(at, first, is_true=False)
            self._tell(later, deleted(name, later), is_true=False)
            self._tell(latest, self._logged(name, at, uprn, text, 3))
        elif what == "unduplicated" and name != other:
            self._tell(at, self._logged(name, at, uprn, text, duplicate_of=other), is_true=False)
            self._tell(later, self._logged(name, at, uprn, text, 2))
        else:
            code = {"recoded": _CRIME, "road": _ROAD}.get(what, _ASB)
            beside = ("ASB04",) if what == "kept" else ()
            self._tell(at, first, is_true=False)
            self._tell(later, self._logged(name, at, uprn, text, 2, closing_code=code, local_codes=beside))

    def _casework(self, reference: str, person: SentinelPerson) -> None:
        ref = person.person_ref
        kind = SubjectKind.VICTIM if person.role is Role.VICTIM else SubjectKind.PERPETRATOR
        matrix = {} if kind is SubjectKind.VICTIM else {"matrix": "perpetrator"}
        risks = (
            (HIGH, LOW) if not matrix else ({"breach": "order", "targets": "person"}, {"frequency": "once"})
        )
        at = self._when()
        if self._random.random() < 0.6:
            answers = self._random.choice(risks)
            self._tell(at, assessed(reference, ref, at, 1, answers, kind, **matrix), is_true=False)
            at += self._random.uniform(1, 5) * _DAYS
            self._tell(at, assessment_withdrawn(reference, ref, at, 2, kind), is_true=False)
        if self._random.random() < 0.6:
            at += self._random.uniform(1, 5) * _DAYS
            self._tell(at, assessed(reference, ref, at, 3, self._random.choice(risks), kind, **matrix))
        if self._random.random() < 0.3:
            at = self._when()
            self._tell(at, declared(reference, ref, at, 1, kind))
        self._answers(reference, ref)
        self._consents(reference, ref)

    def _answers(self, reference: str, ref: str) -> None:
        for question in Question:
            at = self._when()
            wrong, right = self._random.sample((Answer.YES, Answer.NO), 2)
            if self._random.random() < 0.5:
                self._tell(at, answered(question, wrong, at, 1, reference, ref), is_true=False)
                at += 3 * _DAYS
            self._tell(at, answered(question, right, at, 2, reference, ref))

    def _consents(self, reference: str, ref: str) -> None:
        for partner in (Partner.VICTIM_SUPPORT, Partner.MENTAL_HEALTH):
            at = self._when()
            if self._random.random() < 0.5:
                self._tell(at, consent(partner, ConsentState.GIVEN, at, 1, reference, ref), is_true=False)
                at += 4 * _DAYS
                self._tell(at, consent(partner, ConsentState.REFUSED, at, 2, reference, ref))
            else:
                self._tell(at, consent(partner, ConsentState.GIVEN, at, 2, reference, ref))
