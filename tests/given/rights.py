"""Requests about people's rights in their data, and worlds in which somebody makes one (X8)."""

from random import Random
from typing import Any

from pydantic import BaseModel

from schemas.incoming import DataSubject, IncidentLogged, Person, SubjectErased, SubjectRestricted
from tests.given.corrected_world import World
from tests.given.messages import instruction

SUBJECT_ID = "R-1"
_UNNAMED = 0.4


def subject(**names: Any) -> DataSubject:
    return DataSubject(**names)


def restricted(about: DataSubject, hours: float, revision: int = 1, **changes: Any) -> SubjectRestricted:
    return SubjectRestricted(
        **instruction(f"{SUBJECT_ID}-restricted", hours, revision),
        **{
            "officer": "DPO 1",
            "subject_id": SUBJECT_ID,
            "subject": about,
            "reason": "They say that it is not true of them.",
            **changes,
        },
    )


def lifted(about: DataSubject, hours: float, revision: int = 2, **changes: Any) -> SubjectRestricted:
    return restricted(about, hours, revision, restricted=False, **changes)


def erased(about: DataSubject, hours: float, revision: int = 1, **changes: Any) -> SubjectErased:
    return SubjectErased(
        **instruction(f"{SUBJECT_ID}-erased", hours, revision),
        **{
            "officer": "DPO 1",
            "subject_id": SUBJECT_ID,
            "subject": about,
            "reason": "There was no ground to hold it.",
            **changes,
        },
    )


class RightsWorld(World):
    """A corrected world of which one person, by Sentinel's reference and by every name in a log, is the subject."""

    def __init__(self, seed: int) -> None:
        super().__init__(seed)
        self._pick = Random(f"rights {seed}")
        self.number = self._pick.randrange(2)
        self.person_ref = f"P-{self.number}-{self._pick.randrange(2)}"
        self.reference = f"SEN-{self.number}"
        self._named = Person(
            role="victim",
            nominal_ref=f"N-{self.person_ref.removeprefix('P-')}",
            name=f"Person {self.person_ref[2]} {self.person_ref[4]}",
            date_of_birth=self._born(),
            age=80,
            vulnerability_flags=("mental health",),
        )

    @property
    def about(self) -> DataSubject:
        return subject(
            nominal_ref=self._named.nominal_ref,
            name=self._named.name,
            date_of_birth=self._named.date_of_birth,
            in_sentinel=({"reference": self.reference, "person_ref": self.person_ref},),
        )

    @property
    def told(self) -> list[BaseModel]:
        """Everything; some of the logs about the household name the subject, last of all.

        None of another's: what links two cases is a fact after the cases were published, and may leave a trace.
        """
        return [self._with_subject(each) for each in super().told]

    def without(self, told: list[BaseModel]) -> list[BaseModel]:
        """The same without a word about the subject."""
        return [self._without_subject(each) for each in told if not self._is_about(each)]

    def _with_subject(self, each: BaseModel) -> BaseModel:
        if not isinstance(each, IncidentLogged) or not each.incident_id.startswith(f"SK-{self.number}-"):
            return each
        if Random(each.incident_id).random() < _UNNAMED:
            return each
        header = each.header.model_copy(update={"people": (*each.header.people, self._named)})
        return each.model_copy(update={"header": header})

    def _without_subject(self, each: BaseModel) -> BaseModel:
        if isinstance(each, IncidentLogged):
            people = tuple(one for one in each.header.people if one != self._named)
            return each.model_copy(update={"header": each.header.model_copy(update={"people": people})})
        people = getattr(each, "people", None)
        if not people:
            return each
        others = tuple(one for one in people if one.person_ref != self.person_ref)
        return each.model_copy(update={"people": others})

    def _is_about(self, each: BaseModel) -> bool:
        person = getattr(each, "person", None)
        about = getattr(each, "subject", None)
        refs = {
            getattr(each, "person_ref", None),
            getattr(each, "into", None),
            getattr(person, "person_ref", None),
            getattr(about, "ref", None),
        }
        return self.person_ref in refs

    def _born(self) -> Any:
        people = [
            one
            for each in super().told
            for one in (*getattr(each, "people", ()), getattr(each, "person", None))
            if getattr(one, "person_ref", None) == self.person_ref
        ]
        return people[0].date_of_birth
