"""Who the sergeant and the inspector of each beat are, as the force tells this system (R8).

Of one beat nobody is named, as happens; what takes place there goes to the fallback, with an alarm.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Final

from connectors.city.chance import chance
from connectors.city.event import fact_id
from connectors.city.place import DISTRICTS, District
from connectors.city.season import LONDON
from schemas.incoming import DirectoryUpdated

LEFT_OUT: Final = "SK07"
# In the middle of each year this district gets another inspector: told on the day itself.
HANDED_OVER: Final = "Holmegate"
HANDOVER: Final = (7, 1)
# So many beats are one sergeant's.
_BEATS_A_SERGEANT: Final = 3


def named_before(seed: int, first: date) -> Iterator[DirectoryUpdated]:
    """Everybody who is in office when the city begins to report, and the fallback."""
    yield _named(seed, None, first, "PS0001", "INSP0001")
    for district in DISTRICTS:
        yield from _named_of(seed, district, first)


def named_on(seed: int, day: date) -> Iterator[DirectoryUpdated]:
    """Who takes office on a day."""
    if (day.month, day.day) == HANDOVER:
        for district in DISTRICTS:
            if district.name == HANDED_OVER:
                yield from _named_of(seed, district, day)


def _named_of(seed: int, district: District, day: date) -> Iterator[DirectoryUpdated]:
    inspector = _inspector(seed, district, day)
    for number, beat in enumerate(district.beats):
        if beat != LEFT_OUT:
            sergeant = _collar(seed, "PS", district.name, number // _BEATS_A_SERGEANT)
            yield _named(seed, beat, day, sergeant, inspector, district.code)


def _inspector(seed: int, district: District, day: date) -> str:
    """Whose turn it is: the year in which this turn began tells them apart."""
    if district.name != HANDED_OVER:
        return _collar(seed, "INSP", district.name)
    began = day.year if (day.month, day.day) >= HANDOVER else day.year - 1
    return _collar(seed, "INSP", district.name, began)


def _collar(seed: int, rank: str, *whose: object) -> str:
    return f"{rank}{1000 + int(chance(seed, 'directory', rank, *whose).random() * 900)}"


def _named(
    seed: int, beat: str | None, since: date, sergeant: str, inspector: str, district: str | None = None
) -> DirectoryUpdated:
    return DirectoryUpdated(
        instruction_id=fact_id(seed, "DirectoryUpdated", f"{beat}|{since}", 1),
        recorded_at=datetime(since.year, since.month, since.day, tzinfo=LONDON).astimezone(UTC),
        revision=1,
        officer="PS0001",
        beat=beat,
        effective_from=since,
        sergeant=sergeant,
        inspector=inspector,
        district=district,
    )
