"""The codes of Skerrow's control room: three-digit opening and closing codes, and local result codes.

Codes are local to a force. ASB types are the local codes ASB01 to ASB13, in the order of the national list.
"""

from random import Random
from typing import Final, NamedTuple

from connectors.city.chance import one_of
from connectors.city.situations import ReportPlan
from schemas.words import AsbClass, AsbType

CLASS_CODES: Final = {AsbClass.PERSONAL: "201", AsbClass.NUISANCE: "202", AsbClass.ENVIRONMENTAL: "203"}
TYPE_CODES: Final = {asb_type: f"ASB{number:02d}" for number, asb_type in enumerate(AsbType, start=1)}
# What NSIR lets one call either: nobody could say the class from a text, so these are always coded.
MATTERS_OF_VIEW: Final = frozenset(
    {
        (AsbType.TRESPASS, AsbClass.NUISANCE),
        (AsbType.TRESPASS, AsbClass.ENVIRONMENTAL),
        (AsbType.ANIMAL_PROBLEMS, AsbClass.ENVIRONMENTAL),
        (AsbType.NOISE, AsbClass.ENVIRONMENTAL),
        (AsbType.NUISANCE_NEIGHBOURS, AsbClass.NUISANCE),
    }
)
SUSPICIOUS: Final = "303"
DUPLICATE: Final = "601"
# Local codes that are in nobody's table.
UNMAPPED: Final = ("LX7", "NOT RMS", "Q12")


class Coding(NamedTuple):
    """The codes of a log when it is opened and when it is closed."""

    opening: str | None
    closing: str | None
    opening_local: tuple[str, ...] = ()
    closing_local: tuple[str, ...] = ()

    @property
    def results(self) -> tuple[str, ...]:
        return (*((self.closing,) if self.closing else ()), *self.closing_local)


def coding_of_asb(numbers: Random, plan: ReportPlan, asb_type: AsbType, *, coded: bool) -> Coding:
    """The codes that somebody sets on an ASB report.

    Mostly the same when opened and closed; sometimes none or another at first, sometimes none at closure.
    """
    own = CLASS_CODES[plan.asb_class]
    if plan.duplicate:
        return Coding(own if coded else None, DUPLICATE)
    if not coded:
        unmapped = (one_of(numbers, UNMAPPED),) if numbers.random() < 0.3 else ()
        return Coding(None, None, unmapped, unmapped)
    if plan.opening or plan.closing:
        return Coding(plan.opening, plan.closing)
    typed = (TYPE_CODES[asb_type],) if plan.bare or numbers.random() < 0.75 else ()
    draw = numbers.random()
    if draw < 0.72:
        closing = own if numbers.random() < 0.92 else None
        return Coding(own, closing, typed if numbers.random() < 0.5 else (), typed)
    return Coding(None if draw < 0.92 else SUSPICIOUS, own, (), typed)


def coding_of_other(numbers: Random, code: str, *, coded: bool) -> Coding:
    if not coded:
        return Coding(None, None)
    return Coding(code if numbers.random() < 0.8 else None, code)
