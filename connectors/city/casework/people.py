"""Who is on a case in Sentinel, under Sentinel's own person references."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random
from typing import Final

from connectors.city.casework.behaviour import working
from connectors.city.chance import chance
from schemas.ids import event_id
from schemas.incoming import Person, SentinelPerson
from schemas.outgoing import CasePerson
from schemas.words import Role

# Who is put on a case, most to be protected first; who only rang is not.
ROLES: Final = (Role.VICTIM, Role.PERPETRATOR, Role.WITNESS)
_YEAR: Final = timedelta(days=365.25)

Someone = Person | CasePerson | SentinelPerson


class PeopleOnCase:
    """The people of one case; who is named twice is on it once."""

    def __init__(self, seed: int, reference: str) -> None:
        self._seed, self._reference = seed, reference
        self._all: dict[str, SentinelPerson] = {}
        self._left: set[str] = set()

    def __iter__(self) -> Iterator[SentinelPerson]:
        """Those who have not left."""
        return (person for ref, person in self._all.items() if ref not in self._left)

    def in_role(self, role: Role) -> list[SentinelPerson]:
        return [person for person in self if person.role is role]

    def find(self, ref: str) -> SentinelPerson | None:
        """Somebody by Sentinel's reference or by the nominal reference."""
        return next((person for person in self if ref in (person.person_ref, person.nominal_ref)), None)

    def name(self, someone: Someone, at: datetime) -> SentinelPerson | None:
        """Put somebody on the case; None when they are on it as they are named, or nobody puts them on it."""
        if someone.role not in ROLES or not (who := _identity(someone)):
            return None
        known = next((person for person in self._all.values() if _are_one(person, someone)), None)
        if known is None:
            ref = f"SP{event_id('city-person', self._reference, who)[:8].upper()}"
            known = self._written(someone, ref, at)
        elif known.role is Role.WITNESS and someone.role is Role.VICTIM:
            known = known.model_copy(update={"role": Role.VICTIM})
        else:
            return None
        self._all[known.person_ref] = known
        return known

    def keep(self, person: SentinelPerson) -> None:
        """Somebody whom Sentinel has on the case already."""
        self._all[person.person_ref] = person

    def leaves(self, person_ref: str) -> None:
        self._left.add(person_ref)

    def _written(self, someone: Someone, ref: str, at: datetime) -> SentinelPerson:
        named = someone.model_dump(include={"role", "nominal_ref", "name", "date_of_birth", "phone"})
        numbers = chance(self._seed, "born", self._reference, ref)
        found_out = someone.role is Role.PERPETRATOR and someone.date_of_birth is None
        if found_out and numbers.random() < working().people.birth_date_found:
            named["date_of_birth"] = _birth_date(numbers, at)
        if someone.role is Role.PERPETRATOR and not someone.nominal_ref:
            known = (
                chance(self._seed, "known", self._reference, ref).random() < working().people.nominal_found
            )
            named |= {"nominal_ref": f"N99{ref}"} if known else {}
        return SentinelPerson.model_validate({**named, "person_ref": ref})


def _birth_date(numbers: Random, at: datetime) -> object:
    return (at - numbers.uniform(*working().people.ages) * _YEAR).date()


def _identity(someone: Someone) -> str:
    return someone.nominal_ref or someone.name or someone.phone or ""


def _are_one(known: SentinelPerson, someone: Someone) -> bool:
    if known.nominal_ref and someone.nominal_ref:
        return known.nominal_ref == someone.nominal_ref
    if known.name and someone.name:
        return known.name.casefold() == someone.name.casefold()
    return bool(known.phone) and known.phone == someone.phone
