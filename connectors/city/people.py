"""The people of the city: names from invented lists, Ofcom's drama telephone numbers, mail at `.example`.

Nobody shares a name and a birth date, a nominal reference, or a telephone number within `PHONE_REST` with
somebody of another story: what links two reports is only ever what the situation says. There are 2,000
drama numbers in all, so a situation has a slice of them, and who comes when its slice is in use has
withheld the number.
"""

from datetime import date, datetime, timedelta
from typing import Final, NamedTuple

from schemas.incoming import Person
from schemas.words import Role

GIVEN: Final = (
    "Adra", "Bexen", "Corrin", "Dessa", "Elwyth", "Farrin", "Gethan", "Hesta", "Ilven", "Jorra",
    "Kestin", "Lunara", "Mervin", "Nessarin", "Orlith", "Perrick", "Quenby", "Rosken", "Sabrin",
    "Tamsel", "Ulric", "Vesna", "Wendrel", "Yorick", "Zelda", "Ambrin", "Brannoc", "Cressa", "Dorwin",
    "Esmith", "Fenna", "Garrith", "Hollin", "Isolde", "Jessamy", "Kerrow", "Lorcan", "Morwen", "Nyle",
    "Oswin", "Pellor",
)  # fmt: skip
FAMILY: Final = (
    "Ashgarth", "Brackmoor", "Cawthwell", "Drumlaw", "Eskerby", "Fallowden", "Gorsehill", "Hawkswick",
    "Ivelchester", "Jarrowby", "Kelderby", "Lingthwaite", "Marlscar", "Netherholt", "Ormsgate",
    "Pikestow", "Quernford", "Ravenglow", "Skelderton", "Tarnside", "Ullerby", "Vexholm", "Wathgill",
    "Yarrowby", "Zennerley", "Applegarth-Rowe", "Birkrigg", "Coldwater", "Dunmallet", "Elterby",
    "Fossdale", "Gillamoor", "Hutterby", "Inglesham", "Kirkhollow", "Lythwood", "Mossgarth",
)  # fmt: skip

MAIL_DOMAIN: Final = "skerrow.example"
LANDLINES: Final = ("0116 496 {:04d}", 1000)
MOBILES: Final = ("07700 900{:03d}", 1000)
# No number is handed to a second person within a year and a month: reports are linked for a year (R1).
PHONE_REST: Final = timedelta(days=400)
# Numbers of the noise are used over and over: what is not ASB links to nothing.
_SHARED: Final = 400
_SLICE: Final = 40
_SLICES: Final = (LANDLINES[1] + MOBILES[1] - _SHARED) // _SLICE

_BIRTH_FROM: Final = date(1938, 1, 1).toordinal()
# Neither has a divisor in common with the number of names: every name comes once a round.
_NAME_STEP: Final = 571
_NAME_START: Final = 131
_BIRTH_CYCLES: Final = 66 * 365 // 100  # everybody is an adult; a child is named by age


class Resident(NamedTuple):
    """Somebody of the city."""

    name: str
    nominal_ref: str
    date_of_birth: date
    phone: str | None

    @property
    def mail(self) -> str:
        return f"{self.name.lower().replace(' ', '.')}@{MAIL_DOMAIN}"

    def person(self, role: Role, *, known_by: str = "phone", age: int | None = None) -> Person:
        """As the log names them: by nominal reference, telephone, birth date, or name alone."""
        said: dict[str, object] = {"role": role, "name": self.name}
        if known_by == "nominal":
            said["nominal_ref"] = self.nominal_ref
        if known_by in ("nominal", "birth-date"):
            said["date_of_birth"] = self.date_of_birth
        if known_by != "name" and self.phone:
            said["phone"] = self.phone
        if age is not None:
            said["age"] = age
        return Person.model_validate(said)


def phone_number(index: int) -> str:
    """The index-th drama number: 1,000 landlines, then 1,000 mobiles."""
    form, count = LANDLINES if index < LANDLINES[1] else MOBILES
    return form.format(index % count)


def new_resident(situation: int, serial: int, phone: str | None) -> Resident:
    """Somebody nobody else is.

    The serial walks through all names; who has the same name has another cycle of a hundred days to be born
    in, and the day within the cycle is the situation's number.
    """
    names = len(GIVEN) * len(FAMILY)
    round_of_names, name = serial // names, (serial * _NAME_STEP + situation * _NAME_START) % names
    cycle = (round_of_names + name * 53) % _BIRTH_CYCLES
    return Resident(
        name=f"{GIVEN[name % len(GIVEN)]} {FAMILY[name % len(FAMILY)]}",
        nominal_ref=f"N{situation:02d}{serial:07d}",
        date_of_birth=date.fromordinal(_BIRTH_FROM + cycle * 100 + situation),
        phone=phone,
    )


class PhoneBook:
    """The numbers of one situation."""

    def __init__(self, situation: int, *, shared: bool) -> None:
        """`shared`: one of the numbers that anybody of the noise may have."""
        self._shared = shared
        self._first = 0 if shared else _SHARED + (situation % _SLICES) * _SLICE
        self._free_from: list[datetime | None] = [None] * _SLICE

    def number(self, serial: int, at: datetime, until: datetime) -> str | None:
        """A number for somebody who rings between two times, or None when all are in use."""
        if self._shared:
            return phone_number(serial % _SHARED)
        for place, free_from in enumerate(self._free_from):
            if free_from is None or free_from <= at:
                self._free_from[place] = until + PHONE_REST
                return phone_number(self._first + place)
        return None
