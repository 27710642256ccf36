"""One case with everything that can be told about it: people in changing roles, answers taken back, bands that move.

Its messages are consistent with each other, so that they may come in any order. Nothing else is in the world and its
incidents stay in the case, so that what the case comes to does not depend on when it was published.
"""

from collections.abc import Callable, Iterator
from random import Random
from typing import Any, Final

from pydantic import BaseModel

from schemas.ids import adopted_case_id, opened_case_id
from schemas.incoming import CaseOpenedInSentinel, Judgement, SentinelPerson
from schemas.words import Answer, Band, Partner, Post, Question, Role, SubjectKind
from streams.policies.bundle import compiled, load_bundle
from tests.given.casework import (
    answered,
    assessed,
    contacted,
    form_completed,
    form_declined,
    location_added,
    person_left,
    planned,
    reviewed,
)
from tests.given.core import FORCE
from tests.given.messages import (
    ELSEWHERE,
    HOME,
    accepted,
    closed,
    incident,
    lead_officer,
    opened_in_sentinel,
    person_added,
)

REFERENCE: Final = "SEN-1"
_GRAVE: Final = "They threatened her. She is frightened."
_QUIET: Final = "Loud music, for information only"
_HOME_PHONE: Final = "01632 960001"
# A household that shares a phone, one of whom the police know; and a young man.
_PEOPLE: Final[dict[str, dict[str, Any]]] = {
    "P-1": {"nominal_ref": "N1", "name": "Ann Smith", "date_of_birth": "1950-01-02", "phone": _HOME_PHONE},
    "P-2": {"name": "Bob Smith", "date_of_birth": "1948-03-04", "phone": _HOME_PHONE},
    "P-3": {"name": "Carl Jones", "date_of_birth": "2008-12-01"},
    "P-4": {"name": "Ann Smith", "phone": "07700 900004"},
    "P-5": {},
}
# How a log names them, and others.
_NAMED: Final[tuple[dict[str, Any], ...]] = (
    {"nominal_ref": "N1"},
    {"name": "SMITH, Ann", "date_of_birth": "1950-01-02"},
    {"name": "Ann Smith"},
    {"phone": _HOME_PHONE},
    {"phone": "07700 900004"},
    {"name": "carl jones", "age": 17},
    {"name": "Bob Smith", "phone": _HOME_PHONE},
    {"name": "Bob Smith", "date_of_birth": "1990-05-06"},
    {"age": 40},
)
_ROLES: Final = (Role.VICTIM, Role.VICTIM, Role.PERPETRATOR, Role.WITNESS)
_MATRICES: Final = {matrix.id: matrix for matrix in compiled(load_bundle()[-1]).matrices}
_HOURS: Final = 900


