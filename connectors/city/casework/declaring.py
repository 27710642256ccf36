"""An officer who knows the family says that somebody is at high risk, whatever the form says (R8)."""

from collections.abc import Iterator
from datetime import datetime
from functools import partial
from typing import Final

from connectors.city.casework.behaviour import working
from connectors.city.casework.case_file import CaseFile, subject_of
from connectors.city.casework.pace import days_between
from connectors.city.event import Recorded
from schemas.incoming import HighRiskDeclared, SentinelPerson
from schemas.words import Role, SubjectKind

HIGH_FOR: Final = "Threatened at the door; the form does not ask for that"
LOWERED_FOR: Final = "The other household has gone"


def mean_to_declare(file: CaseFile, person: SentinelPerson, since: datetime) -> None:
    """Of victims, a few."""
    habits, ref = working().declaring, person.person_ref
    numbers = file.numbers("declares", ref)
    if person.role is Role.VICTIM and numbers.random() < habits.high:
        delay = days_between(numbers, habits.high_after_days)
        file.mean_to(delay, f"declare|{ref}", partial(_declare, file, ref, high=True), since)


def _declare(file: CaseFile, ref: str, at: datetime, *, high: bool) -> Iterator[Recorded]:
    yield file.instructed(
        HighRiskDeclared,
        f"high-risk|{ref}",
        at,
        officer=file.collar("declares", ref, rank="PS"),
        reference=file.reference,
        subject=subject_of(SubjectKind.VICTIM, ref),
        high=high,
        reason=HIGH_FOR if high else LOWERED_FOR,
    )
    habits, numbers = working().declaring, file.numbers("lowers", ref)
    if high and numbers.random() < habits.lowered:
        delay = days_between(numbers, habits.lowered_after_days)
        file.mean_to(delay, f"lower|{ref}", partial(_declare, file, ref, high=False), at)
