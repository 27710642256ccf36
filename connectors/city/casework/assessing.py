"""Risk assessments: one for each victim, for the community where nobody is a victim, for perpetrators and places."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial
from random import Random
from typing import Any, Final

from connectors.city.casework import asking
from connectors.city.casework.behaviour import working
from connectors.city.casework.case_file import CaseFile, subject_of
from connectors.city.casework.forms import fill_in, form_for, how_grave
from connectors.city.casework.pace import days_between
from connectors.city.event import Recorded
from schemas.incoming import AssessmentRecorded, AssessmentWithdrawn, Judgement, SentinelPerson
from schemas.words import Band, Role, SubjectKind

# A form is begun some time before it is recorded.
BEGUN_BEFORE: Final = (10, 90)
KIND_OF: Final = {Role.VICTIM: SubjectKind.VICTIM, Role.PERPETRATOR: SubjectKind.PERPETRATOR}
_RAISED: Final = "Knows the family; it is worse than the form says"
TAKEN_BACK_FOR: Final = "Filled in for another case"
_SOON: Final = timedelta(minutes=20)
_LOWERED: Final = "The other household has moved away"


def mean_to_assess(file: CaseFile, kind: SubjectKind, ref: str, since: datetime) -> None:
    """An officer means to assess a subject after a while, unless this is a case in which nobody ever does."""
    habits = working().assessing
    if file.numbers("forgets-to-assess").random() < habits.forgotten_in:
        return
    delay = habits.recorded.delay(file.numbers("assesses", kind, ref))
    file.mean_to(delay, f"assess|{kind}|{ref}", partial(assess, file, kind, ref), since, ref)


def mean_to_assess_person(file: CaseFile, person: SentinelPerson, since: datetime) -> None:
    if kind := KIND_OF.get(person.role):
        mean_to_assess(file, kind, person.person_ref, since)


def mean_to_assess_community(file: CaseFile) -> None:
    """Where nobody is a victim when it comes to it, the community is assessed."""
    habits = working().assessing
    if file.numbers("forgets-to-assess").random() < habits.forgotten_in:
        return
    delay = habits.recorded.delay(file.numbers("assesses", SubjectKind.COMMUNITY))
    file.mean_to(delay, "assess|community", partial(assess_without_victim, file))


def assess_without_victim(file: CaseFile, at: datetime) -> Iterator[Recorded]:
    if not file.people.in_role(Role.VICTIM):
        yield from assess(file, SubjectKind.COMMUNITY, "", at)


def assess(file: CaseFile, kind: SubjectKind, ref: str, at: datetime) -> Iterator[Recorded]:
    """Assess a subject that has no assessment yet, and ask a victim the three questions."""
    if (kind, ref) in file.assessed:
        return
    yield _assessment(file, kind, ref, at, slips=True)
    _mean_to_take_back(file, kind, ref, at)
    if kind is SubjectKind.VICTIM:
        asking.mean_to_ask(file, ref, at)


def assess_again(file: CaseFile, kind: SubjectKind, ref: str, at: datetime) -> Iterator[Recorded]:
    """The same as it ought to be, after it was handed back."""
    yield _assessment(file, kind, ref, at, slips=False)


def handed_back(file: CaseFile, kind: SubjectKind, ref: str, since: datetime) -> None:
    """Sentinel's screen says what is wrong: mostly it is put right."""
    habits, numbers = working().assessing, file.numbers("puts-right", kind, ref)
    file.assessed.discard((kind, ref))
    if numbers.random() >= habits.never_put_right:
        delay = habits.put_right.delay(numbers)
        file.mean_to(delay, f"put-right|{kind}|{ref}", partial(assess_again, file, kind, ref), since, ref)


def _mean_to_take_back(file: CaseFile, kind: SubjectKind, ref: str, since: datetime) -> None:
    """A few were recorded in error; mostly the right one is made at once."""

    def take_back(at: datetime) -> Iterator[Recorded]:
        if (kind, ref) not in file.assessed:
            return
        file.assessed.discard((kind, ref))
        officer, slot = file.collar("takes-back", kind, ref, rank="PS"), f"assessment|{kind}|{ref}"
        subject = subject_of(kind, ref)
        yield file.recorded(
            AssessmentWithdrawn, slot, at, subject=subject, officer=officer, reason=TAKEN_BACK_FOR
        )
        if numbers.random() < habits.assessed_again:
            file.mean_to(_SOON, f"right|{kind}|{ref}", partial(assess, file, kind, ref), at, ref)

    habits, numbers, name = (
        working().mistakes,
        file.numbers("takes-back", kind, ref),
        f"take-back|{kind}|{ref}",
    )
    if numbers.random() < habits.assessment and name not in file.heard:
        file.heard.add(name)
        file.mean_to(days_between(numbers, habits.assessment_noticed_after_days), name, take_back, since, ref)


def _assessment(
    file: CaseFile, kind: SubjectKind, ref: str, at: datetime, *, slips: bool
) -> AssessmentRecorded:
    habits = working().assessing
    file.assessed.add((kind, ref))
    grave = how_grave(file.numbers("grave", kind, ref), habits)
    numbers = file.numbers("form", kind, ref)
    begun = at - timedelta(minutes=int(numbers.uniform(*BEGUN_BEFORE)))
    filled_in = fill_in(numbers, form_for(numbers, kind, habits), grave, habits, slips=slips)
    beside: dict[str, Any] = {"judgement": _judgement(file, kind, ref, slips=slips)}
    if file.numbers("band-shown", kind, ref).random() < habits.band_shown:
        beside["sentinel_band"] = grave
    return file.recorded(
        AssessmentRecorded,
        f"assessment|{kind}|{ref}",
        at,
        subject=subject_of(kind, ref),
        matrix=filled_in.matrix,
        matrix_version=filled_in.matrix_version,
        created_at=max(begun, min(file.opened_at, at)),
        assessed_at=at,
        assessor=file.collar("assessor", kind, ref),
        answers=filled_in.answers,
        **{name: said for name, said in beside.items() if said is not None},
    )


def _judgement(file: CaseFile, kind: SubjectKind, ref: str, *, slips: bool) -> Judgement | None:
    habits, numbers = working().assessing, file.numbers("judges", kind, ref)
    draw, officer = numbers.random(), file.collar("judges", kind, ref)
    if draw < habits.raised:
        return Judgement(band=Band.HIGH, reason=_RAISED, officer=officer)
    if draw < habits.raised + habits.lowered:
        return _lowered(officer, numbers)
    if draw < habits.raised + habits.lowered + habits.lowered_alone:
        return (
            Judgement(band=Band.LOW, reason=_LOWERED, officer=officer)
            if slips
            else _lowered(officer, numbers)
        )
    return None


def _lowered(officer: str, numbers: Random) -> Judgement:
    supervisor = f"PS{1000 + int(numbers.random() * 900)}"
    return Judgement(band=Band.LOW, reason=_LOWERED, officer=officer, supervisor=supervisor)
