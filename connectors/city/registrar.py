"""Hands out what must be unique in the city: incident numbers, addresses, people.

Each situation has a registrar and counts for itself, so that more of one situation changes nothing of
another.
"""

from datetime import datetime
from random import Random
from typing import Final

from connectors.city.people import PhoneBook, Resident, new_resident
from connectors.city.place import AGENCY, Place, new_place
from connectors.city.season import LONDON
from connectors.city.situations import NOT_ASB_FROM

_NUMBERS: Final = 10_000_000
_PER_SITUATION: Final = 100_000
# Has no divisor in common with _NUMBERS: incident numbers are scattered and still all different.
_SCATTER: Final = 6_180_339


class Registrar:
    def __init__(self, situation: int) -> None:
        self._situation = situation
        self._phones = PhoneBook(situation, shared=situation >= NOT_ASB_FROM)
        self._incidents = self._places = self._people = 0

    def incident_id(self, at: datetime) -> str:
        """The next incident reported on the day of `at`, local time."""
        self._incidents += 1
        number = self._situation * _PER_SITUATION + self._incidents % _PER_SITUATION
        return f"{AGENCY}-{at.astimezone(LONDON):%Y%m%d}-{number * _SCATTER % _NUMBERS:07d}"

    def place(self, numbers: Random) -> Place:
        self._places += 1
        return new_place(numbers, self._situation, self._places)

    def resident(self, at: datetime, until: datetime) -> Resident:
        """Somebody new who may ring between two times."""
        self._people += 1
        return new_resident(self._situation, self._people, self._phones.number(self._people, at, until))