class World:
    """The case of a seed: `messages` in no particular order, and the id that it comes to have."""

    def __init__(self, seed: int) -> None:
        self._random = Random(seed)
        self.born_in_sentinel = self._random.random() < 0.5
        # Made by hand in Sentinel, and given as the answer to a request of ours as well.
        self.known_as_another = not self.born_in_sentinel and Random(f"both {seed}").random() < 0.5
        self.case_id = (
            adopted_case_id(FORCE, REFERENCE) if self.born_in_sentinel else opened_case_id(FORCE, "SK-0")
        )
        self.messages: list[BaseModel] = [
            *self._case(),
            *self._incidents(),
            *self._people(),
            *self._locations(),
            *self._assessments(),
            *self._answers(),
            *self._forms(),
            *self._acts(),
            *self._closing(),
        ]

    def _case(self) -> Iterator[BaseModel]:
        if self.born_in_sentinel:
            yield from self._revisions(1, 2, self._opened)
        else:
            if self.known_as_another:
                yield from self._revisions(1, 2, self._opened)
            yield incident("SK-0", 0, _GRAVE, uprn=HOME, people=self._named())
            yield from self._revisions(1, 2, lambda hours, n: accepted(self.case_id, REFERENCE, hours, n))
        yield from self._revisions(0, 3, lambda hours, n: lead_officer(REFERENCE, f"PC {n}", hours, n))

    def _opened(self, hours: float, revision: int) -> CaseOpenedInSentinel:
        chosen = self._random.sample(sorted(_PEOPLE), self._random.randint(0, 2))
        people = [SentinelPerson(person_ref=ref, role=self._role(), **_PEOPLE[ref]) for ref in chosen]
        uprns = self._random.choice(((HOME,), (HOME, ELSEWHERE)))
        changes = {"opened_at": "2026-06-01T08:00:00Z", "revision": revision}
        return opened_in_sentinel(REFERENCE, hours, uprns=uprns, people=tuple(people), **changes)

    def _incidents(self) -> Iterator[BaseModel]:
        for number in range(1, self._random.randint(2, 5)):
            hours = number * 30.0
            for revision in range(1, self._random.randint(2, 3)):
                yield incident(
                    f"SK-{number}",
                    hours,
                    _QUIET,
                    uprn=HOME,
                    people=self._named(),
                    revision=revision,
                    recorded=hours + revision,
                )

    def _named(self) -> list[dict[str, Any]]:
        chosen = self._random.sample(_NAMED, self._random.randint(0, 3))
        return [{"role": self._role(), **person} for person in chosen]

    def _people(self) -> Iterator[BaseModel]:
        for ref, who in _PEOPLE.items():
            yield from self._revisions(
                0, 3, lambda hours, n, ref=ref, who=who: self._told_of(ref, who, hours, n)
            )

    def _told_of(self, ref: str, who: dict[str, Any], hours: float, revision: int) -> BaseModel:
        if self._random.random() < 0.3:
            return person_left(REFERENCE, ref, hours, revision)
        return person_added(REFERENCE, ref, hours, revision, role=self._role(), **who)

    def _locations(self) -> Iterator[BaseModel]:
        for uprn in (HOME, ELSEWHERE):
            yield from self._revisions(
                0,
                3,
                lambda hours, n, uprn=uprn: location_added(
                    REFERENCE, uprn, hours, n, left=self._random.random() < 0.4
                ),
            )

    def _assessments(self) -> Iterator[BaseModel]:
        subjects = [("victim-numeric", ref) for ref in ("P-1", "P-2", "P-4")]
        subjects += [("perpetrator", "P-3"), ("location", HOME), ("community", "")]
        for name, ref in self._random.sample(subjects, 4):
            yield from self._revisions(
                0, 3, lambda hours, n, name=name, ref=ref: self._assessed(name, ref, hours, n)
            )

    def _assessed(self, name: str, ref: str, hours: float, revision: int) -> BaseModel:
        matrix = _MATRICES[name]
        chosen = self._random.sample(matrix.questions, self._random.randint(0, len(matrix.questions)))
        answers = {each.id: self._random.choice(sorted(each.options)) for each in chosen}
        changes: dict[str, Any] = {"matrix": name, "sentinel_band": self._random.choice((None, *Band))}
        if self._random.random() < 0.15:
            changes["matrix"] = "an-old-form"
        if self._random.random() < 0.2:
            band = self._random.choice(tuple(Band))
            changes["judgement"] = Judgement(
                band=band, reason="Known to us", officer="PC 1", supervisor="PS 1"
            )
        return assessed(REFERENCE, ref, hours, revision, answers, SubjectKind(matrix.subject), **changes)

    def _answers(self) -> Iterator[BaseModel]:
        for ref in ("P-1", self._random.choice(("P-2", "P-3"))):
            for question in Question:
                yield from self._revisions(
                    0,
                    3,
                    lambda hours, n, ref=ref, question=question: answered(
                        question,
                        self._random.choice(tuple(Answer)),
                        hours,
                        n,
                        REFERENCE,
                        ref,
                        text=self._random.choice(("", "As told.")),
                    ),
                )

    def _forms(self) -> Iterator[BaseModel]:
        for ref in ("P-1", "P-2"):
            form = self._random.choice((form_completed, form_declined))
            yield from self._revisions(
                0, 2, lambda hours, n, ref=ref, form=form: form(hours, n, REFERENCE, ref)
            )

    def _acts(self) -> Iterator[BaseModel]:
        yield from self._revisions(0, 2, lambda hours, n: planned(hours, n, REFERENCE))
        for post in (Post.SERGEANT, Post.INSPECTOR):
            yield from self._revisions(0, 2, lambda hours, n, post=post: reviewed(post, hours, n, REFERENCE))
        for partner in Partner:
            yield from self._revisions(
                0, 1, lambda hours, n, partner=partner: contacted(partner, hours, n, REFERENCE)
            )

    def _closing(self) -> Iterator[BaseModel]:
        yield from self._revisions(
            0, 3, lambda hours, n: closed(REFERENCE, hours, n, is_closed=self._random.random() < 0.5)
        )

    def _role(self) -> Role:
        return self._random.choice(_ROLES)

    def _revisions(
        self, least: int, most: int, one: Callable[[float, int], BaseModel]
    ) -> Iterator[BaseModel]:
        """So many revisions of a slot; times mostly rise with them, and now and then one is told twice over."""
        hours = self._random.uniform(1, _HOURS / 2)
        for revision in range(1, self._random.randint(least, most) + 1):
            yield one(hours, revision)
            if self._random.random() < 0.1:
                yield one(hours + 1, revision)
            hours += self._random.uniform(-5, _HOURS / 8)
